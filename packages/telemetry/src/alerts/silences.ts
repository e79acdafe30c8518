import {
  type ConfiguredSilence,
  createLabelTest,
  type Matcher,
  MCPValidationError,
  matcherProblem,
  redactText,
  type SilenceRecord,
} from '@seawall/core/base';

/** What a silence is to be. */
export interface SilenceRequest {
  readonly matchers: readonly Matcher[];
  /** @default now */
  readonly startsAtMs?: number;
  readonly endsAtMs: number;
  readonly createdBy: string;
  readonly reason: string;
}

/**
 * The silences that are known, by id.
 *
 * One whose time is over is kept until there is need of its place: the clock may be ahead for a moment only. One that somebody
 * ended stays ended, also when the clock is set back.
 */
export class Silences {
  // Bounded by MAX_SILENCES.
  readonly #known = new Map<string, Known>();

  constructor(configured: readonly ConfiguredSilence[]) {
    configured.forEach((silence, index) => {
      this.put({ ...silence, id: `config-${index + 1}`, createdBy: 'configuration' });
    });
  }

  /** Takes one, in the place of an earlier one with its id; when there are too many it is left out. */
  put(record: SilenceRecord): void {
    if (this.#known.size >= MAX_SILENCES && !this.#known.has(record.id)) return;
    this.#known.set(record.id, { record, test: createLabelTest(record.matchers), isEnded: false });
  }

  /** Takes what became of one that somebody ended. */
  end(record: SilenceRecord): void {
    this.#known.set(record.id, { record, test: () => false, isEnded: true });
  }

  get(id: string): SilenceRecord | undefined {
    return this.#known.get(id)?.record;
  }

  /** Those that have not ended by `atMs`, the next to end first. */
  list(atMs: number): readonly SilenceRecord[] {
    return [...this.#known.values()]
      .filter((known) => !isOver(known, atMs))
      .map(({ record }) => record)
      .sort((one, other) => one.endsAtMs - other.endsAtMs);
  }

  /** The one that mutes an alert with these labels at `atMs`, if any. */
  find(labels: Readonly<Record<string, string>>, atMs: number): SilenceRecord | undefined {
    for (const known of this.#known.values()) {
      if (known.record.startsAtMs <= atMs && !isOver(known, atMs) && known.test(labels)) return known.record;
    }
    return undefined;
  }

  /** Makes room for one more. @throws {@link MCPValidationError} when there are as many as there can be */
  makeRoom(atMs: number): void {
    if (this.#known.size < MAX_SILENCES) return;
    for (const [id, known] of this.#known) if (isOver(known, atMs)) this.#known.delete(id);
    if (this.#known.size < MAX_SILENCES) return;
    const hint = 'End one that is not needed any more, or write one with a pattern for several.';
    throw invalid('matchers', `There are ${MAX_SILENCES} silences already.`, hint);
  }
}

interface Known {
  readonly record: SilenceRecord;
  readonly test: (labels: Readonly<Record<string, string>>) => boolean;
  /** By somebody. */
  readonly isEnded: boolean;
}

function isOver({ record, isEnded }: Known, atMs: number): boolean {
  return isEnded || record.endsAtMs <= atMs;
}

const MAX_SILENCES = 1000;
const MAX_MATCHERS = 20;
const MAX_REASON = 500;

/**
 * Makes a silence of a request.
 *
 * @throws {@link MCPValidationError} when it has no matcher, one that can't be used, or an end that is over.
 */
export function createSilence(
  request: SilenceRequest,
  options: { readonly id: string; readonly nowMs: number },
): SilenceRecord {
  const { matchers, endsAtMs, createdBy, reason } = request;
  const startsAtMs = request.startsAtMs ?? options.nowMs;
  checkMatchers(matchers);
  if (!(endsAtMs > startsAtMs && endsAtMs > options.nowMs)) {
    throw invalid('endsAtMs', 'The silence is over before it begins to count.', 'Give an end that lies ahead.');
  }
  return {
    id: options.id,
    matchers,
    startsAtMs,
    endsAtMs,
    createdBy: redactText(createdBy).slice(0, MAX_REASON),
    reason: redactText(reason).slice(0, MAX_REASON),
  };
}

/** @throws {@link MCPValidationError} when there is none, or one can't be used */
export function checkMatchers(matchers: readonly Matcher[]): void {
  if (matchers.length === 0 || matchers.length > MAX_MATCHERS) {
    throw invalid(
      'matchers',
      `A silence has 1 to ${MAX_MATCHERS} matchers, this one has ${matchers.length}.`,
      'Name at least one label, as "server=jira".',
    );
  }
  for (const matcher of matchers) {
    const problem = matcherProblem(matcher);
    if (problem === undefined) continue;
    const message = `The matcher for "${matcher.label}" can't be used: ${problem}.`;
    throw invalid('matchers', message, 'Use characters, classes, groups, "|", "*", "+" and "?".');
  }
}

function invalid(field: string, message: string, hint: string): MCPValidationError {
  return new MCPValidationError({ code: 'REQUEST_REJECTED', field, message, hint });
}
