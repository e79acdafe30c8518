import { describe, expect, it } from 'vitest';
import { explore } from './explore.ts';
import { PLANTED_BUGS } from './planted.ts';
import { SCOPES, SMALL_SERVER } from './scope.ts';

// `npm run model-check` visits every state of the larger systems; here those that take the fewest events to come to.
const FIRST_STATES = 300;
/** Enough for each planted bug to show. */
const MAX_STATES = 1_000;
/** It takes ten seconds in all where nothing else runs. */
const TIMEOUT_MS = 120_000;

describe('breaker, bulkhead and retry budget together, in every order of events', () => {
  it(
    'keep what they promise in every state of a small system (A160, A164, A165, A168, A173)',
    async () => {
      const { violation, isComplete, states } = await explore({ scope: SMALL_SERVER, maxStates: 10_000 });
      expect(violation).toBeUndefined();
      expect(isComplete).toBe(true);
      expect(states).toBeGreaterThan(2_000);
    },
    TIMEOUT_MS,
  );

  it.each([...SCOPES])(
    'keep what they promise after the first events: %s',
    async (_, scope) => {
      const { violation, states } = await explore({ scope, maxStates: FIRST_STATES });
      expect(violation).toBeUndefined();
      expect(states).toBe(FIRST_STATES);
    },
    TIMEOUT_MS,
  );

  it.each(PLANTED_BUGS)('would not hide $name', async ({ scope, parts, breaks }) => {
    const { violation } = await explore({ scope, parts, maxStates: MAX_STATES });
    expect(violation?.invariant).toMatch(breaks);
    expect(violation?.way.length).toBeGreaterThan(0);
  });
});
