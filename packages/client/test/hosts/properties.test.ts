import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Host, ServerNotification, ServerRequest } from '../../src/hosts/host.ts';
import { LOG_LEVELS } from '../../src/hosts/log-level.ts';
import { ABANDONED_MS } from '../../src/hosts/open-call.ts';
import type { FakeConnection } from '../support/fake-connector.ts';
import { ELICITATION, EVERYTHING } from '../support/fake-host.ts';
import { type FakeSeawall, openFake } from '../support/fake-seawall.ts';

/** A call as the server sees it; the server goes on with one that was given up. */
interface RunningCall {
  /** Whose call it is; callers without a host are told apart by the call. */
  readonly owner: string;
  readonly connection: FakeConnection;
  readonly origin: object | undefined;
  readonly end: (result: unknown) => void;
  readonly cancel: AbortController;
  givenUpAtMs: number | undefined;
}

const HOSTS = ['one', 'two', 'three'] as const;
const URIS = ['file:///a', 'file:///b'] as const;

/** Servers and hosts that do what they are told, and who heard what. */
class World {
  readonly fake: FakeSeawall;
  /** By name; one that is closed is followed by another. */
  readonly hosts = new Map<string, { readonly id: string; readonly host: Host }>();
  readonly calls: RunningCall[];
  /** Who is allowed to hear a message, by its number. */
  readonly allowed = new Map<number, ReadonlySet<string>>();
  readonly heard: { readonly who: string; readonly message: ServerRequest | ServerNotification }[] = [];
  readonly subscribed = new Map<string, Set<string>>(URIS.map((uri) => [uri, new Set()]));
  readonly started: Promise<unknown>[] = [];
  #messages = 0;
  #added = 0;

  constructor(fake: FakeSeawall, calls: RunningCall[]) {
    this.fake = fake;
    this.calls = calls;
    for (const name of HOSTS) this.addHost(name);
  }

  addHost(name: string): void {
    this.#added += 1;
    const id = `${name}-${this.#added}`;
    const host = this.fake.seawall.addHost({ capabilities: EVERYTHING, ...this.#ears(id) });
    this.hosts.set(name, { id, host });
  }

  call(name: string | undefined): void {
    const { id = `nobody-${this.started.length}`, host } = (name && this.hosts.get(name)) || {};
    const cancel = new AbortController();
    this.started.push(
      this.fake.seawall
        .request(
          'jira',
          { method: 'tools/call', params: { name: id, cancel } },
          {
            signal: cancel.signal,
            caller: { capabilities: EVERYTHING, ...this.#ears(id), ...(host === undefined ? {} : { host }) },
          },
        )
        .catch(() => undefined),
    );
  }

  async ask(call: RunningCall, byOrigin: boolean): Promise<void> {
    const { givenUpAtMs } = call;
    // After that nothing is promised.
    if (givenUpAtMs !== undefined && this.fake.clock.monotonicMs() - givenUpAtMs >= ABANDONED_MS) return;
    const params = { ...ELICITATION.params, message: this.#message([call.owner]) };
    const source = byOrigin && call.origin !== undefined ? { origin: call.origin } : {};
    const answered = call.connection.ask({ method: ELICITATION.method, params }, source).then(
      () => true,
      () => false,
    );
    await this.fake.clock.settle();
    const isThere = call.owner.startsWith('nobody') || [...this.hosts.values()].some(({ id }) => id === call.owner);
    const isHeard = byOrigin && isThere && givenUpAtMs === undefined && this.calls.includes(call);
    if (isHeard) expect(await answered).toBe(true);
  }

  log(call: RunningCall, byOrigin: boolean): void {
    const { connection } = call;
    const busy = this.calls.filter((other) => other.connection === connection && other.givenUpAtMs === undefined);
    const hosts = [...this.hosts.values()].map(({ id }) => id);
    const owners = busy.map(({ owner }) => owner);
    const isOfHosts = owners.some((owner) => hosts.includes(owner));
    // Without an origin whoever has a call there may hear it; while no host has one, every host with a level.
    const may = byOrigin ? [call.owner] : isOfHosts ? owners : [...owners, ...hosts];
    const params = { level: 'error', data: this.#message(may) };
    const source = byOrigin && call.origin !== undefined ? { origin: call.origin } : {};
    connection.tell({ method: 'notifications/message', params }, source);
  }

  update(uri: string): void {
    const before = this.heard.length;
    const subscribers = [...(this.subscribed.get(uri) ?? [])];
    const params = { uri, number: this.#message(subscribers) };
    const shared = this.fake.connectors('jira')[0]?.connections.at(-1);
    shared?.tell({ method: 'notifications/resources/updated', params });
    const told = this.heard.slice(before).map(({ who }) => who);
    expect(told.sort()).toEqual(shared === undefined ? [] : subscribers.sort());
  }

  assertNobodyHeardMore(): void {
    for (const { who, message } of this.heard) {
      const { params = {} } = message;
      const number = params.message ?? params.data ?? params.number;
      // What is told after a reconnection has no number, and is for subscribers.
      if (number === undefined) expect(message.method).toBe('notifications/resources/updated');
      else expect([...(this.allowed.get(Number(number)) ?? [])]).toContain(who);
    }
  }

  #message(allowed: readonly string[]): number {
    this.#messages += 1;
    this.allowed.set(this.#messages, new Set(allowed));
    return this.#messages;
  }

  #ears(who: string): Pick<Parameters<FakeSeawall['seawall']['addHost']>[0], 'onRequest' | 'onNotification'> {
    return {
      onRequest: (message) => {
        this.heard.push({ who, message });
        return Promise.resolve({ action: 'accept' });
      },
      onNotification: (message) => void this.heard.push({ who, message }),
    };
  }
}

type Step =
  | { readonly kind: 'call' | 'close' | 'level'; readonly host: number; readonly n: number }
  | { readonly kind: 'ask' | 'log' | 'finish' | 'cancel' | 'drop'; readonly host: number; readonly n: number }
  | { readonly kind: 'subscribe' | 'unsubscribe' | 'update' | 'wait'; readonly host: number; readonly n: number };

async function take(world: World, { kind, host: index, n }: Step): Promise<void> {
  const name = HOSTS[index];
  const { id = '', host } = (name && world.hosts.get(name)) || {};
  const call = world.calls[n % Math.max(1, world.calls.length)];
  const uri = URIS[n % URIS.length] ?? URIS[0];
  if (kind === 'call') world.call(name);
  else if (kind === 'ask' && call !== undefined) await world.ask(call, n % 2 === 0);
  else if (kind === 'log' && call !== undefined) world.log(call, n % 2 === 0);
  else if (kind === 'finish' && call !== undefined) call.end({ content: [] });
  else if (kind === 'cancel' && call !== undefined) call.cancel.abort();
  else if (kind === 'drop' && call !== undefined) call.connection.drop();
  else if (kind === 'update') world.update(uri);
  else if (kind === 'wait') await world.fake.clock.advance(n * 500);
  if (name === undefined || host === undefined) return;
  if (kind === 'level') host.setLogLevel(LOG_LEVELS[n % LOG_LEVELS.length] ?? 'info');
  else if (kind === 'subscribe') {
    const isDone = await settled(world, host.subscribe('jira', uri));
    if (isDone) world.subscribed.get(uri)?.add(id);
  } else if (kind === 'unsubscribe' || kind === 'close') {
    for (const each of kind === 'close' ? URIS : [uri]) world.subscribed.get(each)?.delete(id);
    await settled(world, kind === 'close' ? host.close() : host.unsubscribe('jira', uri));
    if (kind === 'close') world.addHost(name);
  }
}

/** Whether a promise is fulfilled, without time going on. */
async function settled(world: World, promise: Promise<void>): Promise<boolean> {
  let isFulfilled = false;
  promise.then(
    () => {
      isFulfilled = true;
    },
    () => undefined,
  );
  await world.fake.clock.settle();
  return isFulfilled;
}

async function openWorld(session: string): Promise<World> {
  const calls: RunningCall[] = [];
  const fake = await openFake({
    jira: {
      entry: { seawall: { session, timeoutMs: 86_400_000 } },
      capabilities: { tools: {}, logging: {}, resources: { subscribe: true } },
      answer: ({ method, params }, { origin, signal }, connection) => {
        if (method !== 'tools/call') return { tools: [], resources: [], resourceTemplates: [] };
        return new Promise((resolve) => {
          const cancel = params?.cancel;
          if (!(cancel instanceof AbortController)) throw new Error('A call without its controller.');
          const call: RunningCall = {
            owner: String(params?.name),
            connection,
            origin,
            cancel,
            givenUpAtMs: undefined,
            end: (result) => {
              calls.splice(calls.indexOf(call), 1);
              resolve(result);
            },
          };
          calls.push(call);
          signal?.addEventListener('abort', () => {
            call.givenUpAtMs = fake.clock.monotonicMs();
          });
          void connection.closed.then(() => {
            const at = calls.indexOf(call);
            if (at >= 0) calls.splice(at, 1);
          });
        });
      },
    },
  });
  await fake.seawall.connect();
  return new World(fake, calls);
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    ...(['call', 'call', 'call', 'ask', 'ask', 'ask', 'log', 'log', 'finish', 'finish', 'cancel', 'cancel'] as const),
    ...(['drop', 'close', 'level', 'subscribe', 'subscribe', 'unsubscribe', 'update', 'update', 'wait'] as const),
  ),
  // One more than there are hosts: a caller without one.
  host: fc.nat({ max: HOSTS.length }),
  n: fc.nat({ max: 40 }),
});

describe('whatever hosts and servers do, in any order', () => {
  it.each(['shared', 'per-host'])(
    'no question, log message or update reaches a host that it does not belong to (session: %s)',
    async (session) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
          const world = await openWorld(session);
          await using _fake = world.fake;
          for (const each of steps) {
            await take(world, each);
            await world.fake.clock.settle();
          }
          world.assertNobodyHeardMore();
          await world.fake.seawall.close();
          await Promise.all(world.started);
        }),
        { numRuns: 200 },
      );
    },
    60_000,
  );
});
