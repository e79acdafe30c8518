import v8 from 'node:v8';
import { createFakeClock } from '@seawall/testkit';
import { expect, it, vi } from 'vitest';
import { keepYoungGenerationSmall, letYoungGenerationGrow } from '../src/young-generation.ts';

it('lets the space for new objects grow once the start is over, and not before', async () => {
  const clock = createFakeClock();
  const setFlags = vi.spyOn(v8, 'setFlagsFromString').mockReturnValue();
  keepYoungGenerationSmall();
  letYoungGenerationGrow(clock);
  await clock.advance(9_999);
  expect(setFlags.mock.calls).toEqual([['--semi-space-growth-factor=1']]);
  await clock.advance(1);
  expect(setFlags.mock.calls.slice(1)).toEqual([['--semi-space-growth-factor=2']]);
});
