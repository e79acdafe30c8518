import type { AlertRule } from '@seawall/core/base';
import { formatDuration } from './format-duration.ts';
import type { AlertSignals, ServerSignal } from './signals.ts';

/** Something that a rule holds for, of which it can't be told, or that is seen to be well. */
export interface Finding {
  /**
   * `holds`: the rule is true. `unclear`: an alert that is there stays, none begins. `well`: an alert ends, also soon after a
   * start, when what is not seen at all may only be not seen yet.
   */
  readonly state: 'holds' | 'unclear' | 'well';
  /** What it is about: server, tool, group. */
  readonly scope: Readonly<Record<string, string>>;
  readonly value: number;
  /** Why, in a sentence. */
  readonly reason: string;
  /** Of a group of errors. */
  readonly title?: string;
}

/** Everything that `rule` holds for now, and of what it can't tell. What is not among it is well. */
export function evaluateRule(rule: AlertRule, signals: AlertSignals): readonly Finding[] {
  switch (rule.when) {
    case 'parked-waiting': {
      const { waiting } = signals.parked();
      return whole(rule, waiting, 'Their servers are not there yet, or their circuits are open.');
    }
    case 'parked-age':
      return whole(rule, signals.parked().oldestAgeMs, 'Its server did not come back.');
    case 'store-dropping': {
      const { lost, reason } = signals.storeDrops(rule.windowMs);
      return whole(rule, lost, reason ?? 'The disk did not take them, or not fast enough.');
    }
    case 'group-new':
    case 'group-escalating':
    case 'group-regressed':
      return evaluateGroups(rule, signals);
    default:
      return signals
        .servers()
        .filter(({ server }) => rule.servers.some((pattern) => fits(pattern, server)))
        .flatMap((server) => evaluateServer(rule, server, signals));
  }
}

function whole(rule: AlertRule, value: number, reason: string): readonly Finding[] {
  return value >= rule.threshold && value > 0 ? [{ state: 'holds', scope: {}, value, reason }] : [];
}

function evaluateGroups(rule: AlertRule, signals: AlertSignals): readonly Finding[] {
  const state = rule.when.slice('group-'.length);
  return signals
    .groups()
    .filter((group) => group.state === state && rule.servers.some((pattern) => fits(pattern, group.server)))
    .map(({ id, server, title }) => ({ state: 'holds', scope: { server, group: id }, value: 1, reason: title, title }));
}

function evaluateServer(rule: AlertRule, signal: ServerSignal, signals: AlertSignals): readonly Finding[] {
  const { server, connection, reason, circuits } = signal;
  const scope = { server };
  const states = CONNECTION_STATES.get(rule.when);
  if (states !== undefined) {
    if (states.has(connection)) return [{ state: 'holds', scope, value: 1, reason }];
    if (connection === 'ready') return [{ state: 'well', scope, value: 0, reason }];
    // Nobody knows yet how the attempt that is under way ends.
    const why = 'It is being connected; whether this goes on is known after that.';
    return UNSETTLED.has(connection) ? [{ state: 'unclear', scope, value: 0, reason: why }] : [];
  }
  if (rule.when === 'circuit-open') {
    return circuits.map((circuit) => ({
      state: 'holds',
      scope: circuit.tool === undefined ? scope : { ...scope, tool: circuit.tool },
      value: 1,
      reason: circuit.reason,
    }));
  }
  return evaluateWindow(rule, signal, signals);
}

const CONNECTION_STATES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['server-down', new Set(['backoff', 'misconfigured', 'crash-loop'])],
  ['crash-loop', new Set(['crash-loop'])],
  ['auth-required', new Set(['auth-required'])],
]);
const UNSETTLED: ReadonlySet<string> = new Set(['idle', 'connecting']);

function evaluateWindow(rule: AlertRule, { server, reason }: ServerSignal, signals: AlertSignals): readonly Finding[] {
  const scope = { server };
  const window = signals.window(server, rule.windowMs);
  const value = windowValue(rule, window);
  if (value !== undefined && value >= rule.threshold && value > 0) return [{ state: 'holds', scope, value, reason }];
  // Of a part of the window nothing is known: what is missing may be what the alert was about.
  const watchedMs = signals.watchedForMs();
  if (watchedMs >= rule.windowMs) return [];
  const why = `Calls are watched since ${formatDuration(watchedMs)}; whether this goes on is known after ${formatDuration(rule.windowMs)}.`;
  return [{ state: 'unclear', scope, value: value ?? 0, reason: why }];
}

function windowValue(
  rule: AlertRule,
  window: { readonly calls: number; readonly failures: number; readonly errors: number; readonly p95Ms?: number },
): number | undefined {
  if (rule.when === 'errors') return window.errors;
  if (window.calls < rule.minimumCalls) return undefined;
  return rule.when === 'error-rate' ? window.failures / window.calls : window.p95Ms;
}

/** Whether a name fits a pattern with `*` for any characters and `?` for one, in time bounded by their product. */
function fits(pattern: string, name: string): boolean {
  let reached = new Set([0]);
  const stars = (at: number, into: Set<number>): void => {
    let index = at;
    into.add(index);
    while (pattern[index] === '*') {
      index += 1;
      into.add(index);
    }
  };
  const begin = new Set<number>();
  for (const at of reached) stars(at, begin);
  reached = begin;
  for (const char of name) {
    const next = new Set<number>();
    for (const at of reached) {
      if (pattern[at] === '*') stars(at, next);
      else if (pattern[at] === '?' || pattern[at] === char) stars(at + 1, next);
    }
    reached = next;
  }
  return reached.has(pattern.length);
}
