import { createSystemId, systemClock, systemRandom } from '@seawall/core';
import { ERROR_META_KEY } from '@seawall/core/base';
import { describe, expect, it, vi } from 'vitest';
import { rehearseFailures } from '../../src/observing/rehearse-failures.ts';

describe('the rehearsal of failures', () => {
  it('goes the whole way to what a host is told, and leaves nothing anywhere', async () => {
    const written = [vi.spyOn(process.stderr, 'write'), vi.spyOn(process.stdout, 'write')];
    const answers = await rehearseFailures({
      clock: systemClock,
      random: systemRandom,
      createId: createSystemId,
      version: '1.2.3',
    });
    expect(answers.map(({ isError, _meta }) => [isError, _meta[ERROR_META_KEY]])).toMatchObject([
      [true, { code: 'OUTCOME_UNKNOWN' }],
      [true, { code: 'CONNECTION_LOST' }],
    ]);
    for (const write of written) expect(write).not.toHaveBeenCalled();
  });
});
