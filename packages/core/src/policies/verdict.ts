/**
 * What the end of an attempt says about a server or a tool. A `hard-failure` is one that leaves no doubt, as a refused
 * connection; `neutral` says nothing.
 */
export type BreakerSignal = 'success' | 'failure' | 'hard-failure' | 'neutral';

/**
 * Which calls may be sent again after a failure.
 *
 * `never`: none. `reads`: those that change nothing. `unless-write`: those and writes that may run twice by nature.
 * `any`: all, since the call surely did not run. `any-once`: the same, once, after what stood in the way was mended.
 * `reads-once`: those that change nothing and writes that may run twice, once.
 */
export type RepeatRule = 'never' | 'reads' | 'unless-write' | 'reads-once' | 'any' | 'any-once';

/** Whether this rule is that of calls which surely did not run. */
export function isSurelyNotRun(repeat: RepeatRule): boolean {
  return repeat === 'any' || repeat === 'any-once';
}

/** What the end of an attempt means for everything that decides about calls. */
export interface Verdict {
  readonly server: BreakerSignal;
  readonly tool: BreakerSignal;
  readonly repeat: RepeatRule;
  /** Whether the server asked us to slow down. */
  readonly isThrottle: boolean;
  /** Whether a try that went wrong this way is free: no byte of it left, so it does not count as one of the attempts. */
  readonly isTransparent: boolean;
}
