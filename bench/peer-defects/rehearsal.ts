import { setTimeout as pause } from 'node:timers/promises';
import type { End, Guard, GuardOptions, Work } from './contender.ts';

/** More failures than any of the libraries needs before it opens. */
const MAX_FAILURES = 100;

/** How long an open circuit of a scenario is left alone, and when it may surely be tried out. */
const BREAK_MS = 100;
export const AFTER_BREAK_MS = 250;

/** A breaker that opens after a few failures, and for a short time. */
export const SHORT_BREAK = {
  breaker: { breakMs: BREAK_MS, windowMs: 10_000, minimumCalls: 5 },
} as const satisfies GuardOptions;

export const succeed: Work = () => Promise.resolve('done');
export const fail: Work = () => Promise.reject(new Error('The server is down.'));

/** Work that goes on until it is told how to end. */
export interface HeldWork {
  readonly work: Work;
  readonly succeed: () => void;
  readonly fail: () => void;
}

export function holdWork(): HeldWork {
  let settle: (work: Work) => void = () => undefined;
  const told = new Promise<Work>((resolve) => {
    settle = resolve;
  });
  return { work: () => told.then((work) => work()), succeed: () => settle(succeed), fail: () => settle(fail) };
}

/** Lets calls fail until the circuit opens. @returns how many it took; `undefined` when it stayed closed. */
export async function openCircuit(guard: Guard): Promise<number | undefined> {
  for (let failures = 1; failures <= MAX_FAILURES; failures += 1) {
    await guard.call(fail);
    if (!isClosed(guard)) return failures;
  }
  return undefined;
}

/** Opens the circuit and waits until its break is over. @throws Error when it stays closed: then there is nothing to see. */
export async function endBreak(guard: Guard): Promise<void> {
  if ((await openCircuit(guard)) === undefined)
    throw new Error(`The circuit is closed after ${MAX_FAILURES} failures.`);
  await pause(AFTER_BREAK_MS);
}

export function isClosed(guard: Guard): boolean {
  return guard.isClosed?.() ?? true;
}

/** How a call ended, or that it did not within this many milliseconds. */
export async function endWithin(call: Promise<End>, ms: number): Promise<End | 'pending'> {
  const over = new AbortController();
  const timedOut = pause(ms, 'pending' as const, { signal: over.signal });
  // It is ended when the call was faster, and says so by rejecting.
  timedOut.catch(() => undefined);
  const end = await Promise.race([call, timedOut]);
  over.abort();
  return end;
}
