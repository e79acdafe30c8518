import { MAX_CONTEXT_LENGTH, MAX_FAILURE_TEXT_LENGTH } from '@seawall/client';
import { MCPError, MCPRejectedError, registerSecrets } from '@seawall/core';
import { afterEach, describe, expect, it } from 'vitest';
import { JsonRpcErrorAnswer, PASSED_ON_CODES, passedOnError, toJsonRpcError } from '../../src/reply/json-rpc-error.ts';
import { toToolFailure } from '../../src/reply/tool-failure.ts';
import { passResult } from '../../src/reply/upstream-result.ts';

const SECRET = 'hunter2-hunter2-hunter2';
const cleanups: Disposable[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup[Symbol.dispose]();
});

function upstreamError(code: number, data?: unknown): MCPError {
  return new MCPError({ message: 'It failed.', context: { jsonRpcError: { code, message: `said ${SECRET}`, data } } });
}

describe('toToolFailure', () => {
  it('tells the model what happened and what to do, and programs everything', () => {
    const error = new MCPError({
      code: 'SERVER_UNAVAILABLE',
      message: 'Server "jira" is down.',
      hint: 'Call seawall_status.',
    });
    expect(toToolFailure(error, 'legacy')).toEqual({
      isError: true,
      content: [{ type: 'text', text: 'Server "jira" is down. Call seawall_status.' }],
      _meta: { 'dev.seawall/error': error.toJSON() },
    });
  });

  it('quotes what the server said, bounded and without secrets, before our advice', () => {
    cleanups.push(registerSecrets([SECRET]));
    const said = `connect ECONNREFUSED with ${SECRET} ${'x'.repeat(1000)}`;
    const error = new MCPError({
      message: 'It failed.',
      hint: 'Go by what the server said.',
      context: { jsonRpcError: { code: -32603, message: said } },
    });
    const text = toToolFailure(error, 'legacy').content[0]?.text ?? '';
    expect(text).toMatch(
      /^It failed\. The server said: "connect ECONNREFUSED with \[REDACTED:configured\] x+…"\. Go by/,
    );
    expect(text.length).toBeLessThan(600);
  });

  it('says when it is worth trying again', () => {
    const error = new MCPRejectedError({ message: 'Too many calls.', retryAfterMs: 1500 });
    expect(toToolFailure(error, 'legacy').content[0]?.text).toBe('Too many calls. It is worth trying again in 2 s.');
  });

  it('says whether the same call may succeed when there is no advice', () => {
    expect(toToolFailure(new MCPError({ message: 'A.', retryable: true }), 'legacy').content[0]?.text).toBe(
      'A. The same call may succeed later.',
    );
  });

  it('says that a call may have run when it was sent and not answered, and does not invite to repeat it', () => {
    const error = new MCPError({ message: 'A.', retryable: true }).addContext({ delivery: 'unknown' });
    expect(toToolFailure(error, 'legacy').content[0]?.text).toBe(
      'A. The call may have run: check that before you repeat it.',
    );
  });

  it('tells nothing about an error that nobody foresaw', () => {
    const failure = JSON.stringify(toToolFailure(new Error(`password ${SECRET} at /home/me/x.ts:1`), 'legacy'));
    expect(failure).not.toContain(SECRET);
    expect(failure).not.toContain('/home/me');
  });

  it('is bounded in text and in context', () => {
    const error = new MCPError({ message: 'x'.repeat(10_000), context: { huge: 'y'.repeat(MAX_CONTEXT_LENGTH + 1) } });
    const failure = toToolFailure(error, 'legacy');
    expect(failure.content[0]?.text).toHaveLength(MAX_FAILURE_TEXT_LENGTH);
    expect(JSON.stringify(failure)).not.toContain('yyyy');
  });
});

describe('toJsonRpcError', () => {
  it.each([...PASSED_ON_CODES])('passes %i on with message and data, without secrets', (code) => {
    cleanups.push(registerSecrets([SECRET]));
    const answer = toJsonRpcError(upstreamError(code, { uri: 'a:b', note: SECRET }));
    expect(answer).toBeInstanceOf(JsonRpcErrorAnswer);
    expect(answer.code).toBe(code);
    expect(answer.message).toBe('said [REDACTED:configured]');
    expect(answer.data).toEqual({ uri: 'a:b', note: '[REDACTED:configured]' });
  });

  it('answers any other failure with -32603 and the whole error', () => {
    const error = upstreamError(-32_000);
    expect(passedOnError(error)).toBeUndefined();
    expect(toJsonRpcError(error)).toMatchObject({
      code: -32_603,
      message: 'It failed.',
      data: { 'dev.seawall/error': { code: 'UNEXPECTED_ERROR' } },
    });
  });
});

describe('passResult', () => {
  const source = { server: 'a', method: 'tools/call', hostEra: 'modern' } as const;

  it('hands out the very same object, also when it holds what looks like a secret and is none of ours', () => {
    const text = `password=${['open', 'sesame', 'open'].join('-')}`;
    const result = { content: [{ type: 'text', text }], isError: false };
    cleanups.push(registerSecrets([SECRET]));
    expect(passResult(result, source)).toBe(result);
  });

  it('hides configured secrets in results that succeeded, in a copy', () => {
    const result = { content: [{ type: 'text', text: `you sent ${SECRET}` }], structuredContent: { key: SECRET } };
    cleanups.push(registerSecrets([SECRET]));
    expect(passResult(result, source)).toEqual({
      content: [{ type: 'text', text: 'you sent [REDACTED:configured]' }],
      structuredContent: { key: '[REDACTED:configured]' },
    });
    expect(result.structuredContent.key).toBe(SECRET);
  });

  it('hides configured secrets in failed results, and copies only then', () => {
    cleanups.push(registerSecrets([SECRET]));
    const clean = { isError: true, content: [{ type: 'text', text: 'no' }] };
    expect(passResult(clean, source)).toBe(clean);
    const dirty = { isError: true, content: [{ type: 'text', text: `db password=${SECRET} refused` }] };
    expect(passResult(dirty, source)).toEqual({
      isError: true,
      content: [{ type: 'text', text: 'db password=[REDACTED:configured] refused' }],
    });
    expect(dirty.content[0]?.text).toContain(SECRET);
  });

  it('takes out what only the newer era knows, for older hosts', () => {
    const serverInfo = { 'io.modelcontextprotocol/serverInfo': { name: 'x', version: '1' } };
    const forOlder = { ...source, hostEra: 'legacy' } as const;
    expect(passResult({ content: [], _meta: serverInfo }, forOlder)).toEqual({ content: [] });
    expect(passResult({ content: [], _meta: { ...serverInfo, own: 1 } }, forOlder)).toEqual({
      content: [],
      _meta: { own: 1 },
    });
    const plain = { content: [], _meta: { own: 1 } };
    expect(passResult(plain, forOlder)).toBe(plain);
    const newer = { content: [], _meta: serverInfo };
    expect(passResult(newer, source)).toBe(newer);
  });

  it.each([undefined, null, 'text', [1]])('refuses %j', (result) => {
    expect(() => passResult(result, source)).toThrow(expect.objectContaining({ code: 'INVALID_RESULT' }));
  });
});
