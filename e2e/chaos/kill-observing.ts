import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AlertRecord, Logger } from '@seawall/core';
import { openObservationStore, openParkedLog } from '@seawall/store';
import { createFaultControl, createSeededRandom, scriptedStdioServer, startFaultyHttpServer } from '@seawall/testkit';
import { type Running, SEAWALL, startServing } from '../../bench/contender.ts';
import { whenListening } from '../../bench/host.ts';
import { until } from '../support/polling.ts';
import { AuditWatch } from './audit-watch.ts';
import { type ChaosHost, connectChaosHost, member } from './host.ts';
import { type Pager, startPager } from './pager.ts';

/** What came of what the gateway saw and kept while it was killed again and again. */
export interface KilledObserving {
  readonly kills: number;
  readonly calls: number;
  /** Writes that hosts got a ticket for. */
  readonly parked: number;
  /** Tickets of which nothing is known after a kill. */
  readonly lostTickets: number;
  /** Parked writes that ran more than once. */
  readonly ranTwice: number;
  /** The states of parked writes that did not run once their server was back, and were not given up for their age. */
  readonly neverSent: readonly string[];
  /** Kills after which an alert that somebody was told of did not go on. */
  readonly lostAlerts: number;
  /** Rows of the audit that had to be there after a kill, and those of them that were not. */
  readonly auditRows: number;
  readonly lostAuditRows: number;
  /** Different notices that said that the server is down, and that it is over: one each is right. */
  readonly pages: number;
  readonly ends: number;
  /** What went wrong with the files: none may be set aside, or fail to open. */
  readonly fileTroubles: readonly string[];
  readonly seconds: number;
}

/** Whether nothing was lost and nobody was told twice. */
export function hasHeld(killed: KilledObserving): boolean {
  const { lostTickets, ranTwice, neverSent, lostAlerts, lostAuditRows, pages, ends, fileTroubles } = killed;
  const lost = lostTickets + neverSent.length + lostAlerts + lostAuditRows;
  return lost + ranTwice + fileTroubles.length === 0 && pages === 1 && ends === 1;
}

/** A server that is well and one that is down, a gateway before them, and somebody who is told of it. */
const STEADY = 'steady';
const GONE = 'gone';
const RULE = 'server-down';
const WRITE_EVERY_MS = 150;
const LEAST_ROUND_MS = 300;
const MORE_ROUND_MS = 1500;
const READERS = 3;
/** The gateway may be killed while a notice is on its way. */
const ANSWER_AFTER_MS = 50;

/** Kills a gateway under load so many times, looks at its files each time, and starts the next one. */
export async function killObserving(kills: number, seed: number): Promise<KilledObserving> {
  const folder = await mkdtemp(join(tmpdir(), 'seawall-kill-observing-'));
  try {
    await using scene = await openScene(folder);
    const random = createSeededRandom(seed);
    const startedMs = performance.now();
    await scene.turn(async () => {
      await until(() => scene.pages.size > 0, { what: 'somebody is told that the server is down', everyMs: 5 });
      // Before, while or after it is noted that the notice arrived.
      await pause(random() * ANSWER_AFTER_MS * 2);
    });
    for (let kill = 1; kill < kills; kill += 1) {
      await scene.turn(() => pause(LEAST_ROUND_MS + random() * MORE_ROUND_MS));
    }
    const sent = await scene.recover();
    const { pages, ends, found, tickets } = scene;
    const seconds = (performance.now() - startedMs) / 1000;
    return { kills, ...found, ...sent, parked: tickets.size, pages: pages.size, ends: ends.size, seconds };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

async function openScene(folder: string): Promise<Scene> {
  const control = createFaultControl(join(folder, GONE));
  const server = await startFaultyHttpServer(control);
  const receiver = await startPager(ANSWER_AFTER_MS);
  const config = join(folder, 'mcp.json');
  const [dataDir, tools] = [join(folder, 'data'), { count: { park: true, safety: 'write' } }];
  const alerts = {
    // The others have reasons of their own to tell something.
    rules: { [RULE]: { forMs: 0 }, 'parked-waiting': false, 'parked-old': false, 'circuit-open': false },
    grouping: { waitMs: 0, intervalMs: 1000 },
    sinks: { pager: { type: 'webhook', url: receiver.url, matchers: [`alertname=${RULE}`] } },
  };
  const mcpServers = {
    [STEADY]: scriptedStdioServer({ maxLifetimeMs: MAX_LIFETIME_MS }),
    [GONE]: { url: server.url, seawall: { tools } },
  };
  await writeFile(config, JSON.stringify({ mcpServers, seawall: { alerts } }));
  const start = async (): Promise<Running> => {
    const running = await startServing(SEAWALL, { config, dataDir });
    await whenListening(running);
    return running;
  };
  // Its tools have to be known before it is gone.
  {
    await using first = await start();
    using host = await connectChaosHost(first.url);
    await until(async () => (await host.list()).text.includes(`${GONE}__count`), { what: 'the tools are known' });
  }
  control.inject([{ kind: '503' }]);
  const close = async (): Promise<void> => {
    await receiver.close();
    await server.close();
  };
  return new Scene({ dataDir, start, receiver, control, close });
}

const MAX_LIFETIME_MS = 3_600_000;

interface SceneParts {
  readonly dataDir: string;
  start(): Promise<Running>;
  readonly receiver: Pager;
  readonly control: ReturnType<typeof createFaultControl>;
  close(): Promise<void>;
}

interface Found {
  calls: number;
  lostTickets: number;
  lostAlerts: number;
  auditRows: number;
  lostAuditRows: number;
  readonly fileTroubles: string[];
}

class Scene implements AsyncDisposable {
  readonly found: Found = {
    calls: 0,
    lostTickets: 0,
    lostAlerts: 0,
    auditRows: 0,
    lostAuditRows: 0,
    fileTroubles: [],
  };
  /** By ticket, the key of its write. */
  readonly tickets = new Map<string, string>();
  readonly #parts: SceneParts;
  readonly #audit = new AuditWatch();
  #keys = 0;

  constructor(parts: SceneParts) {
    this.#parts = parts;
  }

  get pages(): ReadonlySet<string> {
    return this.#parts.receiver.firing;
  }

  get ends(): ReadonlySet<string> {
    return this.#parts.receiver.resolved;
  }

  /** Starts a gateway, puts load on it for as long as `during` takes, kills it, and looks at what it left. */
  async turn(during: () => Promise<unknown>): Promise<void> {
    const running = await this.#parts.start();
    const loading = this.#load(running);
    const before = new Set(this.tickets.keys());
    await during();
    const isTold = this.pages.size > 0;
    const acknowledged = [...this.tickets.keys()].filter((id) => !before.has(id));
    await running.end('SIGKILL');
    await loading.end();
    await this.#look(acknowledged, isTold);
  }

  /** Lets the server come back, and waits until everybody knows and every write is sent. */
  async recover(): Promise<Pick<KilledObserving, 'ranTwice' | 'neverSent'>> {
    const { control, dataDir } = this.#parts;
    control.clear();
    {
      await using _running = await this.#parts.start();
      await until(() => this.ends.size > 0, { what: 'somebody is told that it is over' });
      await until(() => new Set(control.executedKeys()).size >= this.tickets.size, {
        what: 'the writes are sent',
        withinMs: 120_000,
      }).catch(() => undefined); // What is missing is counted below.
    }
    const executed = control.executedKeys();
    const ran = new Set(executed);
    const log = await openParkedLog({ file: join(dataDir, 'parked.db') });
    const neverSent: string[] = [];
    for (const [id, key] of this.tickets) {
      if (ran.has(key)) continue;
      const state = (await log.read(id))?.state ?? 'gone';
      if (state !== 'expired') neverSent.push(state);
    }
    await log.close();
    return { ranTwice: executed.length - ran.size, neverSent };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.close();
  }

  #load(running: Running): { end(): Promise<void> } {
    let goesOn = true;
    const drive = async (work: (host: ChaosHost) => Promise<void>): Promise<void> => {
      // The gateway may be killed before anybody came.
      const host = await connectChaosHost(running.url).catch(() => undefined);
      while (goesOn && host !== undefined) await work(host);
      host?.[Symbol.dispose]();
    };
    const read = async (host: ChaosHost): Promise<void> => {
      this.#keys += 1;
      const given = { text: `hello ${this.#keys}` };
      const { kind } = await host.call(`${STEADY}__echo`, given);
      if (kind === 'result') {
        this.found.calls += 1;
        this.#audit.noteAnswer(given);
      } else await pause(WRITE_EVERY_MS);
    };
    const { dataDir } = this.#parts;
    const workers = [
      drive((host) => this.#write(host)),
      ...Array.from({ length: READERS }, () => drive(read)),
      this.#audit.act(running, { dataDir, server: STEADY }, () => goesOn),
    ];
    return {
      end: async () => {
        goesOn = false;
        await Promise.all(workers);
      },
    };
  }

  async #write(host: ChaosHost): Promise<void> {
    this.#keys += 1;
    const key = `parked-${this.#keys}`;
    const answer = await host.call(`${GONE}__count`, { key });
    const result = answer.kind === 'result' ? answer.result : undefined;
    const id = member(member(member(result, '_meta'), 'dev.seawall/ticket'), 'id');
    if (typeof id === 'string') this.tickets.set(id, key);
    await pause(WRITE_EVERY_MS);
  }

  async #look(acknowledged: readonly string[], isTold: boolean): Promise<void> {
    const { dataDir } = this.#parts;
    const logger: Logger = {
      log: (level, message) => {
        if (level === 'warn' || level === 'error') this.found.fileTroubles.push(message);
      },
    };
    try {
      const store = await openObservationStore({ file: join(dataDir, 'observations.db'), logger });
      const { items } = await store.alerts({ limit: 100, rule: RULE, states: ['firing'] });
      if (isTold && !isOneOf(items)) this.found.lostAlerts += 1;
      await store.close();
      const log = await openParkedLog({ file: join(dataDir, 'parked.db'), logger });
      for (const id of acknowledged) if ((await log.read(id)) === undefined) this.found.lostTickets += 1;
      await log.close();
    } catch (error) {
      this.found.fileTroubles.push(error instanceof Error ? error.message : String(error));
    }
    const { due, missing } = await this.#audit.look(join(dataDir, 'audit'));
    this.found.auditRows += due;
    this.found.lostAuditRows += missing;
    const aside = readdirSync(dataDir).filter((name) => name.includes('.damaged-'));
    this.found.fileTroubles.push(...aside);
  }
}

/** Whether the one alert that was told goes on. */
function isOneOf(alerts: readonly AlertRecord[]): boolean {
  return alerts.filter(({ labels }) => labels.server === GONE).length === 1;
}
