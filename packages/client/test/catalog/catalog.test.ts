import type { LogLevel } from '@seawall/core';
import { createFakeClock, type FakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { type Catalog, createCatalog } from '../../src/catalog/catalog.ts';
import { COALESCE_MS, LAST_REPEAT_MS } from '../../src/catalog/catalog-fetcher.ts';
import { type CatalogStore, forgetfulCatalogStore, type StoredCatalog } from '../../src/catalog/catalog-store.ts';
import { MAX_LIST_ITEMS, MAX_LIST_PAGES } from '../../src/catalog/fetch-list.ts';
import type { Connection, ConnectionFailure } from '../../src/connection/connection.ts';
import {
  type Answer,
  answering,
  createFakeConnector,
  type FakeConnection,
  failure,
  silence,
  tool,
} from '../support/fake-connector.ts';

const ALL = { tools: {}, prompts: {}, resources: {} };

interface Fixture {
  readonly clock: FakeClock;
  readonly catalog: Catalog;
  readonly changes: (readonly string[])[];
  readonly failures: ConnectionFailure[];
  readonly logged: { readonly level: LogLevel; readonly message: string }[];
  open(answer: Answer, capabilities?: Readonly<Record<string, unknown>>): Promise<FakeConnection>;
}

function fixture(store: CatalogStore = forgetfulCatalogStore): Fixture {
  const clock = createFakeClock();
  const changes: Fixture['changes'] = [];
  const failures: ConnectionFailure[] = [];
  const logged: Fixture['logged'] = [];
  const catalog = createCatalog({
    serverName: 'jira',
    fingerprint: 'abc',
    clock,
    logger: { log: (level, message) => logged.push({ level, message }) },
    store,
    listTimeoutMs: () => 10_000,
    onChanged: (changed) => changes.push(changed),
    onFailure: (_connection: Connection, reason) => failures.push(reason),
  });
  const open: Fixture['open'] = async (answer, capabilities = { tools: {} }) => {
    const connector = createFakeConnector({ clock, answer, capabilities });
    await connector.connect(
      { onNotification: () => undefined, onRequest: () => Promise.resolve({}) },
      { signal: new AbortController().signal, capabilities: {} },
    );
    return connector.last;
  };
  return { clock, catalog, changes, failures, logged, open };
}

const names = ({ catalog }: Fixture): readonly string[] => catalog.current.tools.map(({ name }) => name);
const listed = (connection: FakeConnection): number =>
  connection.requests.filter(({ method }) => method === 'tools/list').length;

describe('fetching the lists of a server', () => {
  it('asks for every list that the server advertises, and tells of it', async () => {
    const server = fixture();
    const connection = await server.open(
      answering({
        'tools/list': { tools: [tool('a')] },
        'prompts/list': { prompts: [{ name: 'p' }] },
        'resources/list': { resources: [{ uri: 'x:1', name: 'r' }] },
        'resources/templates/list': { resourceTemplates: [{ uriTemplate: 'x:{id}', name: 't' }] },
      }),
      ALL,
    );
    await server.catalog.refresh(connection);
    expect(server.catalog.current).toMatchObject({
      state: 'live',
      fetchedAtMs: server.clock.now(),
      tools: [{ name: 'a' }],
      prompts: [{ name: 'p' }],
      resources: [{ uri: 'x:1' }],
      resourceTemplates: [{ uriTemplate: 'x:{id}' }],
      leftOut: [],
    });
    expect(server.changes).toEqual([['tools', 'prompts', 'resources']]);
    expect(server.clock.pendingTimers).toBe(0);
  });

  it('does not ask for what the server does not advertise', async () => {
    const server = fixture();
    const connection = await server.open(answering({}), {});
    await server.catalog.refresh(connection);
    expect(connection.requests).toEqual([]);
    expect(server.catalog.current.state).toBe('live');
  });

  it('follows the pages', async () => {
    const server = fixture();
    const pages: Answer = ({ params }) => {
      const page = Number(params?.cursor ?? 0);
      return { tools: [tool(`t${page}`)], ...(page < 4 ? { nextCursor: String(page + 1) } : {}) };
    };
    await server.catalog.refresh(await server.open(answering({ 'tools/list': pages })));
    expect(names(server)).toEqual(['t0', 't1', 't2', 't3', 't4']);
  });

  it.each([
    ['the same cursor for ever', () => 'again', 2],
    ['two cursors in turn', (page: number) => `c${page % 2}`, 3],
  ])('cuts a list with %s, and says so', async (_what, cursorOf, requests) => {
    const server = fixture();
    let page = 0;
    const connection = await server.open(
      answering({ 'tools/list': () => ({ tools: [tool(`t${page}`)], nextCursor: cursorOf(page++) }) }),
    );
    await server.catalog.refresh(connection);
    expect(listed(connection)).toBe(requests);
    expect(names(server)).toHaveLength(requests);
    expect(server.catalog.current.leftOut).toMatchObject([
      { path: 'tools', message: expect.stringContaining('cursor came twice') },
    ]);
  });

  it('cuts a list of pages without end', async () => {
    const server = fixture();
    let page = 0;
    const connection = await server.open(
      answering({ 'tools/list': () => ({ tools: [tool(`t${page}`)], nextCursor: `c${page++}` }) }),
    );
    await server.catalog.refresh(connection);
    expect(listed(connection)).toBe(MAX_LIST_PAGES);
    expect(names(server)).toHaveLength(MAX_LIST_PAGES);
    expect(server.catalog.current.leftOut).toMatchObject([{ path: 'tools', message: 'Cut after 100 pages.' }]);
  });

  it.each([
    ['on one page', 1],
    ['over several pages', 3],
  ])('cuts a list of too many entries %s', async (_how, pages) => {
    const server = fixture();
    let page = 0;
    const size = Math.ceil((MAX_LIST_ITEMS + 10) / pages);
    const answer: Answer = () => {
      const from = page * size;
      page += 1;
      const tools = Array.from({ length: size }, (_, index) => tool(`t${from + index}`));
      return { tools, ...(page < pages ? { nextCursor: `c${page}` } : {}) };
    };
    await server.catalog.refresh(await server.open(answering({ 'tools/list': answer })));
    expect(names(server)).toHaveLength(MAX_LIST_ITEMS);
    expect(server.catalog.current.leftOut).toMatchObject([{ path: 'tools', message: 'Cut after 20000 entries.' }]);
  });

  it('gives all pages together no more than the time of one list', async () => {
    const server = fixture();
    let page = 0;
    const slow: Answer = async () => {
      page += 1;
      await new Promise<void>((resolve) => void server.clock.setTimer(resolve, 4000));
      return { tools: [tool(`t${page}`)], nextCursor: `c${page}` };
    };
    const refreshed = server.catalog.refresh(await server.open(answering({ 'tools/list': slow })));
    await server.clock.advance(10_000);
    await refreshed;
    expect(page).toBe(3);
    expect(server.failures).toMatchObject([{ error: { kind: 'timeout' } }]);
    await server.catalog.close();
  });

  it('leaves out what a host could not use and lists the rest', async () => {
    const server = fixture();
    const tools = [
      tool('good'),
      { name: 'bad', inputSchema: {} },
      null,
      { inputSchema: { type: 'object' } },
      tool('good'),
    ];
    await server.catalog.refresh(await server.open(answering({ 'tools/list': { tools } })));
    expect(names(server)).toEqual(['good']);
    expect(server.catalog.current.leftOut).toEqual([
      {
        path: 'tools["bad"]',
        message: '"inputSchema" is not a JSON Schema with "type": "object".',
        severity: 'warning',
      },
      { path: 'tools[2]', message: 'It is not an object.', severity: 'warning' },
      { path: 'tools[3]', message: '"name" is missing; it has to be a text that is not empty.', severity: 'warning' },
      { path: 'tools["good"]', message: 'It is listed twice; the first one counts.', severity: 'warning' },
    ]);
  });

  it('passes unknown fields on as they came', async () => {
    const server = fixture();
    const definition = { ...tool('a'), _meta: { x: 1 }, future: [1, 2] };
    await server.catalog.refresh(await server.open(answering({ 'tools/list': { tools: [definition] } })));
    expect(server.catalog.current.tools).toEqual([definition]);
  });

  it('takes a list that the server advertises and does not know for an empty one', async () => {
    const server = fixture();
    const unknown = (): never => {
      throw failure('METHOD_NOT_FOUND', 'none');
    };
    await server.catalog.refresh(await server.open(answering({ 'prompts/list': unknown }), ALL));
    expect(server.catalog.current).toMatchObject({ state: 'live', prompts: [], leftOut: [] });
    expect(server.logged).toEqual([]);
  });

  it('keeps the others, and the last that is known, when one list fails', async () => {
    const server = fixture();
    let isBroken = false;
    const tools: Answer = () => {
      if (isBroken) throw failure('SERVER_ERROR', 'none');
      return { tools: [tool('a')] };
    };
    let prompt = 'old';
    const connection = await server.open(
      answering({ 'tools/list': tools, 'prompts/list': () => ({ prompts: [{ name: prompt }] }) }),
      ALL,
    );
    await server.catalog.refresh(connection);
    isBroken = true;
    prompt = 'new';
    await server.catalog.refresh(connection);
    expect(server.catalog.current).toMatchObject({
      state: 'live',
      tools: [{ name: 'a' }],
      prompts: [{ name: 'new' }],
      leftOut: [{ path: 'tools', message: 'It failed with SERVER_ERROR.' }],
    });
    expect(server.changes.at(-1)).toEqual(['prompts']);
    await server.catalog.close();
  });

  it.each([
    ['no list', { nothing: true }],
    ['no object', 'text'],
    ['a list of the wrong kind', { tools: 'all' }],
  ])('reports an answer that is %s', async (_what, answer) => {
    const server = fixture();
    await server.catalog.refresh(await server.open(answering({ 'tools/list': answer })));
    expect(server.failures).toMatchObject([{ error: { code: 'INVALID_RESULT' }, effect: 'none' }]);
    expect(server.catalog.wasFetched).toBe(true);
    await server.catalog.close();
  });

  it('survives a connection that throws what it must not', async () => {
    const server = fixture();
    let isBroken = true;
    const answer: Answer = () => {
      if (isBroken) throw new TypeError('boom');
      return { tools: [tool('a')] };
    };
    const connection = await server.open(answering({ 'tools/list': answer }));
    await server.catalog.refresh(connection);
    isBroken = false;
    await server.catalog.refresh(connection);
    expect(names(server)).toEqual(['a']);
  });
});

describe('a list that failed though the connection lives', () => {
  it('is fetched again by itself, told once, and less and less often', async () => {
    const server = fixture();
    let isBroken = true;
    const answer: Answer = () => {
      if (isBroken) throw failure('SERVER_ERROR', 'none');
      return { tools: [tool('a')] };
    };
    const connection = await server.open(answering({ 'tools/list': answer }));
    await server.catalog.refresh(connection);
    expect(server.catalog.current.state).toBe('none');
    await server.clock.advance(600_000);
    expect(listed(connection)).toBeGreaterThan(10);
    expect(listed(connection)).toBeLessThan(20);
    expect(server.logged.filter(({ level }) => level === 'warn')).toHaveLength(1);
    isBroken = false;
    await server.clock.advance(LAST_REPEAT_MS);
    expect(names(server)).toEqual(['a']);
    expect(server.catalog.current.state).toBe('live');
    expect(server.clock.pendingTimers).toBe(0);
  });
});

describe('announced changes', () => {
  it('are fetched in a few requests, however many there are', async () => {
    const server = fixture();
    const connection = await server.open(answering({ 'tools/list': { tools: [] } }));
    await server.catalog.refresh(connection);
    for (let announcement = 0; announcement < 1000; announcement += 1) {
      server.catalog.onNotification('notifications/tools/list_changed');
      if (announcement % 100 === 0) await server.clock.advance(1);
    }
    await server.clock.advance(COALESCE_MS);
    expect(listed(connection)).toBe(2);
    expect(server.clock.pendingTimers).toBe(0);
  });

  it('wait for a slow fetch in one place, not in a queue', async () => {
    const server = fixture();
    const slow: Answer = async () => {
      await new Promise<void>((resolve) => void server.clock.setTimer(resolve, 5000));
      return { tools: [] };
    };
    const connection = await server.open(answering({ 'tools/list': slow }));
    void server.catalog.refresh(connection);
    for (let announcement = 0; announcement < 100; announcement += 1) {
      server.catalog.onNotification('notifications/tools/list_changed');
      await server.clock.advance(COALESCE_MS);
    }
    await server.clock.advance(60_000);
    expect(listed(connection)).toBeLessThanOrEqual(3);
  });

  it('fetch only what has changed, and tell only of what differs', async () => {
    const server = fixture();
    let tools = [tool('a')];
    const connection = await server.open(answering({ 'tools/list': () => ({ tools }) }), ALL);
    await server.catalog.refresh(connection);
    server.catalog.onNotification('notifications/tools/list_changed');
    await server.clock.advance(COALESCE_MS);
    expect(server.changes).toHaveLength(1);
    tools = [tool('b')];
    server.catalog.onNotification('notifications/tools/list_changed');
    server.catalog.onNotification('notifications/message');
    await server.clock.advance(COALESCE_MS);
    expect(server.changes).toEqual([['tools', 'prompts', 'resources'], ['tools']]);
    expect(connection.requests.filter(({ method }) => method === 'prompts/list')).toHaveLength(1);
  });

  it('of a connection that is gone change nothing', async () => {
    const server = fixture();
    const connection = await server.open(answering({}));
    await server.catalog.refresh(connection);
    server.catalog.onNotification('notifications/tools/list_changed');
    server.catalog.markDisconnected();
    server.catalog.onNotification('notifications/tools/list_changed');
    await server.clock.advance(COALESCE_MS);
    expect(listed(connection)).toBe(1);
    expect(server.clock.pendingTimers).toBe(0);
  });
});

describe('the order of answers', () => {
  it('lets no slow answer of an earlier connection overwrite a newer one', async () => {
    const server = fixture();
    let answerOld: (result: unknown) => void = () => undefined;
    const old = await server.open(answering({ 'tools/list': () => new Promise((resolve) => (answerOld = resolve)) }));
    const first = server.catalog.refresh(old);
    await server.clock.settle();
    server.catalog.markDisconnected();
    const fresh = await server.open(answering({ 'tools/list': { tools: [tool('new')] } }));
    await server.catalog.refresh(fresh);
    answerOld({ tools: [tool('old')] });
    await first;
    expect(names(server)).toEqual(['new']);
    expect(server.changes).toHaveLength(1);
  });

  it('does not call a catalog live whose connection went while it was fetched', async () => {
    const server = fixture();
    const connection = await server.open(answering({ 'tools/list': silence }));
    const refreshed = server.catalog.refresh(connection);
    await server.clock.settle();
    server.catalog.markDisconnected();
    connection.drop();
    await refreshed;
    expect(server.catalog.current.state).toBe('none');
    expect(server.catalog.wasFetched).toBe(false);
    expect(server.failures).toEqual([]);
  });

  it('marks what is listed as the last that is known while the server is away', async () => {
    const server = fixture();
    const answer = answering({ 'tools/list': { tools: [tool('a')] } });
    await server.catalog.refresh(await server.open(answer));
    server.catalog.markDisconnected();
    server.catalog.markDisconnected();
    expect(server.catalog.current).toMatchObject({ state: 'last-known-good', tools: [{ name: 'a' }] });
    expect(server.changes.slice(1)).toEqual([[]]);
    await server.catalog.refresh(await server.open(answer));
    expect(server.catalog.current.state).toBe('live');
  });
});

describe('what an earlier run kept', () => {
  const kept: StoredCatalog = {
    fetchedAtMs: 1000,
    tools: [tool('kept')],
    prompts: [],
    resources: [],
    resourceTemplates: [],
  };
  const storing = (
    stored: StoredCatalog | undefined | Promise<StoredCatalog>,
    saved: StoredCatalog[] = [],
  ): CatalogStore => ({
    load: () => Promise.resolve(stored),
    save: async (_server, _fingerprint, catalog) => void saved.push(catalog),
  });

  it('is listed, marked, until the server is there', async () => {
    const server = fixture(storing(kept));
    await server.catalog.restore();
    expect(server.catalog.current).toMatchObject({
      state: 'last-known-good',
      fetchedAtMs: 1000,
      tools: [{ name: 'kept' }],
    });
    expect(server.catalog.wasFetched).toBe(false);
    expect(server.changes).toHaveLength(1);
  });

  it('does not replace what is newer', async () => {
    let give: (stored: StoredCatalog) => void = () => undefined;
    const server = fixture(storing(new Promise((resolve) => (give = resolve))));
    const restored = server.catalog.restore();
    await server.catalog.refresh(await server.open(answering({ 'tools/list': { tools: [tool('live')] } })));
    give(kept);
    await restored;
    expect(names(server)).toEqual(['live']);
  });

  it('is not replaced by lists that failed', async () => {
    const saved: StoredCatalog[] = [];
    const server = fixture(storing(kept, saved));
    const connection = await server.open(
      answering({
        'tools/list': () => {
          throw failure('CALL_TIMEOUT', 'none');
        },
      }),
    );
    // The disk is slower than the failure.
    await server.catalog.refresh(connection);
    await server.catalog.restore();
    await server.catalog.close();
    expect(names(server)).toEqual(['kept']);
    expect(saved.filter(({ tools }) => tools.length === 0)).toEqual([]);
  });

  it('is listed without what a host could not use', async () => {
    const broken = { name: 'broken' };
    const server = fixture(storing({ ...kept, tools: [broken, ...kept.tools], ...{ server: 'other', state: 'live' } }));
    await server.catalog.restore();
    expect(names(server)).toEqual(['kept']);
    expect(server.catalog.current).toMatchObject({ server: 'jira', state: 'last-known-good' });
  });

  it('is kept anew only when something changed', async () => {
    const saved: StoredCatalog[] = [];
    const server = fixture(storing(undefined, saved));
    const connection = await server.open(answering({ 'tools/list': { tools: [tool('a')] } }));
    await server.catalog.refresh(connection);
    await server.catalog.refresh(connection);
    await server.catalog.close();
    expect(saved).toHaveLength(1);
  });
});

describe('closing a catalog', () => {
  it('ends a fetch and every timer, and nothing comes after it', async () => {
    const server = fixture();
    const connection = await server.open(answering({ 'tools/list': silence }));
    const refreshed = server.catalog.refresh(connection);
    server.catalog.onNotification('notifications/tools/list_changed');
    await server.clock.settle();
    await server.catalog.close();
    await refreshed;
    await server.catalog.refresh(connection);
    server.catalog.onNotification('notifications/tools/list_changed');
    expect(server.clock.pendingTimers).toBe(0);
    expect(server.changes).toEqual([]);
    expect(server.logged).toEqual([]);
  });

  it('waits until what has to be kept is kept', async () => {
    let written: () => void = () => undefined;
    const store: CatalogStore = {
      load: () => Promise.resolve(undefined),
      save: () => new Promise((resolve) => (written = resolve)),
    };
    const server = fixture(store);
    await server.catalog.refresh(await server.open(answering({ 'tools/list': { tools: [tool('a')] } })));
    let isClosed = false;
    const closed = server.catalog.close().then(() => (isClosed = true));
    await server.clock.settle();
    expect(isClosed).toBe(false);
    written();
    await closed;
  });
});
