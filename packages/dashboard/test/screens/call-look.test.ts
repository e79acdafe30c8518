/// <reference types="vite/client" />
import { expect, it } from 'vitest';
import { type CallEntry, callLook } from '../../src/screens/calls/call-look.ts';

const call = (given: Partial<CallEntry>): CallEntry => ({
  id: 'c',
  startedAtMs: 0,
  durationMs: 1,
  server: 'jira',
  method: 'tools/call',
  target: 'search',
  principal: 'anonymous',
  safety: 'read',
  attempts: 1,
  outcome: 'succeeded',
  tries: [],
  ...given,
});

it.each([
  [{}, 'succeeded'],
  [{ attempts: 2 }, 'succeeded at last'],
  [{ servedBy: 'upstream' }, 'succeeded'],
  [{ servedBy: 'fallback' }, 'by fallback'],
  [{ servedBy: 'stale' }, 'stale answer'],
  [{ outcome: 'failed' }, 'failed'],
  [{ outcome: 'failed', attempts: 0 }, 'not let through'],
  [{ outcome: 'cancelled' }, 'cancelled'],
] as const)('calls a call that is %j "%s"', (given, word) => {
  expect(callLook(call(given)).word).toBe(word);
});
