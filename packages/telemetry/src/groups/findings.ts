import { type CreateId, type ErrorCode, type ErrorKind, type GroupRecord, toTimestamp } from '@seawall/core/base';

/** A pattern in the errors of servers. */
export interface Finding {
  readonly id: string;
  readonly pattern: 'shared-cause' | 'periodic' | 'after-reload' | 'after-version-change';
  /** When it was seen last, in milliseconds since the epoch. */
  readonly atMs: number;
  /** What was found and what it is concluded from, in one or two sentences. */
  readonly text: string;
  readonly servers: readonly string[];
  /** The groups of the errors. */
  readonly groups: readonly string[];
}

/** One error, as patterns are looked for. */
export interface PatternHit {
  readonly group: string;
  readonly server: string;
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly atMs: number;
  /** When the server answered last. */
  readonly lastSuccessMs: number | undefined;
}

/** Looks for patterns: one cause at several servers, errors that come like a clock, errors that begin with a change. */
export class Findings {
  readonly #createId: CreateId;
  readonly #onFinding: (finding: Finding) => void;
  /** By what they are about, the latest last; bounded by {@link MAX_FINDINGS}. */
  readonly #found = new Map<string, Finding>();
  /** By code, then by server; bounded by {@link MAX_CAUSES} and the servers that are told apart. */
  readonly #causes = new Map<ErrorCode, Map<string, Outbreak>>();
  /** By group; bounded by {@link MAX_RHYTHMS}. */
  readonly #rhythms = new Map<string, Rhythm>();
  /** By server; bounded by the servers that are told apart. */
  readonly #changes = new Map<string, Change>();

  constructor(createId: CreateId, onFinding: (finding: Finding) => void) {
    this.#createId = createId;
    this.#onFinding = onFinding;
  }

  /** The latest first. */
  list(): readonly Finding[] {
    return [...this.#found.values()].reverse();
  }

  /** An error happened; `servers` is how many there are. */
  note(hit: PatternHit, servers: number): void {
    if (SHAREABLE.has(hit.kind)) this.#noteCause(hit, servers);
    this.#noteRhythm(hit);
  }

  /** The entry of a server in the configuration changed. */
  noteReload(server: string, atMs: number): void {
    this.#changes.set(server, { pattern: 'after-reload', atMs, what: 'its configuration was changed' });
  }

  /** A server says that it is another version. */
  noteVersion(server: string, from: string, to: string, atMs: number): void {
    const what = `the server went from version ${from} to ${to}`;
    this.#changes.set(server, { pattern: 'after-version-change', atMs, what });
  }

  /** A server is no longer there. */
  forget(server: string): void {
    this.#changes.delete(server);
  }

  /** What was found about a server, or about all. */
  forgetFindings(server: string | undefined): void {
    for (const [about, { servers }] of this.#found)
      if (server === undefined || servers.includes(server)) this.#found.delete(about);
  }

  /** Errors began, or came back. */
  noteBeginning({ id, server, title }: GroupRecord, atMs: number): void {
    const change = this.#changes.get(server);
    if (change === undefined || atMs < change.atMs || atMs - change.atMs > MAX_AFTER_CHANGE_MS) return;
    const seconds = Math.round((atMs - change.atMs) / 1000);
    this.#tell(`${change.pattern} ${id}`, {
      pattern: change.pattern,
      atMs,
      text: `"${title}" of server "${server}" began ${seconds} s after ${change.what} at ${toTimestamp(change.atMs)}.`,
      servers: [server],
      groups: [id],
    });
  }

  #noteCause({ code, server, group, atMs }: PatternHit, servers: number): void {
    const outbreaks = this.#outbreaksOf(code);
    const before = outbreaks.get(server);
    const isGoingOn = before !== undefined && atMs - before.lastMs <= OUTBREAK_MS;
    outbreaks.set(server, { beganMs: isGoingOn ? before.beganMs : atMs, lastMs: atMs, group });
    if (isGoingOn) return;
    const together = [...outbreaks].filter(([, { beganMs }]) => Math.abs(atMs - beganMs) <= OUTBREAK_MS);
    if (together.length < (servers <= FEW_SERVERS ? 2 : ENOUGH_SERVERS)) return;
    const names = together.map(([name]) => name).sort();
    const beganMs = Math.min(...together.map(([, outbreak]) => outbreak.beganMs));
    const seconds = Math.round((atMs - beganMs) / 1000);
    this.#tell(`shared-cause ${code}`, {
      pattern: 'shared-cause',
      atMs,
      text:
        `${names.length} of ${servers} servers (${listed(names)}) began to fail with ${code} within ${seconds} s, from ` +
        `${toTimestamp(beganMs)} on: look at what they share, such as the network, a proxy or an account.`,
      servers: names,
      groups: together.map(([, outbreak]) => outbreak.group),
    });
  }

  #outbreaksOf(code: ErrorCode): Map<string, Outbreak> {
    const known = this.#causes.get(code) ?? new Map<string, Outbreak>();
    this.#causes.set(code, known);
    dropBeyond(this.#causes, MAX_CAUSES);
    return known;
  }

  #noteRhythm({ group, server, atMs, code, lastSuccessMs }: PatternHit): void {
    const rhythm = this.#rhythms.get(group) ?? { lastMs: Number.NEGATIVE_INFINITY, starts: [] };
    const previousMs = rhythm.lastMs;
    rhythm.lastMs = Math.max(previousMs, atMs);
    this.#rhythms.delete(group);
    this.#rhythms.set(group, rhythm);
    dropBeyond(this.#rhythms, MAX_RHYTHMS);
    if (atMs - previousMs < LEAST_PAUSE_MS) return;
    // Where nothing succeeds in between, the rhythm is that of the calls and not of the errors.
    if (rhythm.starts.length > 0 && !(lastSuccessMs !== undefined && lastSuccessMs > previousMs)) rhythm.starts = [];
    rhythm.starts.push(atMs);
    if (rhythm.starts.length > MAX_STARTS) rhythm.starts.shift();
    const periodMs = periodOf(rhythm.starts);
    if (periodMs === undefined) return;
    this.#tell(`periodic ${group}`, {
      pattern: 'periodic',
      atMs,
      text:
        `${code} of server "${server}" comes about every ${inWords(periodMs)}: the latest ${rhythm.starts.length} times began at ` +
        `${rhythm.starts.map(toTimestamp).join(', ')}, and calls succeeded in between. Look for something that runs as often.`,
      servers: [server],
      groups: [group],
    });
  }

  #tell(key: string, found: Omit<Finding, 'id'>): void {
    const before = this.#found.get(key);
    const finding = { id: before?.id ?? this.#createId(), ...found };
    this.#found.delete(key);
    this.#found.set(key, finding);
    dropBeyond(this.#found, MAX_FINDINGS);
    this.#onFinding(finding);
  }
}

interface Outbreak {
  readonly beganMs: number;
  readonly lastMs: number;
  readonly group: string;
}

interface Rhythm {
  lastMs: number;
  starts: number[];
}

interface Change {
  readonly pattern: 'after-reload' | 'after-version-change';
  readonly atMs: number;
  readonly what: string;
}

/** Kinds whose cause may lie outside of a server. */
const SHAREABLE: ReadonlySet<ErrorKind> = new Set([
  'authentication',
  'configuration',
  'connection',
  'quota',
  'rate_limit',
  'timeout',
  'unavailable',
]);

const MAX_FINDINGS = 100;
const MAX_CAUSES = 200;
const MAX_RHYTHMS = 1000;
const OUTBREAK_MS = 300_000;
const MAX_AFTER_CHANGE_MS = 600_000;
const ENOUGH_SERVERS = 3;
/** Among so few, two are many. */
const FEW_SERVERS = 4;
/** Errors that follow faster are one burst. */
const LEAST_PAUSE_MS = 60_000;
const MAX_STARTS = 8;
const LEAST_STARTS = 5;
/** How much of their mean the intervals may deviate. */
const MAX_DEVIATION = 0.1;

/** The usual time between the starts, where they come like a clock. */
function periodOf(starts: readonly number[]): number | undefined {
  if (starts.length < LEAST_STARTS) return undefined;
  const intervals = starts.slice(1).map((start, index) => start - (starts[index] ?? start));
  const mean = intervals.reduce((sum, interval) => sum + interval, 0) / intervals.length;
  const variance = intervals.reduce((sum, interval) => sum + (interval - mean) ** 2, 0) / intervals.length;
  return Math.sqrt(variance) <= mean * MAX_DEVIATION ? mean : undefined;
}

function inWords(periodMs: number): string {
  const minutes = periodMs / 60_000;
  if (minutes < 90) return `${Math.round(minutes)} minutes`;
  const hours = minutes / 60;
  return hours < 36 ? `${Math.round(hours * 10) / 10} hours` : `${Math.round(hours / 2.4) / 10} days`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `"${name}"`);
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}

function dropBeyond(map: Map<string, unknown>, most: number): void {
  if (map.size <= most) return;
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
