import { describe, expect, it } from 'vitest';
import { AdminApiError, type AdminFetch, createAdminClient } from '../src/index.ts';

interface Sent {
  readonly url: string;
  readonly init: Parameters<AdminFetch>[1];
}

function open(status: number, text: string) {
  const sent: Sent[] = [];
  const client = createAdminClient({
    baseUrl: 'http://127.0.0.1:1',
    headers: { 'x-mine': '1' },
    fetch: async (url, init) => {
      sent.push({ url, init });
      return { status, ok: status < 400, text: async () => text };
    },
  });
  return { client, sent };
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );
}

describe('the client of the admin API', () => {
  it('puts everything where it belongs, whatever the names are', async () => {
    const { client, sent } = open(200, '{"items":[]}');
    await client.request('listErrors', { query: { limit: 5, servers: 'a&b', cursor: undefined } });
    await client.request('pauseServer', { parameters: { server: '../../x?y' }, body: { reason: 'why' } });
    expect(sent.map(({ url, init: { method, body } }) => [method, url, body])).toEqual([
      ['GET', 'http://127.0.0.1:1/api/errors?limit=5&servers=a%26b', undefined],
      ['POST', 'http://127.0.0.1:1/api/servers/..%2F..%2Fx%3Fy/pause', '{"reason":"why"}'],
    ]);
    expect(sent[0]?.init.headers).toMatchObject({ 'x-mine': '1', accept: 'application/json' });
  });

  it('throws what the gateway says is wrong', async () => {
    const problem = { type: 't', title: 'No', status: 404, detail: 'It is not there.', code: 'NOT_FOUND' };
    const error = await errorOf(open(404, JSON.stringify(problem)).client.request('getGateway'));
    expect(error).toBeInstanceOf(AdminApiError);
    expect(error).toMatchObject({ message: 'It is not there.', problem });
  });

  it.each([
    [502, '<html>Bad gateway</html>'],
    [502, ''],
    [502, '{"half":'],
    [200, '<html>Sign in first</html>'],
    [200, '{"half":'],
  ])('says that %d with %j is no answer of a gateway', async (status, text) => {
    const error = await errorOf(open(status, text).client.request('getGateway'));
    expect(error).toBeInstanceOf(AdminApiError);
    expect(error).toMatchObject({ problem: { status, code: 'ANSWER_NOT_UNDERSTOOD' } });
  });

  it.each(['<html>Sign in to this network</html>', '', 'null', '[]', '"ok"', '{"html":true}'])(
    'says that %j is no list, though its status is 200',
    async (text) => {
      const error = await errorOf(open(200, text).client.request('listServers'));
      expect(error).toMatchObject({
        problem: { status: 200, code: 'ANSWER_NOT_UNDERSTOOD', hint: expect.any(String) },
      });
    },
  );
});
