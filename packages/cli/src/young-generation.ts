import v8 from 'node:v8';
import type { Clock } from '@seawall/core/base';

/**
 * Keeps V8's space for new objects as small as it begins, for as long as a gateway takes to start.
 *
 * While modules are loaded much is made that stays, for which V8 doubles that space again and again, to 32 MB, and gives nothing
 * of it back while the gateway stands by. To be called before anything is loaded.
 */
export function keepYoungGenerationSmall(): void {
  v8.setFlagsFromString(`${GROWTH}=1`);
}

/** Lets it grow as usual once the start is over, so that calls are not slower. */
export function letYoungGenerationGrow(clock: Clock): void {
  clock.setTimer(() => v8.setFlagsFromString(`${GROWTH}=${USUAL_GROWTH}`), STARTED_MS, { background: true });
}

/** By how much the space grows when too much in it survived; V8 reads it anew each time. */
const GROWTH = '--semi-space-growth-factor';
/** V8's own. */
const USUAL_GROWTH = 2;
/** Servers have connected by then, and what watches is loaded. */
const STARTED_MS = 10_000;
