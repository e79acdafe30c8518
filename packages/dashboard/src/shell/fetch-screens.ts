import type { createPageRouter } from './router.tsx';

/**
 * Fetches the scripts of the screens that nobody has opened yet, one after the other, so that each opens at once later, also after
 * the gateway was updated.
 *
 * What can't be fetched now is when somebody opens its screen.
 */
export async function fetchScreens({
  routesByPath,
  loadRouteChunk,
}: Pick<ReturnType<typeof createPageRouter>, 'routesByPath' | 'loadRouteChunk'>): Promise<void> {
  for (const route of Object.values(routesByPath)) await loadRouteChunk(route);
}
