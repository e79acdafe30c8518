import type { Random } from '../../random.ts';
import { notify } from '../notify.ts';
import type { GateChanged, GateReading, GateSnapshot, GateState } from './events.ts';
import type { RateGateSettings } from './options.ts';
import { Pace } from './pace.ts';
import { RateMeter } from './rate-meter.ts';

/** What a {@link RateGate} needs. */
export interface RateGateDependencies {
  /** The server as the configuration names it. */
  readonly server: string;
  /** Checked and complete; may be shared by any number of gates. */
  readonly options: RateGateSettings;
  readonly random: Random;
  /** Monotonic time, in milliseconds. */
  readonly nowMs: number;
  /** The wall clock, for events. */
  readonly atMs: () => number;
  /** Told of each change; may throw. */
  readonly onChange: (change: GateChanged) => void;
}

/** So many tools of a server are held back one by one at most; with one more, the whole server is. */
export const MAX_GATED_TOOLS = 64;

/**
 * Holds calls back after their server asked for fewer (429, or 503 with `Retry-After`): until the time that it named, then at a
 * rate below the one that was too much, which grows again as calls go well.
 *
 * The tool that was throttled is held back, and the whole server once a second tool is. It has no timer: who has to wait takes a
 * ticket and asks again, and is let through in the order of the tickets.
 */
export class RateGate {
  private readonly server: string;
  private readonly settings: RateGateSettings;
  private readonly random: Random;
  private readonly atMs: () => number;
  private readonly onChange: (change: GateChanged) => void;
  private readonly meter: RateMeter;
  private serverPace: Pace | undefined;
  /** Made when a tool is held back for the first time; bounded by {@link MAX_GATED_TOOLS}. */
  private toolPaces: Map<string, Pace> | undefined;
  private throttledTool: string | undefined;
  private throttledMs = 0;
  private lastTicket = 0;

  constructor({ server, options, random, nowMs, atMs, onChange }: RateGateDependencies) {
    this.server = server;
    this.settings = options;
    this.random = random;
    this.atMs = atMs;
    this.onChange = onChange;
    this.meter = new RateMeter(nowMs);
  }

  /**
   * 0: the call goes out now. Else how long to wait before asking again, in milliseconds. Takes constant time.
   *
   * @param ticket of a call that waits; a new one goes behind all that do.
   */
  tryPass(tool: string, nowMs: number, ticket?: number): number {
    const waitMs = this.isPacing ? this.passPaced(tool, nowMs, ticket) : 0;
    if (waitMs > 0) return waitMs;
    this.meter.count(nowMs);
    return 0;
  }

  /** The place of a call that waits for its turn; it has to be given back with {@link leaveLine}, whatever comes of the call. */
  joinLine(tool: string): number {
    this.lastTicket += 1;
    this.serverPace?.join(this.lastTicket);
    this.toolPaces?.get(tool)?.join(this.lastTicket);
    return this.lastTicket;
  }

  /** The call does not wait any more. */
  leaveLine(tool: string, ticket: number): void {
    this.serverPace?.leave(ticket);
    this.toolPaces?.get(tool)?.leave(ticket);
  }

  /** The server asked for fewer calls; a time that is no number from 0 is taken for none. */
  onThrottled(tool: string, retryAfterMs: number | undefined, nowMs: number): void {
    if (!this.settings.enabled) return;
    this.forgetOldTools(nowMs);
    const isTime = retryAfterMs !== undefined && Number.isFinite(retryAfterMs) && retryAfterMs >= 0;
    const isServerWide = this.isServerWide(tool, nowMs);
    const pace = isServerWide ? this.paceOfServer(nowMs) : this.paceOfTool(tool, nowMs);
    this.throttledTool = tool;
    this.throttledMs = nowMs;
    const heldMs = pace.isHeld(nowMs) ? pace.waitMs(nowMs) : 0;
    pace.throttle(isTime ? retryAfterMs : undefined, this.meter.perSecond(nowMs), nowMs);
    // Calls that were on their way together tell the same once more: only a much longer wait is news.
    if (pace.waitMs(nowMs) > 2 * heldMs || heldMs === 0) this.tell(pace, isServerWide ? undefined : tool, nowMs);
  }

  /** A call went well. */
  onSuccess(tool: string, nowMs: number): void {
    if (this.isPacing) this.succeedPaced(tool, nowMs);
  }

  /** Everything that holds calls back now. */
  snapshot(nowMs: number): GateSnapshot {
    const own = this.serverPace === undefined ? [] : [readingOf(this.serverPace, undefined, nowMs)];
    const tools = [...(this.toolPaces ?? [])].map(([tool, pace]) => readingOf(pace, tool, nowMs));
    return { server: this.server, gates: [...own, ...tools] };
  }

  private get isPacing(): boolean {
    return this.serverPace !== undefined || (this.toolPaces !== undefined && this.toolPaces.size > 0);
  }

  private succeedPaced(tool: string, nowMs: number): void {
    this.serverPace?.succeed(nowMs);
    this.toolPaces?.get(tool)?.succeed(nowMs);
    this.refresh(tool, nowMs);
  }

  private passPaced(tool: string, nowMs: number, ticket: number | undefined): number {
    this.refresh(tool, nowMs);
    const own = this.toolPaces?.get(tool);
    const waitMs = Math.max(this.serverPace?.turnMs(ticket, nowMs) ?? 0, own?.turnMs(ticket, nowMs) ?? 0);
    if (waitMs > 0) return Math.ceil(waitMs);
    this.serverPace?.take(nowMs);
    own?.take(nowMs);
    return 0;
  }

  /** Whether a throttled call is about the whole server: it was already, or this is not the first tool that is throttled. */
  private isServerWide(tool: string, nowMs: number): boolean {
    if (this.serverPace !== undefined) return true;
    const sinceMs = nowMs - this.throttledMs;
    const isRecent = this.throttledTool !== undefined && sinceMs < this.settings.scopeWindowMs;
    if (isRecent && this.throttledTool !== tool) return true;
    const paces = this.toolPaces;
    return paces !== undefined && !paces.has(tool) && paces.size >= MAX_GATED_TOOLS;
  }

  private paceOfServer(nowMs: number): Pace {
    this.serverPace ??= new Pace(this.settings, this.random, nowMs);
    return this.serverPace;
  }

  private paceOfTool(tool: string, nowMs: number): Pace {
    this.toolPaces ??= new Map();
    const known = this.toolPaces.get(tool);
    if (known !== undefined) return known;
    const pace = new Pace(this.settings, this.random, nowMs);
    this.toolPaces.set(tool, pace);
    return pace;
  }

  /** Lets go of what is over, and tells of it. */
  private refresh(tool: string, nowMs: number): void {
    const { serverPace } = this;
    if (serverPace !== undefined) this.refreshPace(serverPace, undefined, nowMs);
    const own = this.toolPaces?.get(tool);
    if (own !== undefined) this.refreshPace(own, tool, nowMs);
  }

  private refreshPace(pace: Pace, tool: string | undefined, nowMs: number): void {
    if (!pace.isForgotten(nowMs)) {
      if (stateOf(pace, nowMs) !== pace.told) this.tell(pace, tool, nowMs);
      return;
    }
    if (tool === undefined) this.serverPace = undefined;
    else this.toolPaces?.delete(tool);
    this.tellState(pace, tool, 'free', nowMs);
  }

  private forgetOldTools(nowMs: number): void {
    for (const [tool, pace] of this.toolPaces ?? []) this.refreshPace(pace, tool, nowMs);
    if (this.serverPace !== undefined) this.refreshPace(this.serverPace, undefined, nowMs);
  }

  private tell(pace: Pace, tool: string | undefined, nowMs: number): void {
    this.tellState(pace, tool, stateOf(pace, nowMs), nowMs);
  }

  private tellState(pace: Pace, tool: string | undefined, to: GateState, nowMs: number): void {
    const from = pace.told;
    const atMs = this.atMs();
    pace.told = to;
    notify(this.onChange, {
      kind: 'gateChanged',
      atMs,
      server: this.server,
      ...(tool === undefined ? {} : { tool }),
      from,
      to,
      ...(to === 'held' ? { retryAtMs: atMs + pace.waitMs(nowMs) } : {}),
      ...(to === 'free' ? {} : { ratePerSecond: pace.ratePerSecond }),
    });
  }
}

function stateOf(pace: Pace, nowMs: number): Exclude<GateState, 'free'> {
  return pace.isHeld(nowMs) ? 'held' : 'paced';
}

function readingOf(pace: Pace, tool: string | undefined, nowMs: number): GateReading {
  return {
    ...(tool === undefined ? {} : { tool }),
    state: stateOf(pace, nowMs),
    waitMs: Math.ceil(pace.waitMs(nowMs)),
    ratePerSecond: pace.ratePerSecond,
    throttles: pace.throttles,
  };
}
