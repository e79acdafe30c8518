import { type Clock, MCPError, type Suggestion, suggestFixes } from '@seawall/core';
import { ConnectionFailure } from '../connection/connection.ts';
import { type DoctorStep, type DoctorStepId, type FailedStep, STEP_TITLES } from './doctor-report.ts';
import { toShownText } from './shown-text.ts';

/** What one check came to. */
export type Finding =
  | { readonly outcome: 'passed' | 'skipped'; readonly detail: string; readonly lines?: readonly string[] }
  | { readonly outcome: 'warning'; readonly detail: string; readonly fix: string; readonly lines?: readonly string[] }
  | {
      readonly outcome: 'failed';
      readonly error: MCPError;
      /** @default the hint of the error */
      readonly fix?: string;
      readonly lines?: readonly string[];
    };

/** What a {@link Checkup} needs. */
export interface CheckupOptions {
  readonly server: string;
  /** The checks to make, in this order. */
  readonly plan: readonly DoctorStepId[];
  readonly clock: Clock;
  /** Aborted when the time is over, or the caller gave up. */
  readonly signal: AbortSignal;
  /** Says what it means that the time is over. */
  readonly onOver: (title: string) => MCPError;
  readonly onStepStarted: (id: DoctorStepId) => void;
  readonly onStepFinished: (step: DoctorStep) => void;
}

/**
 * The checks of one server, one after the other.
 *
 * After one failed the rest is skipped, each with the reason. Whatever a check says is redacted, without control characters
 * and bounded before anybody gets it.
 */
export class Checkup {
  readonly #options: CheckupOptions;
  readonly #steps: DoctorStep[] = [];
  #running: { readonly id: DoctorStepId; readonly sinceMs: number } | undefined;
  #failure: FailedStep | undefined;

  constructor(options: CheckupOptions) {
    this.#options = options;
  }

  /** The step that failed. */
  get failure(): FailedStep | undefined {
    return this.#failure;
  }

  get steps(): readonly DoctorStep[] {
    return this.#steps;
  }

  /**
   * Makes one check, unless one failed before.
   *
   * What it throws is a finding too. `undefined` when the check was not made or did not pass.
   */
  async run<T>(id: DoctorStepId, check: () => Promise<Checked<T>> | Checked<T>): Promise<T | undefined> {
    if (this.#failure) return undefined;
    this.begin(id);
    try {
      const checked = await this.#unlessOver(check());
      this.end(id, checked.finding);
      return this.#failure ? undefined : checked.value;
    } catch (error) {
      this.end(id, this.toFinding(error, id));
      return undefined;
    }
  }

  /** Says that a check is being made, for one whose end is told by {@link Checkup.end}. */
  begin(id: DoctorStepId): void {
    if (this.#failure || this.#running?.id === id) return;
    this.#running = { id, sinceMs: this.#options.clock.monotonicMs() };
    this.#options.onStepStarted(id);
  }

  /** Tells what a check found; harmless after a failure. */
  end(id: DoctorStepId, finding: Finding, durationMs: number = this.#durationOf(id)): void {
    if (this.#failure) return;
    this.#running = undefined;
    const step = toStep(id, finding, Math.max(0, Math.round(durationMs)));
    if (step.outcome === 'failed') this.#failure = step;
    this.#steps.push(step);
    this.#options.onStepFinished(step);
  }

  /** What an error that a check met means. */
  toFinding(error: unknown, id: DoctorStepId): Finding {
    if (this.#options.signal.aborted) return { outcome: 'failed', error: this.#options.onOver(STEP_TITLES[id]) };
    if (error instanceof ConnectionFailure) return { outcome: 'failed', error: error.error };
    if (MCPError.isInstance(error)) return { outcome: 'failed', error };
    return {
      outcome: 'failed',
      error: new MCPError({
        code: 'UNEXPECTED_ERROR',
        message: `The check "${STEP_TITLES[id]}" of server "${this.#options.server}" failed in a way that was not foreseen.`,
        hint: 'Report it at the project.',
        cause: error,
      }),
    };
  }

  /** Adds the checks that were not made, and gives all of them in their order. */
  finish(): readonly DoctorStep[] {
    const made = new Map(this.#steps.map((step) => [step.id, step]));
    const failed = this.#failure;
    return this.#options.plan.map((id) => {
      const step = made.get(id);
      if (step) return step;
      const detail = failed ? `Not checked, because "${failed.title}" failed.` : 'Not checked.';
      return toStep(id, { outcome: 'skipped', detail }, 0);
    });
  }

  /** A lookup or a file system that hangs must not hold up the end; checks with sockets give up at the same signal. */
  async #unlessOver<T>(checking: Promise<T> | T): Promise<T> {
    const { signal } = this.#options;
    let onAbort = (): void => undefined;
    const over = new Promise<never>((_resolve, reject) => {
      onAbort = () => reject(new Error('The time is over.'));
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([checking, over]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #durationOf(id: DoctorStepId): number {
    return this.#running?.id === id ? this.#options.clock.monotonicMs() - this.#running.sinceMs : 0;
  }
}

/** What a check gives back: its finding, and what later checks need of it. */
export interface Checked<T> {
  readonly finding: Finding;
  readonly value?: T;
}

/** How much of a text is shown. */
const MAX_DETAIL_LENGTH = 1000;
const MAX_LINES = 50;
const MAX_LINE_LENGTH = 500;

function toStep(id: DoctorStepId, finding: Finding, durationMs: number): DoctorStep {
  const lines = (finding.lines ?? []).slice(0, MAX_LINES).map((line) => toShownText(line, MAX_LINE_LENGTH));
  const fields = { id, title: STEP_TITLES[id], ...(lines.length === 0 ? {} : { lines }), durationMs };
  switch (finding.outcome) {
    case 'passed':
    case 'skipped':
      return { ...fields, outcome: finding.outcome, detail: toShownText(finding.detail, MAX_DETAIL_LENGTH) };
    case 'warning': {
      const { detail, fix } = finding;
      return {
        ...fields,
        outcome: 'warning',
        detail: toShownText(detail, MAX_DETAIL_LENGTH),
        fix: toShownText(fix, MAX_DETAIL_LENGTH),
      };
    }
    case 'failed': {
      const { error } = finding;
      const fix = finding.fix ?? error.hint ?? 'Look up the code in docs/errors.md.';
      return {
        ...fields,
        outcome: 'failed',
        code: error.code,
        detail: toShownText(error.message, MAX_DETAIL_LENGTH),
        fix: toShownText(fix, MAX_DETAIL_LENGTH),
        suggestions: toSuggestions(error, fix),
      };
    }
  }
}

const MAX_SUGGESTIONS = 4;

/** What the general knowledge of a failure adds to what is told already. */
function toSuggestions(error: MCPError, fix: string): readonly Suggestion[] {
  return suggestFixes(error)
    .filter(
      (suggestion) => suggestion.cause !== error.message && suggestion.fix !== fix && suggestion.fix !== error.hint,
    )
    .slice(0, MAX_SUGGESTIONS)
    .map((suggestion) => ({
      cause: toShownText(suggestion.cause, MAX_DETAIL_LENGTH),
      fix: toShownText(suggestion.fix, MAX_DETAIL_LENGTH),
    }));
}
