import { createSystemId, systemClock, systemRandom } from '@seawall/core';
import { ERROR_META_KEY } from '@seawall/core/base';
import { describe, expect, it, vi } from 'vitest';
import { rehearseFailures } from '../../src/observing/rehearse-failures.ts';

const OPTIONS = { clock: systemClock, random: systemRandom, createId: createSystemId, version: '1.2.3' };

describe('the rehearsal of failures', () => {
  it('goes the whole way to what a host is told, and leaves nothing anywhere', async () => {
    const written = [vi.spyOn(process.stderr, 'write'), vi.spyOn(process.stdout, 'write')];
    const answers = await rehearseFailures({ ...OPTIONS, signal: new AbortController().signal });
    const codes = answers.map(({ isError, _meta }) => isError && Reflect.get(Object(_meta[ERROR_META_KEY]), 'code'));
    expect(codes.slice(0, 3)).toEqual(['SERVER_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'CONNECTION_LOST']);
    expect(codes.slice(3)).toContain('CIRCUIT_OPEN');
    for (const write of written) expect(write).not.toHaveBeenCalled();
  });
  it('goes no further once the gateway ends', async () => {
    const ending = new AbortController();
    const whole = await rehearseFailures({ ...OPTIONS, signal: ending.signal });
    const createId = (): string => {
      ending.abort();
      return createSystemId();
    };
    const answers = await rehearseFailures({ ...OPTIONS, createId, signal: ending.signal });
    expect(answers.length).toBeLessThan(whole.length);
    expect(await rehearseFailures({ ...OPTIONS, signal: AbortSignal.abort() })).toEqual([]);
  });
});
