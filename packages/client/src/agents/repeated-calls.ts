import { ANONYMOUS, type ErrorKind, flightKey, type SerializedMCPError } from '@seawall/core/base';

/** A call that a model made earlier in the same run. */
export interface PastCall {
  /** By the name that the model knows. */
  readonly tool: string;
  readonly arguments: unknown;
  /** Why it failed; absent when it did not. */
  readonly failure?: Pick<SerializedMCPError, 'kind' | 'message' | 'retryable'>;
}

/** When a model is told to stop calling a tool. */
export interface RepeatLimits {
  /** How often the same call may fail in a run in which repeating can't help, from 1.
   * @default 2 */
  readonly maxSameFailures?: number;
  /** How often a tool may fail in a row in a run, with whatever arguments, from 1.
   * @default 4 */
  readonly maxFailuresInRow?: number;
}

/** Defaults of {@link RepeatLimits}. */
export const REPEAT_DEFAULTS = { maxSameFailures: 2, maxFailuresInRow: 4 } as const satisfies RepeatLimits;

/**
 * What a model is told instead of making a call again that has failed as it is; `undefined` where the call may be made.
 *
 * Keeps nothing: it reads the calls of the run, which frameworks keep themselves, so it holds across checkpoints too.
 *
 * @param past the calls of this run, the oldest first.
 */
export function refuseRepeat(
  call: Pick<PastCall, 'tool' | 'arguments'>,
  past: readonly PastCall[],
  limits: RepeatLimits = {},
): string | undefined {
  const { maxSameFailures = REPEAT_DEFAULTS.maxSameFailures, maxFailuresInRow = REPEAT_DEFAULTS.maxFailuresInRow } =
    limits;
  const row = failuresInRow(call.tool, past);
  const last = row.at(-1)?.failure;
  if (last === undefined) return undefined;
  const key = callKey(call);
  const same = row.filter((one) => one.failure?.retryable === false && key !== undefined && callKey(one) === key);
  if (row.length >= maxFailuresInRow)
    return `Tool "${call.tool}" was not called: it has failed ${row.length} times in a row. ${last.message} Do not call it again; go on without it, and say what is missing.`;
  if (same.length >= maxSameFailures)
    return `Tool "${call.tool}" was not called: the same call has failed ${same.length} times. ${last.message} Change the arguments, or go on without it.`;
  return undefined;
}

/** The failures of a tool since it last answered; cancelled calls say nothing of it. */
function failuresInRow(tool: string, past: readonly PastCall[]): readonly PastCall[] {
  const calls = past.filter((one) => one.tool === tool && !SAYS_NOTHING.has(one.failure?.kind));
  const lastAnswered = calls.findLastIndex(({ failure }) => failure === undefined);
  return calls.slice(lastAnswered + 1);
}

const SAYS_NOTHING: ReadonlySet<ErrorKind | undefined> = new Set<ErrorKind | undefined>(['cancelled']);

/** Equal for calls with the same arguments; `undefined` for those that are too large to compare. */
function callKey({ tool, arguments: given }: Pick<PastCall, 'tool' | 'arguments'>): string | undefined {
  return flightKey({ principal: ANONYMOUS, server: '', request: { method: tool, params: { given } } });
}
