import type { ErrorRecord } from '@seawall/core';
import { createMemoryObservationStore } from '@seawall/telemetry';
import { describe, expect, it } from 'vitest';
import { EXPORT_BATCH, EXPORTS_AT_ONCE } from '../../src/admin/exports.ts';
import { openAdminWorld } from '../support/admin-world.ts';

const HOSTILE = ['=HYPERLINK("http://x")', '+1+1', '-2', '@SUM(A1)', '\tx', '\rx', 'a "b", c\nd'];

function errorRecord(index: number, message: string): ErrorRecord {
  return {
    id: `error-${String(index).padStart(5, '0')}`,
    atMs: 1_700_000_000_000 + index,
    server: index % 2 === 0 ? 'even' : 'odd',
    group: 'g',
    outcome: 'failed',
    error: {
      errorType: 'MCPServerError',
      kind: 'server_error',
      code: 'SERVER_ERROR',
      message,
      context: {},
      timestamp: '2023-11-14T22:13:20.000Z',
      retryable: false,
    },
  };
}

function storeOf(messages: readonly string[]) {
  const store = createMemoryObservationStore();
  store.append(messages.map((message, index) => ({ kind: 'error', record: errorRecord(index, message) }) as const));
  return store;
}

describe('a list as a file', () => {
  it('is whole, whatever the size of a page is, and follows the filter', async () => {
    const messages = Array.from({ length: EXPORT_BATCH * 3 + 1 }, (_, index) => `number ${index}`);
    await using world = await openAdminWorld({ store: storeOf(messages) });
    const response = await world.ask('/api/errors?format=ndjson&servers=even&limit=5');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="seawall-errors.ndjson"');
    const items: ErrorRecord[] = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(items).toHaveLength(Math.ceil(messages.length / 2));
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(new Set(items.map(({ server }) => server))).toEqual(new Set(['even']));
    const json: unknown = await (await world.ask('/api/errors?format=json')).json();
    expect(json).toHaveLength(messages.length);
  });

  it('holds no cell that a spreadsheet would run', async () => {
    await using world = await openAdminWorld({ store: storeOf(HOSTILE) });
    const text = await (await world.ask('/api/errors?format=csv&order=oldest-first')).text();
    const [header, ...lines] = text.split('\r\n');
    expect(header?.split(',')).toContain('error.message');
    expect(lines).toContainEqual(expect.stringContaining(`"'=HYPERLINK(""http://x"")"`));
    for (const cell of ["'+1+1", "'-2", "'@SUM(A1)"]) expect(text).toContain(`,${cell},`);
    expect(text).not.toMatch(/,"?[=+@\t-]/);
  });

  it('is to be had of lists without pages too', async () => {
    await using world = await openAdminWorld();
    const servers = await (await world.ask('/api/servers?format=csv')).text();
    expect(servers.split('\r\n')[0]).toContain('name,transport,health.state');
    expect(servers.split('\r\n')).toHaveLength(3);
    const tools: unknown = await (await world.ask('/api/tools?format=json&server=up')).json();
    expect(tools).toMatchObject([{ server: 'up', name: 'echo' }]);
  });

  it('is refused as a problem where the list itself is', async () => {
    await using world = await openAdminWorld();
    for (const path of ['/api/errors?format=xml', '/api/errors?format=csv&from=x', '/api/gateway?format=csv']) {
      const response = await world.ask(path);
      expect([path, response.status]).toEqual([path, 400]);
      expect(await response.json()).toMatchObject({ code: 'INVALID_REQUEST' });
    }
    const head = await world.ask('/api/errors?format=csv', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  });

  it('reads on only as fast as somebody takes it, and ends when they go away', async () => {
    const messages = Array.from({ length: 9000 }, (_, index) => `${index} ${'x'.repeat(2000)}`);
    const store = storeOf(messages);
    let reads = 0;
    const readErrors = store.errors.bind(store);
    store.errors = (query) => {
      reads += 1;
      return readErrors(query);
    };
    const logged: string[] = [];
    const logger = { log: (_level: string, message: string) => void logged.push(message) };
    await using world = await openAdminWorld({ store, logger });
    const abort = new AbortController();
    const response = await world.ask('/api/errors?format=ndjson', { signal: abort.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    const all = messages.length / EXPORT_BATCH;
    // The connection buffers some megabytes of the eighteen; what is beyond is not read.
    expect(reads).toBeLessThan(all);
    abort.abort();
    await expect.poll(() => logged).toContain('An export ended before it was whole.');
    expect(reads).toBeLessThan(all);
  });

  it('is sent to so many readers at a time, and to the next one when they have it', async () => {
    const store = storeOf(HOSTILE);
    const readErrors = store.errors.bind(store);
    const waiting: (() => void)[] = [];
    store.errors = (query) => new Promise((resolve) => waiting.push(() => resolve(readErrors(query))));
    await using world = await openAdminWorld({ store });
    const ask = (): Promise<Response> => world.ask('/api/errors?format=ndjson');
    const first = Array.from({ length: EXPORTS_AT_ONCE }, ask);
    await expect.poll(() => waiting.length).toBe(EXPORTS_AT_ONCE);
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
    expect(await refused.json()).toMatchObject({ code: 'UNAVAILABLE' });
    store.errors = readErrors;
    for (const goOn of waiting) goOn();
    for (const response of await Promise.all(first)) expect(await response.text()).toContain('HYPERLINK');
    await expect.poll(async () => (await ask()).status).toBe(200);
  });

  it('leaves its place to the next one when it is whole', async () => {
    await using world = await openAdminWorld({ store: storeOf(HOSTILE) });
    for (let count = 0; count <= EXPORTS_AT_ONCE; count += 1) {
      const response = await world.ask('/api/errors?format=csv');
      expect(response.status).toBe(200);
      await response.text();
    }
  });
});
