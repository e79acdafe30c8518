import type { Seawall, ServerStatus } from '@seawall/client';
import type { SeawallEvent, Timer } from '@seawall/core/base';
import type { CommandContext } from '../context.ts';
import { failureOf, serverLine, serverLines } from '../report/server-rows.ts';
import { type Colors, colorsFor } from '../terminal/colors.ts';
import { toDisplayLine } from '../terminal/display-text.ts';
import { createLiveRegion, type LiveRegion } from '../terminal/live-region.ts';

/**
 * Shows on stdout how the servers stand: on a terminal as a table that is drawn again in place, else one line for each
 * change and the table once, when every server has settled.
 */
export interface ServerBoard {
  /** Tells the board that something happened. */
  onEvent(event: SeawallEvent): void;
  /** Writes whole lines where they do not disturb the table. */
  write(text: string): void;
  /** Lets something else write whole lines to the same terminal. */
  above(write: () => void): void;
  /** Draws a last time and stops. May be called twice. */
  close(): void;
}

/** Builds the board of `seawall`. */
export function createServerBoard(context: CommandContext, seawall: Pick<Seawall, 'servers'>): ServerBoard {
  return context.stdout.isTTY === true ? new TerminalBoard(context, seawall) : new LineBoard(context, seawall);
}

/** Changes that come together are drawn together. */
const DRAW_DELAY_MS = 50;
/** While a server is not ready, its countdown runs. */
const TICK_MS = 1000;

class TerminalBoard implements ServerBoard {
  readonly #context: CommandContext;
  readonly #seawall: Pick<Seawall, 'servers'>;
  readonly #region: LiveRegion;
  readonly #colors: Colors;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(context: CommandContext, seawall: Pick<Seawall, 'servers'>) {
    this.#context = context;
    this.#seawall = seawall;
    this.#region = createLiveRegion(context.stdout);
    this.#colors = colorsFor(context.stdout, context.env);
    context.stdout.on?.('resize', this.#draw);
    this.#draw();
  }

  onEvent(event: SeawallEvent): void {
    if (event.kind === 'configReloaded') this.write(`${reloadLine(event, this.#colors)}\n`);
    if (SHOWN_EVENTS.has(event.kind)) this.#schedule(DRAW_DELAY_MS);
  }

  write(text: string): void {
    this.above(() => this.#context.stdout.write(text));
  }

  above(write: () => void): void {
    if (this.#isClosed) write();
    else this.#region.above(write);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#draw();
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#context.stdout.off?.('resize', this.#draw);
    this.#region.finish();
  }

  readonly #draw = (): void => {
    if (this.#isClosed) return;
    const { stdout, clock } = this.#context;
    const servers = this.#seawall.servers();
    this.#region.draw(serverLines(servers, { colors: this.#colors, width: stdout.columns ?? 80, nowMs: clock.now() }));
    this.#timer?.cancel();
    if (servers.some((server) => server.status.state !== 'ready' || !server.settled)) this.#schedule(TICK_MS);
  };

  #schedule(delayMs: number): void {
    if (this.#isClosed) return;
    this.#timer?.cancel();
    this.#timer = this.#context.clock.setTimer(this.#draw, delayMs, { background: true });
  }
}

class LineBoard implements ServerBoard {
  readonly #context: CommandContext;
  readonly #seawall: Pick<Seawall, 'servers'>;
  /** What was said last of each server. Bounded by the servers of the configuration. */
  #said = new Map<string, string>();
  #timer: Timer | undefined;
  #isTableShown = false;
  #isClosed = false;

  constructor(context: CommandContext, seawall: Pick<Seawall, 'servers'>) {
    this.#context = context;
    this.#seawall = seawall;
    this.#look();
  }

  onEvent(event: SeawallEvent): void {
    if (event.kind === 'configReloaded') this.write(`${reloadLine(event, colorsFor(this.#context.stdout, {}))}\n`);
    if (SHOWN_EVENTS.has(event.kind)) this.#look();
  }

  write(text: string): void {
    this.#context.stdout.write(text);
  }

  above(write: () => void): void {
    write();
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  readonly #look = (): void => {
    if (this.#isClosed) return;
    const servers = this.#seawall.servers();
    const said = new Map<string, string>();
    for (const server of servers) {
      const before = this.#said.get(server.name);
      const now = isWorthALine(server) ? changeKey(server) : before;
      if (now === undefined) continue;
      said.set(server.name, now);
      if (now !== before) this.write(`${serverLine(server)}\n`);
    }
    for (const name of this.#said.keys()) {
      if (!servers.some((server) => server.name === name)) this.write(`${toDisplayLine(name)}: removed\n`);
    }
    this.#said = said;
    if (this.#isTableShown) return;
    if (servers.every((server) => server.settled)) this.#showTable(servers);
    else this.#lookAgain();
  };

  /** A server may settle without an event: its lists came and there was nothing in them. */
  #lookAgain(): void {
    this.#timer?.cancel();
    this.#timer = this.#context.clock.setTimer(this.#look, SETTLE_POLL_MS, { background: true });
  }

  #showTable(servers: readonly ServerStatus[]): void {
    this.#isTableShown = true;
    const { clock, stdout } = this.#context;
    const view = { colors: colorsFor(stdout, {}), width: stdout.columns ?? LINE_WIDTH, nowMs: clock.now() };
    this.write(`\n${serverLines(servers, view).join('\n')}\n\n`);
  }
}

const SHOWN_EVENTS: ReadonlySet<SeawallEvent['kind']> = new Set([
  'connectionChanged',
  'catalogChanged',
  'configReloaded',
]);
const SETTLE_POLL_MS = 250;
const LINE_WIDTH = 120;

/** Being on the way is no news: it ends one way or the other. */
function isWorthALine(server: ServerStatus): boolean {
  if (server.status.state === 'idle' || server.status.state === 'connecting') return false;
  return server.status.state !== 'ready' || server.settled;
}

function changeKey(server: ServerStatus): string {
  const error = failureOf(server);
  const detail =
    server.status.state === 'ready' ? String(server.toolCount) : `${error?.code ?? ''} ${error?.message ?? ''}`;
  return `${server.status.state} ${detail}`;
}

function reloadLine(event: Extract<SeawallEvent, { kind: 'configReloaded' }>, colors: Colors): string {
  const { outcome } = event;
  if (outcome.kind === 'refused') {
    const { message, hint } = outcome.error;
    return `${colors.red('Configuration not taken over:')} ${toDisplayLine(`${message} ${hint ?? ''}`)} The one before goes on.`;
  }
  const parts = (['added', 'removed', 'changed'] as const).flatMap((verb) =>
    outcome[verb].length === 0 ? [] : [`${verb} ${outcome[verb].map(toDisplayLine).join(', ')}`],
  );
  return `Configuration read again: ${parts.length === 0 ? 'no server changed' : parts.join('; ')}.`;
}
