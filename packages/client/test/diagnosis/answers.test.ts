import { ERROR_META_KEY, MCPError, WARNINGS_META_KEY } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { ConnectionFailure } from '../../src/connection/connection.ts';
import { answerOf } from '../../src/diagnosis/answer-of.ts';
import { answering } from '../support/fake-connector.ts';
import { type FakeSeawall, openFake } from '../support/fake-seawall.ts';
import { rejectionOf } from '../support/supervised.ts';

const said = (text: string, isError: boolean): Readonly<Record<string, unknown>> => ({
  content: [{ type: 'text', text }],
  isError,
});

/** A server called `name` whose tools all answer `answer`. */
function opened(name: string, answer: unknown): Promise<FakeSeawall> {
  return openFake({ [name]: { answer: answering({ 'tools/call': answer }) } });
}

async function failureOf(client: FakeSeawall, server: string, tool: string): Promise<MCPError> {
  const error = await rejectionOf(client.seawall.callTool({ server, name: tool }));
  if (!MCPError.isInstance(error)) throw new Error('The call was not refused by an error of ours.');
  return error;
}

describe('the answer of a server', () => {
  it('is one typed error through all channels that say the same (A57)', async () => {
    const text = 'Request failed with status code 429';
    const rpcError = new ConnectionFailure({
      error: new MCPError({
        code: 'SERVER_ERROR',
        message: 'It failed.',
        context: { evidence: { shape: 'jsonrpc_error', payload: { code: -32603, message: text } } },
      }),
      delivery: 'answered',
      effect: 'none',
    });
    const answers = [
      said(text, true),
      said(JSON.stringify({ error: { code: 429, message: 'Too many requests' } }), false),
      () => Promise.reject(rpcError),
    ];
    for (const answer of answers) {
      await using client = await opened('billing', answer);
      expect(await failureOf(client, 'billing', 'create_invoice')).toMatchObject({
        name: 'MCPRateLimitError',
        kind: 'rate_limit',
        retryable: true,
      });
    }
  });

  it('stays reachable behind the error that it was found to be, and is not in it', async () => {
    const answer = { ...said('Error: Invalid API key', true), structuredContent: { big: 'x'.repeat(100_000) } };
    await using client = await opened('billing', answer);
    const error = await failureOf(client, 'billing', 'create_invoice');
    expect(answerOf(error)).toEqual(answer);
    expect(JSON.stringify(error.toJSON()).length).toBeLessThan(20_000);
    expect(answerOf(new Error('another'))).toBeUndefined();
    expect(answerOf(undefined)).toBeUndefined();
  });

  it('is told to those who watch as the failure that it is', async () => {
    await using client = await opened('billing', said('{"ok":false,"error":"invalid_auth"}', false));
    const error = await failureOf(client, 'billing', 'send_invoice');
    const finished = client.events.filter(({ kind }) => kind === 'attemptFinished' || kind === 'callFinished');
    expect(finished).toMatchObject([
      { outcome: { kind: 'failure', error, delivery: 'answered' } },
      { outcome: { kind: 'failure', error } },
    ]);
    expect(error.kind).toBe('authentication');
  });

  it('is the very same object when it is a result, whatever it talks about', async () => {
    const answer = said('Postmortem: the API answered 500, then "connection refused", and the token expired.', false);
    await using client = await opened('notes', answer);
    expect(await client.seawall.callTool({ server: 'notes', name: 'read_note' })).toBe(answer);
  });

  it('says that nothing was found where the vendor says it in its own way (A66)', async () => {
    await using client = await opened('tavily', said('Detailed Results:', false));
    const result = await client.seawall.callTool({ server: 'tavily', name: 'tavily_search' });
    const warning = 'No search results found. Try refining your query.';
    expect(result).toEqual({
      isError: false,
      content: [
        { type: 'text', text: 'Detailed Results:' },
        { type: 'text', text: warning },
      ],
      _meta: { [WARNINGS_META_KEY]: [warning] },
    });
  });

  it('that is a protocol error keeps its JSON-RPC error for hosts', async () => {
    const jsonRpcError = { code: -32_602, message: 'Invalid arguments for tool x: query is required' };
    const failure = new ConnectionFailure({
      error: new MCPError({
        code: 'INVALID_ARGUMENTS',
        message: 'It refused its arguments.',
        context: { jsonRpcError, evidence: { shape: 'jsonrpc_error', payload: jsonRpcError } },
      }),
      delivery: 'answered',
      effect: 'none',
    });
    await using client = await opened('billing', () => Promise.reject(failure));
    const error = await failureOf(client, 'billing', 'create_invoice');
    expect(error).toMatchObject({ kind: 'validation', context: { jsonRpcError } });
    expect(error.toJSON()).not.toHaveProperty(ERROR_META_KEY);
  });
});

describe('the time that a tool gets', () => {
  const toolCall = { server: 'tavily', name: 'tavily_research' };

  it('is that of the vendor, where nobody set any', async () => {
    await using client = await opened('tavily', said('done', false));
    await client.seawall.callTool(toolCall);
    const [sent] = client.connector('tavily').last.sent.slice(-1);
    expect(sent?.timeoutMs).toBeGreaterThanOrEqual(900_000);
    expect(sent?.maxTotalTimeoutMs).toBeGreaterThanOrEqual(900_000);
  });

  it('is the usual one for tools that are not known', async () => {
    await using client = await opened('tavily', said('done', false));
    await client.seawall.callTool({ server: 'tavily', name: 'another' });
    const [sent] = client.connector('tavily').last.sent.slice(-1);
    expect(sent).toMatchObject({ timeoutMs: 30_000, maxTotalTimeoutMs: 300_000 });
  });

  it('is what somebody set for the server', async () => {
    const answer = answering({ 'tools/call': said('done', false) });
    await using client = await openFake({ tavily: { answer, entry: { seawall: { timeoutMs: 5000 } } } });
    await client.seawall.callTool(toolCall);
    const [sent] = client.connector('tavily').last.sent.slice(-1);
    expect(sent?.timeoutMs).toBe(5000);
  });
});
