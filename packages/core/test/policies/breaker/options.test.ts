import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  BREAKER_RANGES,
  type BreakerOptions,
  breakerSettings,
  checkBreaker,
  SERVER_BREAKER_DEFAULTS,
  TOOL_BREAKER_DEFAULTS,
  UNPROBED_SERVER_BREAKER_DEFAULTS,
} from '../../../src/policies/breaker/options.ts';

const page = await readFile(new URL('../../../../../docs/policies/circuit-breaker.md', import.meta.url), 'utf8');

const examples = await readFile(new URL('../../../src/policies/breaker/breaker.examples.ts', import.meta.url), 'utf8');

// Object.keys gives strings; these are all the keys of that constant.
const NUMBERS = Object.keys(BREAKER_RANGES) as readonly (keyof typeof BREAKER_RANGES)[];

describe('the options of a breaker', () => {
  it.each([
    ['a server', SERVER_BREAKER_DEFAULTS],
    ['a server that nobody probes', UNPROBED_SERVER_BREAKER_DEFAULTS],
    ['a tool', TOOL_BREAKER_DEFAULTS],
  ])('have usable defaults for %s', (_, defaults) => {
    expect(checkBreaker(defaults, defaults, 'breaker')).toEqual([]);
    expect(breakerSettings({}, defaults)).toEqual(defaults);
  });

  it.each(NUMBERS)('refuse %s when it is no number, infinite, too small or too large', (field) => {
    const { min, max } = BREAKER_RANGES[field];
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, min - 1, max + 1]) {
      const faults = checkBreaker({ [field]: value }, SERVER_BREAKER_DEFAULTS, 'breaker');
      expect(faults.map(({ path }) => path)).toContain(`breaker.${field}`);
    }
  });

  it('refuse a limit that is below what it limits, the defaults counted in', () => {
    expect(checkBreaker({ openMs: 61_000 }, SERVER_BREAKER_DEFAULTS, 'breaker')).toEqual([
      {
        path: 'breaker.maxOpenMs',
        message: 'maxOpenMs is 60000, which is less than openMs, 61000.',
        allowed: 'a number from 61000',
      },
    ]);
    expect(checkBreaker({ maxProbeIntervalMs: 100 }, SERVER_BREAKER_DEFAULTS, 'breaker')).toEqual([
      {
        path: 'breaker.maxProbeIntervalMs',
        message: 'maxProbeIntervalMs is 100, which is less than probeIntervalMs, 500.',
        allowed: 'a number from 500',
      },
    ]);
    const equal = { openMs: 900, maxOpenMs: 900, probeIntervalMs: 700, maxProbeIntervalMs: 700 };
    expect(checkBreaker(equal, SERVER_BREAKER_DEFAULTS, 'breaker')).toEqual([]);
  });

  it('take what is given before what is the default, and nothing for an absent value', () => {
    const given = { windowMs: 5_000, enabled: false, consecutiveFailures: 0 };
    expect(breakerSettings(given, SERVER_BREAKER_DEFAULTS)).toEqual({ ...SERVER_BREAKER_DEFAULTS, ...given });
    const absent: BreakerOptions = {};
    Reflect.set(absent, 'windowMs', undefined);
    expect(breakerSettings(absent, SERVER_BREAKER_DEFAULTS).windowMs).toBe(30_000);
  });
});

describe('docs/policies/circuit-breaker.md', () => {
  it.each(Object.keys(SERVER_BREAKER_DEFAULTS))('says what %s is for a server and for a tool', (field) => {
    const server: unknown = Reflect.get(SERVER_BREAKER_DEFAULTS, field);
    const tool: unknown = Reflect.get(TOOL_BREAKER_DEFAULTS, field);
    expect(page).toMatch(new RegExp(`^\\| \`${field}\` \\| [^|]+ \\| \`${server}\` \\| \`${tool}\` \\|`, 'm'));
  });

  it('has only code that is type-checked', () => {
    const snippets = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => linesOf(match[1] ?? ''));
    expect(snippets).toHaveLength(1);
    for (const snippet of snippets) expect(linesOf(examples)).toContain(snippet);
  });

  it('has only numbers that can be used in its configuration', () => {
    const snippets = [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
    expect(snippets).toHaveLength(2);
    for (const snippet of snippets) expect(() => JSON.parse(snippet)).not.toThrow();
    const inARow = /`(\{ "consecutiveFailures": 5[^`]+)`/.exec(page)?.[1] ?? '';
    expect(checkBreaker(JSON.parse(inARow), SERVER_BREAKER_DEFAULTS, 'breaker')).toEqual([]);
  });

  it('has the sections of every policy in their order', () => {
    expect([...page.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual([
      'About',
      'Usage',
      'Defaults',
      'Failure handling',
      'Telemetry',
      'Anti-patterns',
    ]);
  });
});

/** Lines without indentation, so that a snippet may stand inside a function. */
function linesOf(source: string): string {
  const lines = source.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join('\n');
}
