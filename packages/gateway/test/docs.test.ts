import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { QUIET_MS } from '../src/first-list.ts';
import { MAX_SESSIONS, SESSION_IDLE_MS } from '../src/front/http/host-sessions.ts';
import { HEADERS_TIMEOUT_MS, KEEP_ALIVE_MS, REQUEST_TIMEOUT_MS } from '../src/front/http/http-front.ts';
import { MAX_NAME_LENGTH } from '../src/names/public-name.ts';
import { MAX_CONTEXT_LENGTH } from '../src/reply/error-record.ts';
import { CATALOG_META_KEY, ERROR_META_KEY } from '../src/reply/meta-keys.ts';
import { MAX_FAILURE_TEXT_LENGTH } from '../src/reply/tool-failure.ts';
import { MAX_INSTRUCTIONS_LENGTH } from '../src/session/instructions.ts';
import { COALESCE_MS } from '../src/session/list-changes.ts';

const page = await readFile(new URL('../../../docs/gateway.md', import.meta.url), 'utf8');

describe('docs/gateway.md', () => {
  it.each([
    `for ${QUIET_MS} ms`,
    `once in ${COALESCE_MS} ms`,
    `more than ${MAX_NAME_LENGTH} characters`,
    `sessions of older hosts | ${MAX_SESSIONS};`,
    `without a sign of its host | ${SESSION_IDLE_MS} ms`,
    `headers of a request | ${HEADERS_TIMEOUT_MS} ms`,
    `request as a whole | ${REQUEST_TIMEOUT_MS} ms`,
    `idle connection | ${KEEP_ALIVE_MS} ms`,
    `failed tool call | ${MAX_FAILURE_TEXT_LENGTH} characters`,
    `in a reply | ${MAX_CONTEXT_LENGTH} characters`,
    `instructions | ${MAX_INSTRUCTIONS_LENGTH} characters`,
    `\`${CATALOG_META_KEY}\``,
    `\`${ERROR_META_KEY}\``,
  ])('says "%s"', (text) => {
    expect(page).toContain(text);
  });
});
