import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/index.ts';
import { diagnoseText } from './evidence.ts';

const NOW_MS = 1_700_000_000_000;

describe('the wait that a server asks for', () => {
  it.each([
    ['retry after 42s', 42_000],
    ['{"error":{"message":"Limited - try again in 24 hours","limit":{"reset":1600000000000}}}', 86_400_000],
    ['Retry after 12m3s', 723_000],
    ['Retry after: 3600s', 3_600_000],
    ['Please try again in 2s', 2000],
    ['wait 23 seconds', 23_000],
    ['Please wait 1 hour and 5 minutes', 3_900_000],
    ['Server requested Retry-After: 30 seconds.', 30_000],
    ['Retry-After: 7', 7000],
    ['retry after 250ms', 250],
    ['Please try again after 60', 60_000],
    ['Cooling down for ~12.3s', 12_300],
    ['Expected available in 5 seconds.', 5000],
    ['Budget exhausted, reset in 37 seconds', 37_000],
    ['Try again in about 3 minutes.', 180_000],
    ['You can retry in 1h 30m', 5_400_000],
    ['Please wait 5 more seconds', 5000],
    ['Retry in 20 seconds', 20_000],
    ['Your quota will reset after 2 hours', 7_200_000],
    ['Rate limit resets at 2023-11-14T22:14:20+00:00', 60_000],
    ['(retry-after: 9)', 9000],
    ['Resets at: 2023-11-14T22:14:20Z', 60_000],
    ['Retry-After: Tue, 14 Nov 2023 22:13:30 GMT', 10_000],
    ['retry after 90 days', 7 * 24 * 3_600_000],
  ])('is read from "%s"', (text, expected) => {
    const evidence = { isError: true, content: [{ type: 'text', text: `Rate limit exceeded. ${text}` }] };
    const diagnosis = diagnose(
      { shape: 'tool_result', payload: evidence },
      { server: 'acme', tool: 't', nowMs: NOW_MS },
    );
    expect(diagnosis.retryAfterMs).toBe(expected);
  });

  it.each([
    [{ 'Retry-After': '120' }, 120_000],
    [{ 'retry-after': 'Tue, 14 Nov 2023 22:13:30 GMT' }, 10_000],
    [{ 'retry-after-ms': '1500' }, 1500],
    [{ 'x-ratelimit-reset': '1700000060' }, 60_000],
    [{ 'x-ratelimit-reset': '1700000060000' }, 60_000],
    [{ 'x-ratelimit-reset': '30' }, 30_000],
    [{ 'x-ratelimit-reset-tokens': '6m0s' }, 360_000],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
  ])('is read from the headers %o', (headers, expected) => {
    const payload = { status: 429, headers };
    expect(diagnose({ shape: 'http_response', payload }, { server: 'acme', nowMs: NOW_MS }).retryAfterMs).toBe(
      expected,
    );
  });

  it.each([
    ['{"error":"rate_limited","retry_after":1.5}', 1500],
    ['{"error":"rate_limited","retryAfterMs":20}', 20],
    ['{"message":"You are being rate limited.","retry_after":64.57,"global":false}', 64_570],
    ['{"ok":false,"error_code":429,"parameters":{"retry_after":35}}', 35_000],
    ['{"error":{"message":"slow","retry_after_seconds":"12"}}', 12_000],
    ['{"error":{"code":429,"details":[{"retryDelay":"34s"}]}}', 34_000],
  ])('is read from the fields of %s', (text, expected) => {
    expect(diagnoseText(text).retryAfterMs).toBe(expected);
  });

  it.each(['timed out after 30 seconds', 'created 5 minutes ago', 'Rate limit exceeded'])(
    'is not made up from "%s"',
    (text) => {
      expect(diagnoseText(text).retryAfterMs).toBe(undefined);
    },
  );
});
