import { AdminApiError } from '@seawall/admin-api';

/**
 * Does something to each of several things, one after the other, so that a gateway that is slow is not asked for all at once.
 *
 * Where it fails for some it goes on with the others, and says at the end for how many it was done.
 *
 * @throws what the first one failed with, with the count in its words
 */
export async function changeEach<T>(
  things: readonly T[],
  change: (thing: T) => Promise<unknown>,
  done: (thing: T) => void,
): Promise<void> {
  const failures: unknown[] = [];
  for (const thing of things) {
    try {
      await change(thing);
      done(thing);
    } catch (error) {
      failures.push(error);
      // Without a gateway, or without access, the others fail alike.
      if (!(error instanceof AdminApiError) || error.problem.status === 401) break;
    }
  }
  const [first] = failures;
  if (first === undefined) return;
  if (!(first instanceof AdminApiError) || things.length === 1) throw first;
  const { problem } = first;
  const count = `${things.length - failures.length} of ${things.length} are done.`;
  throw new AdminApiError({ ...problem, detail: `${count} The first that failed: ${problem.detail}` });
}
