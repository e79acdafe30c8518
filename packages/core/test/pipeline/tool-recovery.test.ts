import { describe, expect, it } from 'vitest';
import { ANSWER, bench, failed, scriptedTarget } from './scripted-target.ts';

describe('the circuit of a tool that writes', () => {
  it('closes again though no call asked while its break lasted', async () => {
    const toolBreaker = { minimumCalls: 1, openMs: 1000, maxOpenMs: 1000 };
    const { call, clock } = bench({ toolBreaker });
    const target = scriptedTarget(failed('CALL_TIMEOUT', 'unknown'), ANSWER);
    await call(target, { safety: 'write' });
    // The break is over, and nobody knows yet that it has to be tried out with something else than a call.
    await clock.advance(5000);
    expect(await call(target, { safety: 'write' })).toMatchObject({ error: { code: 'CIRCUIT_OPEN' } });
    await clock.advance(5000);
    expect(await call(target, { safety: 'write' })).toMatchObject({ kind: 'result' });
  });
});
