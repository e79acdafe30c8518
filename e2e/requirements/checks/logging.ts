import { expect } from 'vitest';
import type { Checks, Place, ScenarioPart } from '../place.ts';
import { callTool, eventually, resultOf } from '../talk.ts';
import type { Json } from '../wire/message.ts';
import { type AskOptions, LEGACY_VERSION, type WireHost } from '../wire/wire-host.ts';

const LEVELS = ['debug', 'info', 'warning', 'error'] as const;
const LINES = LEVELS.map((level) => ({ level, logger: 'a/logger', data: { at: level, deep: [1, null, 'ü✓'] } }));

export const loggingScenario: ScenarioPart = () => ({
  tools: [
    { name: 'chatty', behaviour: { kind: 'log', lines: LINES } },
    { name: 'shouting', behaviour: { kind: 'log', lines: LINES, unasked: true } },
  ],
});

export const LOGGING_CHECKS: Checks<
  | 'logging-session-level'
  | 'logging-level-changes'
  | 'logging-unknown-level'
  | 'logging-request-level'
  | 'logging-none-unasked'
  | 'logging-below-level'
  | 'logging-message'
  | 'logging-in-stream'
> = {
  'logging-session-level': async ({ host, name }) => {
    await setLevel(host, 'warning');
    expect(await levelsOf(host, name('chatty'), 2)).toEqual(['warning', 'error']);
  },
  'logging-level-changes': async ({ host, name }) => {
    for (const [level, expected] of [
      ['error', ['error']],
      ['debug', LEVELS],
      ['info', LEVELS.slice(1)],
    ] as const) {
      await setLevel(host, level);
      expect(await levelsOf(host, name('chatty'), expected.length), level).toEqual(expected);
    }
  },
  'logging-unknown-level': async ({ host }) => {
    expect((await host.request('logging/setLevel', { level: 'loud' })).error?.code).toBe(-32_602);
  },
  'logging-request-level': async ({ host, name }) => {
    for (const [logLevel, expected] of [
      ['warning', ['warning', 'error']],
      ['debug', LEVELS],
      ['error', ['error']],
    ] as const)
      expect(await levelsOf(host, name('chatty'), expected.length, { logLevel }), logLevel).toEqual(expected);
  },
  'logging-none-unasked': async ({ host, name }) => {
    // Another host of the same gateway wants everything, and its server says everything.
    expect(await levelsOf(host, name('shouting'), 4, { logLevel: 'debug' })).toEqual(LEVELS);
    expect(await levelsOf(host, name('shouting'), 0)).toEqual([]);
  },
  'logging-below-level': async ({ host, name }) => {
    const options = host.era === LEGACY_VERSION ? {} : { logLevel: 'error' };
    if (host.era === LEGACY_VERSION) await setLevel(host, 'error');
    expect(await levelsOf(host, name('shouting'), 1, options)).toEqual(['error']);
  },
  'logging-message': async (place) => {
    const messages = await hearAll(place);
    expect(messages.map(({ params }) => params)).toEqual(LINES);
  },
  'logging-in-stream': async (place) => {
    const messages = await hearAll(place);
    expect(new Set(messages.map(({ within }) => within)).size).toBe(1);
    expect(messages.map(({ within }) => within)).not.toContain(undefined);
  },
};

const MESSAGE = 'notifications/message';

async function setLevel(host: WireHost, level: string): Promise<void> {
  resultOf(await host.request('logging/setLevel', { level }));
}

/** The levels of what a call logs, at least `count` of them. */
async function levelsOf(
  host: WireHost,
  tool: string,
  count: number,
  options: AskOptions = {},
): Promise<readonly unknown[]> {
  const mark = host.heard.length;
  resultOf(await callTool(host, tool, {}, options));
  await eventually(`${count} messages came`, () => host.heardOf(MESSAGE, mark).length >= count);
  // What came too much has come before the answer to a later request.
  resultOf(await host.request('prompts/list'));
  return host.heardOf(MESSAGE, mark).map(({ level }) => level);
}

async function hearAll({
  host,
  name,
}: Place): Promise<readonly { readonly params: Json | undefined; readonly within: unknown }[]> {
  const mark = host.heard.length;
  const options = host.era === LEGACY_VERSION ? {} : { logLevel: 'debug' };
  if (host.era === LEGACY_VERSION) await setLevel(host, 'debug');
  resultOf(await callTool(host, name('chatty'), {}, options));
  await eventually('all messages came', () => host.heardOf(MESSAGE, mark).length >= LINES.length);
  return host.heard
    .slice(mark)
    .filter(({ message }) => message.method === MESSAGE)
    .map(({ message, within }) => ({ params: message.params, within }));
}
