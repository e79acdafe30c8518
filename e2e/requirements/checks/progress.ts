import { expect } from 'vitest';
import type { Checks, ScenarioPart } from '../place.ts';
import { callTool, resultOf } from '../talk.ts';
import type { Json, WireId } from '../wire/message.ts';
import type { WireHost } from '../wire/wire-host.ts';

const STEPS = 3;

export const progressScenario: ScenarioPart = () => ({
  tools: [{ name: 'steps', behaviour: { kind: 'progress', steps: STEPS } }],
});

export const PROGRESS_CHECKS: Checks<'progress-token' | 'progress-order' | 'progress-unasked' | 'progress-own'> = {
  'progress-token': async ({ host, name }) => {
    for (const token of ['text ✓', 0, 41, '41'] as const) {
      const told = await progressOf(host, name('steps'), token);
      expect(told.map(({ progressToken }) => progressToken)).toStrictEqual([token, token, token]);
    }
  },
  'progress-order': async ({ host, name }) => {
    const told = await progressOf(host, name('steps'), 'in order');
    expect(told.map(({ progress, total, message }) => ({ progress, total, message }))).toEqual([
      { progress: 1, total: STEPS, message: 'step 1' },
      { progress: 2, total: STEPS, message: 'step 2' },
      { progress: 3, total: STEPS, message: 'step 3' },
    ]);
  },
  'progress-unasked': async ({ host, name }) => {
    const mark = host.heard.length;
    resultOf(await callTool(host, name('steps')));
    expect(host.heardOf(PROGRESS, mark)).toEqual([]);
  },
  'progress-own': async ({ host, name }) => {
    const mark = host.heard.length;
    const tokens = ['one', 'two', 'three'];
    await Promise.all(
      tokens.map((progressToken) => callTool(host, name('steps'), {}, { meta: { progressToken } }).then(resultOf)),
    );
    for (const token of tokens) {
      const own = host.heardOf(PROGRESS, mark).filter(({ progressToken }) => progressToken === token);
      expect(
        own.map(({ progress }) => progress),
        token,
      ).toEqual([1, 2, 3]);
    }
  },
};

const PROGRESS = 'notifications/progress';

/** What a host was told by the time its call was answered. */
async function progressOf(host: WireHost, tool: string, progressToken: WireId): Promise<readonly Json[]> {
  const mark = host.heard.length;
  resultOf(await callTool(host, tool, {}, { meta: { progressToken } }));
  return host.heardOf(PROGRESS, mark);
}
