import { MCPError, sleep, TICKET_META_KEY } from '@seawall/core/base';
import type { FaultKind } from '../faults/fault-kind.ts';
import type { PlannedFault } from '../faults/fault-plan.ts';
import { CHAOS_DEFAULTS, type ChaosOptions } from './chaos-options.ts';
import type { ChaosCallRecord } from './chaos-report.ts';
import { type ChaosWorld, KEY_FIELD } from './chaos-world.ts';
import type { SeenRow } from './judge-row.ts';

/** Which server has which fault, and who is called beside it. */
export interface RowScene {
  readonly server: string;
  readonly fault: FaultKind;
  readonly peers: readonly string[];
}

const BEFORE_MS = 500;
const READ_EVERY_MS = 250;
const WRITE_EVERY_MS = 500;
/** So many calls in a row that go well, a write among them, are taken for recovery. */
const GOOD_CALLS = 5;
const FLAKY_SHARE = 0.3;
const FLAKY_BOUND = 2;

/** Plays one row: some calls before the fault, calls while it lasts, and calls until they all go well again. */
export async function playRow(world: ChaosWorld, options: ChaosOptions, scene: RowScene): Promise<SeenRow> {
  const { clock, injectors, delivered, seawall } = world;
  const { server, peers } = scene;
  const { faultMs = CHAOS_DEFAULTS.faultMs, recoveryMs = CHAOS_DEFAULTS.recoveryMs, signal } = options;
  const player = new RowPlayer(world, options, scene);
  const injector = injectors.get(server);
  const toolCount = seawall.catalog(server).tools.length;
  delivered.clear();
  const ended = new AbortController();
  const callers = [
    ...peers.map((peer) => player.callOn(peer, false, ended.signal)),
    player.callOn(server, true, ended.signal),
  ];
  await sleep(clock, BEFORE_MS, signal);
  const faultFromMs = player.nowMs();
  injector?.inject([toPlanned(scene.fault, seawall.catalog(server).tools[0]?.name)]);
  const listing = player.watchLists(server, scene.fault === 'tool-removed' ? 0 : toolCount, ended.signal);
  await sleep(clock, faultMs, signal);
  injector?.clear();
  const faultToMs = player.nowMs();
  const giveUpMs = faultToMs + recoveryMs + 2 * WRITE_EVERY_MS;
  while (player.nowMs() < giveUpMs && !player.isWellSince(server, faultToMs))
    if (!(await sleep(clock, READ_EVERY_MS, signal))) break;
  ended.abort();
  await Promise.all(callers);
  const incompleteLists = await listing;
  return { server, calls: player.calls, faultFromMs, faultToMs, delivered: new Map(delivered), incompleteLists };
}

/** A fault in the form in which a user meets it. */
function toPlanned(kind: FaultKind, tool: string | undefined): PlannedFault {
  if (kind === 'flaky') return { kind, probability: FLAKY_SHARE, maxFailuresPerCall: FLAKY_BOUND };
  if (kind === 'tool-removed' && tool !== undefined) return { kind, tools: [tool] };
  return { kind };
}

class RowPlayer {
  readonly calls: ChaosCallRecord[] = [];
  readonly #world: ChaosWorld;
  readonly #options: ChaosOptions;
  readonly #scene: RowScene;
  readonly #beganMs: number;
  #count = 0;

  constructor(world: ChaosWorld, options: ChaosOptions, scene: RowScene) {
    this.#world = world;
    this.#options = options;
    this.#scene = scene;
    this.#beganMs = world.clock.monotonicMs();
  }

  nowMs(): number {
    return this.#world.clock.monotonicMs() - this.#beganMs;
  }

  /** Calls at a steady pace until the signal, whether those before were answered or not; then waits for them. */
  async callOn(server: string, isWrite: boolean, signal: AbortSignal): Promise<void> {
    // Each has a deadline, which bounds how many there are.
    const running = new Set<Promise<void>>();
    while (!signal.aborted) {
      const call = this.#call(server, isWrite).finally(() => running.delete(call));
      running.add(call);
      await sleep(this.#world.clock, isWrite ? WRITE_EVERY_MS : READ_EVERY_MS, signal);
    }
    await Promise.all(running);
  }

  /** Whether the latest calls that began after a moment all went well. */
  isWellSince(server: string, sinceMs: number): boolean {
    const own = this.calls.filter((call) => call.server === server && call.startedMs >= sinceMs);
    const latest = own.slice(own.findLastIndex(({ outcome }) => outcome !== 'ok') + 1);
    const hasWrites = this.calls.some(({ isWrite }) => isWrite);
    return latest.length >= GOOD_CALLS && (!hasWrites || latest.some(({ isWrite }) => isWrite));
  }

  /** Counts how often the tools of the server are not all listed. */
  async watchLists(server: string, toolCount: number, signal: AbortSignal): Promise<number> {
    let incomplete = 0;
    while (!signal.aborted) {
      const listed = this.#world.seawall.listTools().filter((tool) => tool.server === server).length;
      if (listed < toolCount) incomplete += 1;
      await sleep(this.#world.clock, READ_EVERY_MS, signal);
    }
    return incomplete;
  }

  async #call(server: string, isWrite: boolean): Promise<void> {
    const { seawall } = this.#world;
    const { deadlineMs: timeoutMs = CHAOS_DEFAULTS.deadlineMs } = this.#options;
    this.#count += 1;
    const key = `${this.#scene.fault} ${this.#scene.server} ${this.#count}`;
    const request = this.#requestOf(server, isWrite, key);
    if (request === undefined) return;
    const startedMs = this.nowMs();
    let outcome: ChaosCallRecord['outcome'];
    try {
      outcome = outcomeOf(await seawall.request(server, request, { timeoutMs }));
    } catch (error) {
      outcome = MCPError.isInstance(error) && error.kind === 'outcome_unknown' ? 'unknown' : 'failed';
    }
    this.calls.push({ server, isWrite, key, startedMs, durationMs: this.nowMs() - startedMs, outcome });
  }

  /** The user's own calls by turns; else a list as the read, and the first tool as a write. */
  #requestOf(
    server: string,
    isWrite: boolean,
    key: string,
  ): Parameters<ChaosWorld['seawall']['request']>[1] | undefined {
    const own = (this.#options.calls ?? []).filter(
      (call) => call.server === server && (call.isRead === true) !== isWrite,
    );
    const chosen = own[this.#count % Math.max(1, own.length)];
    const _meta = { [KEY_FIELD]: key };
    if (chosen !== undefined) {
      const { tool, arguments: args = {} } = chosen;
      return { method: 'tools/call', params: { name: tool, arguments: args, _meta } };
    }
    if (!isWrite) return { method: 'tools/list', params: { _meta } };
    const name = this.#world.seawall.catalog(server).tools[0]?.name;
    // Nothing that could be sent for real is made up.
    const mayInvent = name !== undefined && this.#options.sendWrites !== true;
    return mayInvent ? { method: 'tools/call', params: { name, arguments: {}, _meta } } : undefined;
  }
}

/** What stands in for an answer may say that there is none, or that the call waits. */
function outcomeOf(result: unknown): ChaosCallRecord['outcome'] {
  const field = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  if (field(field(result, '_meta'), TICKET_META_KEY) !== undefined) return 'parked';
  return field(result, 'isError') === true ? 'failed' : 'ok';
}
