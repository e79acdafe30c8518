import { readExecutions } from '@seawall/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Deed,
  type Errand,
  Guest,
  isDeclined,
  isFailure,
  type Order,
  wrongOfAnswer,
} from './support/cross-talk/guest.ts';
import { DOCUMENTS, SERVERS, type ServerName, startUpstreams, type Upstreams } from './support/cross-talk/upstreams.ts';
import { type GatewayProcess, serversUp, startGateway, stdioGateway } from './support/gateway-process.ts';
import { until } from './support/polling.ts';
import { chosenSeed } from './support/raw-hosts/chance.ts';
import type { Era } from './support/raw-hosts/http-link.ts';
import { type Message, memberAt } from './support/raw-hosts/messages.ts';
import { type RawFront, settle } from './support/raw-hosts/raw-host.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const RUNS = 10;
const MAX_HOSTS = 5;
/** Numbers of the hosts that started gateways of their own, beyond those of the others. */
const OVER_STDIO: readonly (readonly [number, Era])[] = [
  [14, 'legacy'],
  [15, 'modern'],
];
const BYSTANDER = 13;

/** What happens to a host or a server, and what is waited for before. */
interface Move {
  readonly host: number;
  readonly order: Omit<Order, 'server'> & { readonly server: number };
  readonly before: 'nothing' | 'first sign' | 'end';
  readonly after: 'nothing' | 'cancel' | 'vanish' | 'leave' | 'lose sessions' | 'restart';
}

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 16, arbitrary: fc.constantFrom<Deed>('echo', 'work', 'slow', 'talk') },
  { weight: 16, arbitrary: fc.constantFrom<Deed>('form', 'sample', 'write') },
  { weight: 12, arbitrary: fc.constantFrom<Deed>('update', 'subscribe', 'unsubscribe', 'level') },
  { weight: 1, arbitrary: fc.constant<Deed>('crash') },
);

const move: fc.Arbitrary<Move> = fc.record({
  host: fc.nat(MAX_HOSTS + OVER_STDIO.length - 1),
  order: fc.record({
    deed,
    server: fc.nat(SERVERS.length - 1),
    document: fc.nat(DOCUMENTS - 1),
    breaksStream: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
  }),
  before: fc.oneof(
    { weight: 6, arbitrary: fc.constant('nothing' as const) },
    fc.constantFrom('first sign' as const, 'end' as const),
  ),
  after: fc.oneof(
    { weight: 60, arbitrary: fc.constant('nothing' as const) },
    { weight: 4, arbitrary: fc.constant('cancel' as const) },
    { weight: 2, arbitrary: fc.constantFrom('vanish' as const, 'leave' as const) },
    { weight: 1, arbitrary: fc.constantFrom('lose sessions' as const, 'restart' as const) },
  ),
});

const play = fc.record({
  // Few, so that hosts meet there.
  servers: fc.subarray([...SERVERS], { minLength: 1, maxLength: 3 }),
  eras: fc.array(fc.constantFrom<Era>('legacy', 'modern'), { minLength: 2, maxLength: MAX_HOSTS }),
  moves: fc.array(move, { minLength: 15, maxLength: 45 }),
});

/** The first play, in which something of everything surely happens. */
const OVERTURE: Play = {
  servers: ['hl'],
  eras: ['legacy', 'modern'],
  moves: (['subscribe', 'slow', 'update', 'slow', 'form', 'work', 'talk', 'update', 'slow'] as const).flatMap((next) =>
    [0, 1].map((host) => ({
      host,
      order: { deed: next, server: 0, document: 0, breaksStream: false },
      before: 'end' as const,
      after: 'nothing' as const,
    })),
  ),
};

type Play = typeof play extends fc.Arbitrary<infer Value> ? Value : never;

/** Hosts on one gateway over HTTP, and two with gateways of their own, in front of the same servers. */
class Stage {
  /** What happened in all plays. */
  readonly seen = { successes: 0, questions: 0, logs: 0, updates: 0, progress: 0 };
  readonly #gateway: GatewayProcess;
  readonly #upstreams: Upstreams;
  readonly #overStdio: readonly Guest[];
  #guests: Guest[] = [];
  #gone: Guest[] = [];
  #errands: Errand[] = [];
  #nextNumber = 0;

  constructor(gateway: GatewayProcess, upstreams: Upstreams, overStdio: readonly Guest[]) {
    this.#gateway = gateway;
    this.#upstreams = upstreams;
    this.#overStdio = overStdio;
  }

  async play({ servers, eras, moves }: Play): Promise<void> {
    this.#guests = await Promise.all(eras.map((era) => this.#arrive(era)));
    this.#gone = [];
    this.#errands = [];
    this.#nextNumber %= 7;
    for (const next of moves) await this.#move(next, servers[next.order.server % servers.length] ?? 'hl');
    const answers = await Promise.all(
      this.#errands.map(async (errand) => ({ errand, answer: await settle(errand.call) })),
    );
    const everybody = [...this.#guests, ...this.#gone, ...this.#overStdio];
    expect(answers.flatMap(({ errand, answer }) => wrongOfAnswer(errand, answer) ?? [])).toEqual([]);
    expect(everybody.flatMap((guest) => guest.wrongs())).toEqual([]);
    this.#expectWritesOnce(answers.filter(({ answer }) => !isFailure(answer)).map(({ errand }) => errand));
    if (moves.every(isPeaceful)) {
      const failed = answers.filter(
        ({ errand, answer }) => !errand.isCancelled && isFailure(answer) && !isDeclined(answer),
      );
      expect(failed.map(({ errand, answer }) => [errand.order, answer])).toEqual([]);
    }
    await Promise.all(this.#guests.map((guest) => guest.host[Symbol.asyncDispose]()));
    this.#count(
      answers.map(({ answer }) => answer),
      everybody,
    );
    await this.recover();
  }

  async #arrive(era: Era): Promise<Guest> {
    const number = this.#nextNumber;
    this.#nextNumber = (this.#nextNumber + 1) % BYSTANDER;
    return Guest.arrive({ url: this.#gateway.url }, { number, era });
  }

  async #move({ host, order, before, after }: Move, server: ServerName): Promise<void> {
    const everybody = [...this.#guests, ...this.#overStdio];
    const at = host % everybody.length;
    const guest = everybody[at];
    if (guest === undefined) return;
    const last = this.#errands.findLast((errand) => errand.guest === guest);
    if (last !== undefined && before === 'first sign') await last.call.stirred;
    if (last !== undefined && before === 'end') await settle(last.call);
    const errand = guest.run({ ...order, server });
    if (errand !== undefined) this.#errands.push(errand);
    if (after === 'cancel' && errand !== undefined) {
      errand.isCancelled = true;
      errand.call.cancel();
    }
    if (after === 'vanish' || after === 'leave') await this.#replace(at, after);
    if (server === 'sl' || server === 'sm') return;
    if (after === 'lose sessions') this.#upstreams.http[server].loseSessions();
    if (after === 'restart') await this.#upstreams.http[server].restart();
  }

  /** A host goes, with all that it had under way, and another one of its era comes in its place. */
  async #replace(at: number, how: 'vanish' | 'leave'): Promise<void> {
    const guest = this.#guests[at];
    if (guest === undefined) return;
    for (const errand of this.#errands) if (errand.guest === guest) errand.isCancelled = true;
    if (how === 'vanish') guest.host.vanish();
    else await guest.host[Symbol.asyncDispose]();
    this.#gone.push(guest);
    this.#guests[at] = await this.#arrive(guest.host.era);
  }

  #expectWritesOnce(succeeded: readonly Errand[]): void {
    for (const server of SERVERS) {
      const ran = readExecutions(this.#upstreams.executions(server)).map((execution) =>
        memberAt(execution.arguments, 'nonce'),
      );
      expect(new Set(ran).size, `writes of ${server} that ran`).toBe(ran.length);
      const own = succeeded.filter(({ order }) => order.deed === 'write' && order.server === server);
      expect(ran).toEqual(expect.arrayContaining(own.map(({ nonce }) => nonce)));
    }
  }

  #count(answers: readonly (Message | undefined)[], everybody: readonly Guest[]): void {
    const { seen } = this;
    seen.successes += answers.filter((answer) => !isFailure(answer)).length;
    for (const { host } of everybody.filter((guest) => !this.#overStdio.includes(guest))) {
      seen.questions += host.questions.length;
      seen.logs += host.told('notifications/message').length;
      seen.updates += host.told('notifications/resources/updated').length;
      seen.progress += host.told('notifications/progress').length;
    }
  }

  /** A play begins with servers that work, for every gateway. */
  async recover(): Promise<void> {
    const checker = await Guest.arrive({ url: this.#gateway.url }, { number: BYSTANDER, era: 'modern' });
    await using host = checker.host;
    const works = (guest: Guest, server: ServerName) =>
      until(async () => !isFailure(await settle(guest.host.tool(`${server}__echo`))), {
        what: `${server} works again for guest ${guest.number}`,
      });
    await Promise.all([checker, ...this.#overStdio].flatMap((guest) => SERVERS.map((server) => works(guest, server))));
    expect(host.faults).toEqual([]);
  }
}

function isPeaceful({ order, after }: Move): boolean {
  return order.deed !== 'crash' && after !== 'restart' && after !== 'lose sessions';
}

it('each host gets its own answers, questions and news, whatever others and their servers do meanwhile', async () => {
  await using folder = await temporaryFolder();
  await using upstreams = await startUpstreams(folder);
  await using gateway = await startGateway({ folder, config: upstreams.config });
  await serversUp(gateway, ...SERVERS);
  const arriving = OVER_STDIO.map(async ([number, era]) => {
    const front: RawFront = {
      start: await stdioGateway({ folder, config: upstreams.config, name: `stdio-${number}` }),
    };
    return Guest.arrive(front, { number, era });
  });
  const overStdio = await Promise.all(arriving);
  await using _hosts = {
    [Symbol.asyncDispose]: async () => {
      await Promise.all(overStdio.map(({ host }) => host[Symbol.asyncDispose]()));
    },
  };
  const bystander = await Guest.arrive({ url: gateway.url }, { number: BYSTANDER, era: 'legacy' });
  await using _bystander = bystander.host;
  const stage = new Stage(gateway, upstreams, overStdio);
  await stage.recover();
  await fc.assert(
    fc.asyncProperty(play, (next) => stage.play(next)),
    { numRuns: RUNS, seed: chosenSeed('cross-talk'), endOnFailure: true, examples: [[OVERTURE]] },
  );
  // A test in which nothing happens proves nothing.
  expect(Object.entries(stage.seen).filter(([, count]) => count === 0)).toEqual([]);
  expect(bystander.host.questions).toEqual([]);
  expect(bystander.host.heard.filter(({ method }) => !method.endsWith('list_changed'))).toEqual([]);
  expect(bystander.wrongs()).toEqual([]);
  await until(async () => memberAt(await (await fetch(`${gateway.origin}/readyz`)).json(), 'runningCalls') === 0, {
    what: 'no call runs any more',
  });
}, 300_000);
