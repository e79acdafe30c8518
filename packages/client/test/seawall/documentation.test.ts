import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { COALESCE_MS, FIRST_REPEAT_MS, LAST_REPEAT_MS } from '../../src/catalog/catalog-fetcher.ts';
import { MAX_CATALOG_BYTES } from '../../src/catalog/catalog-file.ts';
import { MAX_LIST_ITEMS, MAX_LIST_PAGES } from '../../src/catalog/fetch-list.ts';
import { SERVER_OPTION_DEFAULTS } from '../../src/config/configuration.ts';
import { CHECK_TIMEOUT_MS, CONNECT_DEFAULTS } from '../../src/seawall/seawall-client.ts';
import { CRASH_LOOP_EXITS, CRASH_WINDOW_MS } from '../../src/supervision/crash-window.ts';
import { EARLY_CEILING_MS, LATE_CEILING_MS } from '../../src/supervision/reconnect-delay.ts';

const page = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

describe('README.md', () => {
  it.each([
    `maxAttempts = ${CONNECT_DEFAULTS.maxAttempts}, maxTimeMs = ${CONNECT_DEFAULTS.maxTimeMs}`,
    `timeoutMs = ${CHECK_TIMEOUT_MS}`,
    `| ${MAX_LIST_PAGES}; ${MAX_LIST_ITEMS};`,
    `\`listTimeoutMs\`, ${SERVER_OPTION_DEFAULTS.listTimeoutMs} ms`,
    `once in ${COALESCE_MS} ms`,
    `after ${FIRST_REPEAT_MS / 1000} s, doubling to ${LAST_REPEAT_MS / 1000} s`,
    `${MAX_CATALOG_BYTES} characters`,
    `ended ${CRASH_LOOP_EXITS} times in ${CRASH_WINDOW_MS / 1000} s`,
    `doubling to ${EARLY_CEILING_MS / 1000} s in the first minute, then a tenth of the outage up to ${LATE_CEILING_MS / 1000} s`,
  ])('says what the code does: %s', (text) => {
    expect(page).toContain(text);
  });
});
