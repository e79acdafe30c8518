import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  BULKHEAD_DEFAULTS,
  BULKHEAD_RANGES,
  checkBulkhead,
  resolveBulkhead,
} from '../../../src/policies/bulkhead/options.ts';

const page = await readFile(new URL('../../../../../docs/policies/bulkhead.md', import.meta.url), 'utf8');

describe('options of the bulkhead', () => {
  it('are those of the transport where nothing is given', () => {
    expect(resolveBulkhead({}, 'stdio')).toEqual(BULKHEAD_DEFAULTS.stdio);
    expect(resolveBulkhead({}, 'http')).toEqual(BULKHEAD_DEFAULTS.http);
    expect(BULKHEAD_DEFAULTS.stdio).toMatchObject({ concurrency: 8, queue: 32, isAdaptive: false });
    expect(BULKHEAD_DEFAULTS.http).toMatchObject({ concurrency: 32, queue: 128, isAdaptive: true });
  });

  it('take a concurrency that is given for the most that an adaptive limit grows to', () => {
    expect(resolveBulkhead({ concurrency: 10 }, 'http')).toMatchObject({ startConcurrency: 10, maxConcurrency: 10 });
    expect(resolveBulkhead({ concurrency: 40 }, 'http')).toMatchObject({ startConcurrency: 16, maxConcurrency: 40 });
    expect(resolveBulkhead({ minConcurrency: 90 }, 'http')).toMatchObject({ startConcurrency: 90, maxConcurrency: 90 });
  });

  it.each([
    [{ concurrency: 0 }, 'bulkhead.concurrency', 'a whole number from 1 to 10000'],
    [{ concurrency: 2.5 }, 'bulkhead.concurrency', 'a whole number from 1 to 10000'],
    [{ queue: -1 }, 'bulkhead.queue', 'a whole number from 0 to 100000'],
    [{ maxQueueShare: 1.1 }, 'bulkhead.maxQueueShare', 'a number from 0 to 1'],
    [{ maxQueueWaitMs: Number.NaN }, 'bulkhead.maxQueueWaitMs', 'a number from 0 to 600000'],
    [{ minConcurrency: 9, maxConcurrency: 8 }, 'bulkhead.minConcurrency', 'a whole number from 1 to 8'],
    [{ minConcurrency: 9, concurrency: 8 }, 'bulkhead.minConcurrency', 'a whole number from 1 to 8'],
    [{ startConcurrency: 65 }, 'bulkhead.startConcurrency', 'a whole number from 1 to 64'],
  ])('refuse %o, with path and range', (given, path, allowed) => {
    expect(checkBulkhead(given, 'http', 'bulkhead')).toMatchObject([{ path, allowed }]);
  });

  it.each([
    [{ minConcurrency: 9, maxConcurrency: 8 }, 'minConcurrency (9) is more than maxConcurrency (8).'],
    [{ minConcurrency: 9, concurrency: 8 }, 'minConcurrency (9) is more than concurrency (8).'],
    [{ startConcurrency: 65 }, 'startConcurrency (65) is not between minConcurrency and maxConcurrency.'],
    [{ startConcurrency: 9, concurrency: 8 }, 'startConcurrency (9) is not between minConcurrency and concurrency.'],
    [
      { startConcurrency: 4, minConcurrency: 5 },
      'startConcurrency (4) is not between minConcurrency and maxConcurrency.',
    ],
  ])('say what is wrong with %o', (given, message) => {
    expect(checkBulkhead(given, 'http', 'bulkhead').map((fault) => fault.message)).toEqual([message]);
  });

  it.each([
    { minConcurrency: 8, maxConcurrency: 8 },
    { startConcurrency: 5, minConcurrency: 5 },
    { startConcurrency: 64 },
  ])('may be as far as %o', (given) => {
    expect(checkBulkhead(given, 'http', 'bulkhead')).toEqual([]);
  });

  it('are refused all at once', () => {
    const faults = checkBulkhead({ concurrency: 0, queue: 1.5, cancelGraceMs: -1 }, 'stdio', 'x');
    expect(faults.map(({ path }) => path)).toEqual(['x.concurrency', 'x.queue', 'x.cancelGraceMs']);
  });

  it('may be anything that fits, and do not look at bounds that are not used', () => {
    expect(checkBulkhead({}, 'http', 'x')).toEqual([]);
    expect(checkBulkhead({ minConcurrency: 9, maxConcurrency: 8 }, 'stdio', 'x')).toEqual([]);
  });
});

describe('docs/policies/bulkhead.md', () => {
  it.each(Object.keys(BULKHEAD_DEFAULTS.stdio))('says what %s is without being set', (field) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${field}\``));
    const defaults: Readonly<Record<string, unknown>> = BULKHEAD_DEFAULTS.stdio;
    const http: Readonly<Record<string, unknown>> = BULKHEAD_DEFAULTS.http;
    const shown =
      defaults[field] === http[field]
        ? `${defaults[field]}`
        : `${defaults[field]} over stdio, ${http[field]} over HTTP`;
    expect(row).toContain(`| ${shown}`);
  });

  it.each(Object.entries(BULKHEAD_RANGES))('says which numbers %s takes', (field, { min, max }) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${field}\``));
    expect(row).toContain(`${min} to ${max}`);
  });
});
