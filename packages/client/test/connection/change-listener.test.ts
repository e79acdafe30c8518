import { Client, type JSONRPCMessage, type Transport } from '@modelcontextprotocol/client';
import { silentLogger } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { type ChangeListener, listenForChanges } from '../../src/connection/change-listener.ts';
import { failureOf, PATIENT } from './open-connection.ts';

const SUBSCRIPTION_ID = 'io.modelcontextprotocol/subscriptionId';
const TOOLS_CHANGED = { method: 'notifications/tools/list_changed' };
type Filter = Readonly<Record<string, unknown>>;
/** What the played server does with a request to listen: honours a part of it, or refuses it. */
type Answer = (filter: Filter, openStreams: number) => Filter | { readonly refuse: number } | 'unreachable';

/** A server of the newer era that the test plays, behind a real client of the SDK. */
async function play(answer: Answer, lists = true) {
  const clock = createFakeClock();
  const listens: Filter[] = [];
  const open = new Map<unknown, Filter>();
  const reply = (message: unknown): void => transport.onmessage?.(message as JSONRPCMessage);
  const transport: Transport = {
    start: async () => undefined,
    close: async () => transport.onclose?.(),
    send: async (message) => {
      if (!('method' in message)) return;
      if (message.method === 'notifications/cancelled') open.delete(message.params?.requestId);
      if (message.method !== 'subscriptions/listen' || !('id' in message)) return;
      const filter = message.params?.notifications as Filter;
      listens.push(filter);
      const honoured = answer(filter, open.size);
      if (honoured === 'unreachable') throw new TypeError('fetch failed');
      if ('refuse' in honoured) {
        reply({ jsonrpc: '2.0', id: message.id, error: { code: honoured.refuse, message: 'no' } });
        return;
      }
      open.set(message.id, honoured);
      const _meta = { [SUBSCRIPTION_ID]: message.id };
      const params = { notifications: honoured, _meta };
      reply({ jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params });
    },
  };
  const client = new Client({ name: 'c', version: '1' });
  const capabilities = { tools: { listChanged: lists }, resources: { subscribe: true } };
  const discover = {
    supportedVersions: ['2026-07-28'],
    capabilities,
    resultType: 'complete' as const,
    ttlMs: 0,
    cacheScope: 'private' as const,
  };
  await client.connect(transport, { prior: { kind: 'modern', discover } });
  const life = new AbortController();
  const heard: unknown[] = [];
  const listener = { onNotification: (message: unknown) => heard.push(message), onRequest: async () => ({}) };
  const changes: ChangeListener = listenForChanges({
    client,
    serverName: 'x',
    listener,
    clock,
    logger: silentLogger,
    signal: life.signal,
  });
  await clock.settle();
  return {
    clock,
    changes,
    heard,
    listens,
    open,
    /** The server ends all streams. */
    lose: (): void => {
      for (const [id] of open) reply({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
      open.clear();
    },
    /** The server ends all streams with their result. */
    finish: (): void => {
      for (const [id] of open)
        reply({ jsonrpc: '2.0', id, result: { resultType: 'complete', _meta: { [SUBSCRIPTION_ID]: id } } });
      open.clear();
    },
    [Symbol.asyncDispose]: async () => {
      life.abort();
      await client.close();
    },
  };
}

const all: Answer = (filter) => filter;
const lists = { toolsListChanged: true };
const withUris = (...uris: string[]): Filter => ({ ...lists, resourceSubscriptions: uris });

describe('the stream for changes', () => {
  it('is opened for the lists at first, and not at all when there is nothing to be told', async () => {
    await using played = await play(all);
    expect(played.listens).toEqual([lists]);
    await using silent = await play(all, false);
    expect(silent.listens).toEqual([]);
    await silent.changes.subscribe('a:1', PATIENT);
    silent.changes.unsubscribe('a:1');
    await silent.clock.settle();
    expect(silent.open.size).toBe(0);
  });

  it('is replaced once for all that subscribe in one go, and for those that come meanwhile', async () => {
    const openBefore: number[] = [];
    await using played = await play((filter, openStreams) => {
      openBefore.push(openStreams);
      return filter;
    });
    await Promise.all(['a:1', 'a:2', 'a:2'].map((uri) => played.changes.subscribe(uri, PATIENT)));
    await played.clock.settle();
    expect(played.listens).toEqual([lists, withUris('a:1', 'a:2')]);
    expect([...played.open.values()]).toEqual([withUris('a:1', 'a:2')]);
    // The one before was still open when the next was asked for.
    expect(openBefore).toEqual([0, 1]);
    expect(played.heard).toEqual([]);
    expect(played.clock.pendingTimers).toBe(0);
  });

  it('refuses the resources that the server does not honour, and those alone', async () => {
    await using played = await play(() => withUris('a:1'));
    const refused = failureOf(played.changes.subscribe('a:2', PATIENT));
    await played.changes.subscribe('a:1', PATIENT);
    expect(await refused).toMatchObject({ delivery: 'answered', effect: 'none', error: { code: 'REQUEST_REJECTED' } });
    played.changes.unsubscribe('a:1');
    await played.clock.settle();
    expect(played.listens.at(-1)).toEqual(lists);
  });

  it('goes on with what was acknowledged when the server refuses more', async () => {
    await using played = await play((filter) =>
      Array.isArray(filter.resourceSubscriptions) && filter.resourceSubscriptions.includes('a:bad')
        ? { refuse: -32602 }
        : filter,
    );
    await played.changes.subscribe('a:1', PATIENT);
    await expect(played.changes.subscribe('a:bad', PATIENT)).rejects.toMatchObject({ code: -32602 });
    await played.clock.settle();
    expect([...played.open.values()]).toEqual([withUris('a:1')]);
    expect(played.heard).toEqual([]);
  });

  it('is opened without what is refused when it is the first', async () => {
    await using played = await play((filter) => ('resourceSubscriptions' in filter ? { refuse: -32602 } : filter));
    played.lose();
    await expect(played.changes.subscribe('a:bad', PATIENT)).rejects.toMatchObject({ code: -32602 });
    await played.clock.settle();
    expect([...played.open.values()]).toEqual([lists]);
  });

  it('stays as it is when the server can not be reached for the next one', async () => {
    let isReachable = true;
    await using played = await play((filter) => (isReachable ? filter : 'unreachable'));
    isReachable = false;
    await expect(played.changes.subscribe('a:1', PATIENT)).rejects.toThrow('fetch failed');
    await played.clock.advance(60_000);
    expect([...played.open.values()]).toEqual([lists]);
    expect(played.listens).toHaveLength(2);
    isReachable = true;
    await played.changes.subscribe('a:1', PATIENT);
    expect([...played.open.values()]).toEqual([withUris('a:1')]);
  });

  it('counts what changed before the first one as changed when it was late', async () => {
    let isReachable = false;
    await using played = await play((filter) => (isReachable ? filter : 'unreachable'));
    isReachable = true;
    await played.clock.advance(500);
    expect(played.heard).toEqual([TOOLS_CHANGED]);
  });

  it('is closed first for a server that allows one at a time, and then everything counts as changed', async () => {
    await using played = await play((filter, openStreams) => (openStreams > 0 ? { refuse: -32000 } : filter));
    await played.changes.subscribe('a:1', PATIENT);
    await played.changes.subscribe('a:2', PATIENT);
    expect([...played.open.values()]).toEqual([withUris('a:1', 'a:2')]);
    expect(played.heard).toEqual([
      TOOLS_CHANGED,
      TOOLS_CHANGED,
      { method: 'notifications/resources/updated', params: { uri: 'a:1' } },
    ]);
  });

  it('is opened again after it was lost, later each time, and at once for who subscribes', async () => {
    await using played = await play(all);
    for (const delayMs of [500, 1000, 2000]) {
      const before = played.listens.length;
      played.lose();
      await played.clock.advance(delayMs - 1);
      expect(played.listens).toHaveLength(before);
      await played.clock.advance(1);
      expect(played.listens).toHaveLength(before + 1);
    }
    expect(played.heard).toEqual([TOOLS_CHANGED, TOOLS_CHANGED, TOOLS_CHANGED]);
    played.lose();
    await played.changes.subscribe('a:1', PATIENT);
    expect([...played.open.values()]).toEqual([withUris('a:1')]);
  });

  it('starts with short delays again after it lived for long', async () => {
    await using played = await play(all);
    for (const delayMs of [500, 1000]) {
      played.lose();
      await played.clock.advance(delayMs);
    }
    await played.clock.advance(30_000);
    played.lose();
    await played.clock.advance(500);
    expect(played.open.size).toBe(1);
  });

  it('is not opened again for a server that refuses it, or that ends one in which it tells nothing', async () => {
    await using refusing = await play(() => ({ refuse: -32601 }));
    await using empty = await play(() => ({}));
    empty.finish();
    for (const { clock, listens } of [refusing, empty]) {
      await clock.advance(600_000);
      expect(listens).toEqual([lists]);
      expect(clock.pendingTimers).toBe(0);
    }
  });

  it('leaves nobody waiting when the connection is gone', async () => {
    const played = await play(() => ({ refuse: -32601 }));
    await played[Symbol.asyncDispose]();
    await expect(played.changes.subscribe('a:1', PATIENT)).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await played.clock.settle();
    expect(played.clock.pendingTimers).toBe(0);
  });

  it('rejects who takes a subscription back before it was acknowledged', async () => {
    await using played = await play(all);
    const waiting = played.changes.subscribe('a:1', PATIENT);
    played.changes.unsubscribe('a:1');
    await expect(waiting).rejects.toMatchObject({ code: 'CALL_CANCELLED' });
  });
});
