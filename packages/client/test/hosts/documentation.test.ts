import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MAX_INPUT_ROUNDS } from '../../src/hosts/answer-input-required.ts';
import { OPEN_AGAIN_DELAYS } from '../../src/hosts/connection-pool.ts';
import { HOST_LIMITS } from '../../src/hosts/host.ts';
import { ABANDONED_MS } from '../../src/hosts/open-call.ts';
import { MAX_REMEMBERED } from '../../src/hosts/recipients.ts';

const page = readFileSync(new URL('../../../../docs/reverse-requests.md', import.meta.url), 'utf8');

it.each([
  `| one answer of a host | ${HOST_LIMITS.answerTimeoutMs} ms |`,
  `| questions during one call | ${HOST_LIMITS.questionsPerCall} |`,
  `| rounds of input for one call, of 2026-07-28 | ${MAX_INPUT_ROUNDS} |`,
  `| connections to one server for single hosts | ${HOST_LIMITS.connectionsPerServer} |`,
  `| closed after ${HOST_LIMITS.connectionIdleMs} ms |`,
  `| resources that one host subscribes to | ${HOST_LIMITS.subscriptionsPerHost} |`,
  `the last ${MAX_REMEMBERED} for each server`,
  `under way for another ${ABANDONED_MS} ms`,
  `after ${OPEN_AGAIN_DELAYS.firstMs} ms, doubling to ${OPEN_AGAIN_DELAYS.lastMs} ms`,
])('docs/reverse-requests.md says what the code does: %s', (text) => {
  expect(page).toContain(text);
});
