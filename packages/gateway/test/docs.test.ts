import { readFile } from 'node:fs/promises';
import { HOST_LIMITS, MAX_CONTEXT_LENGTH, MAX_FAILURE_TEXT_LENGTH, MAX_NAME_LENGTH } from '@seawall/client';
import { ERROR_META_KEY } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { QUIET_MS } from '../src/first-list.ts';
import { EVENT_LIMITS } from '../src/front/http/event-store.ts';
import { KEEP_ALIVE_INTERVAL_MS, MAX_SESSIONS, SESSION_IDLE_MS } from '../src/front/http/host-sessions.ts';
import { MAX_STALLED_TICKS, MAX_UNREAD_BYTES, RETRY_MS } from '../src/front/http/host-stream.ts';
import { HEADERS_TIMEOUT_MS, KEEP_ALIVE_MS, REQUEST_TIMEOUT_MS } from '../src/front/http/http-front.ts';
import { MAX_BATCH_LENGTH } from '../src/front/http/legacy-exchange.ts';
import { MAX_STREAMS_PER_SESSION, RESUME_GRACE_MS } from '../src/front/http/session-transport.ts';
import { MAX_STREAMS } from '../src/front/http/stream-places.ts';
import { LISTEN_WAIT_MS, MAX_LISTEN_URIS, MAX_LISTENS } from '../src/front/listen-host.ts';
import { CATALOG_META_KEY } from '../src/reply/meta-keys.ts';
import { MAX_INSTRUCTIONS_LENGTH } from '../src/session/instructions.ts';
import { MAX_KNOWN_TASKS } from '../src/session/known-tasks.ts';
import { COALESCE_MS } from '../src/session/list-changes.ts';
import { PENDING_LIMITS } from '../src/session/pending-calls.ts';

const page = await readFile(new URL('../../../docs/gateway.md', import.meta.url), 'utf8');

describe('docs/gateway.md', () => {
  it.each([
    `for ${QUIET_MS} ms`,
    `once in ${COALESCE_MS} ms`,
    `more than ${MAX_NAME_LENGTH} characters`,
    `sessions of older hosts | ${MAX_SESSIONS};`,
    `without a sign of its host | ${SESSION_IDLE_MS} ms`,
    `streams of one session | ${MAX_STREAMS_PER_SESSION} `,
    `streams of all sessions | ${MAX_STREAMS} |`,
    `messages in a batch | ${MAX_BATCH_LENGTH} |`,
    `broken stream | ${RESUME_GRACE_MS} ms`,
    `the call goes on for ${RESUME_GRACE_MS} ms`,
    `\`retry\` (${RETRY_MS} ms)`,
    `open stream | every ${KEEP_ALIVE_INTERVAL_MS} ms`,
    `cut at ${MAX_UNREAD_BYTES} bytes, or after ${MAX_STALLED_TICKS} signs`,
    `kept for one session | ${EVENT_LIMITS.eventsPerSession} and ${EVENT_LIMITS.bytesPerSession} bytes`,
    `kept for all sessions | ${EVENT_LIMITS.events} and ${EVENT_LIMITS.bytes} bytes`,
    `age of a kept event | ${EVENT_LIMITS.ageMs} ms`,
    `streams of \`subscriptions/listen\` | ${MAX_LISTENS} |`,
    `one \`subscriptions/listen\` | ${MAX_LISTEN_URIS}, and ${LISTEN_WAIT_MS} ms`,
    `accepted within ${LISTEN_WAIT_MS} ms`,
    `subscriptions of one host | ${HOST_LIMITS.subscriptionsPerHost} |`,
    `headers of a request | ${HEADERS_TIMEOUT_MS} ms`,
    `request as a whole | ${REQUEST_TIMEOUT_MS} ms`,
    `idle connection | ${KEEP_ALIVE_MS} ms`,
    `failed tool call | ${MAX_FAILURE_TEXT_LENGTH} characters`,
    `in a reply | ${MAX_CONTEXT_LENGTH} characters`,
    `instructions | ${MAX_INSTRUCTIONS_LENGTH} characters`,
    `asked something and are not over | ${PENDING_LIMITS.maxCalls}; ${PENDING_LIMITS.maxCallsPerServer} at one server;`,
    `come back with its answers | ${PENDING_LIMITS.returnTimeoutMs} ms`,
    `server is remembered | ${MAX_KNOWN_TASKS},`,
    `\`${CATALOG_META_KEY}\``,
    `\`${ERROR_META_KEY}\``,
  ])('says "%s"', (text) => {
    expect(page).toContain(text);
  });
});
