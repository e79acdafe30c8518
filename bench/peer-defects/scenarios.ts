import { setTimeout as pause } from 'node:timers/promises';
import { type Contender, type Guard, type GuardOptions, NotCounted } from './contender.ts';
import {
  AFTER_BREAK_MS,
  endBreak,
  endWithin,
  fail,
  holdWork,
  isClosed,
  openCircuit,
  SHORT_BREAK,
  succeed,
} from './rehearsal.ts';

/** What was seen when a scenario was played. */
export interface Finding {
  /** Whether the defect is absent. */
  readonly holds: boolean;
  readonly saw: string;
}

/** A defect that was found in a library, as something that can be played with any of them. */
export interface Scenario {
  readonly id: string;
  /** What must hold. */
  readonly promise: string;
  /** @returns what was seen; `undefined` when the library does not offer what it takes. */
  readonly play: (contender: Contender) => Promise<Finding | undefined>;
}

export const SCENARIOS: readonly Scenario[] = [
  { id: 'P1', promise: 'the first failure ever opens nothing', play: guarded({ breaker: {} }, firstFailure) },
  { id: 'P2', promise: 'calls that began before the break do not close it', play: guarded(SHORT_BREAK, staleSuccess) },
  { id: 'P3', promise: 'a failure that does not count closes nothing', play: guarded(SHORT_BREAK, uncountedFailure) },
  {
    id: 'P4',
    promise: 'calls refused for want of room open nothing',
    play: guarded({ breaker: { minimumCalls: 5 }, bulkhead: { concurrency: 1, queue: 0 } }, ownRefusals),
  },
  {
    id: 'P5',
    promise: 'work that timed out and goes on keeps its place',
    play: guarded({ breaker: { minimumCalls: 100 }, bulkhead: { concurrency: 1, queue: 0 }, timeoutMs: 50 }, lentPlace),
  },
  {
    id: 'P6',
    promise: 'a trial that hangs does not keep the circuit open for ever',
    play: guarded({ breaker: { ...SHORT_BREAK.breaker, leaseMs: 200 } }, hungTrial),
  },
  {
    id: 'P7',
    promise: 'an abort ends the wait before a repetition, and nothing is called after it',
    play: guarded({ retry: { delayMs: 1_000 } }, abortedWait),
  },
  {
    id: 'P8',
    promise: 'failures count no longer than the window',
    play: guarded({ breaker: { windowMs: 1_000, minimumCalls: 5 } }, oldFailures),
  },
  {
    id: 'P9',
    promise: 'an old failure does not undo a trial that goes well',
    play: guarded(SHORT_BREAK, staleFailure),
  },
  { id: 'P10', promise: 'nobody waits behind a slow trial', play: guarded(SHORT_BREAK, slowTrial) },
  {
    id: 'P12',
    promise: 'a caller that gave up keeps no room in the queue',
    play: guarded({ bulkhead: { concurrency: 1, queue: 1 } }, abortedWaiter),
  },
  { id: 'P13', promise: 'a call to something deaf ends at its time', play: deafServer },
];

function guarded(
  options: GuardOptions,
  play: (guard: Guard) => Promise<Finding>,
): (contender: Contender) => Promise<Finding | undefined> {
  return async (contender) => {
    const guard = contender.guard(options);
    if (guard === undefined) return undefined;
    try {
      return await play(guard);
    } finally {
      await guard.close();
    }
  };
}

async function firstFailure(guard: Guard): Promise<Finding> {
  const failures = await openCircuit(guard);
  return { holds: failures !== 1, saw: failures === undefined ? 'stays closed' : `opens after ${failures}` };
}

async function staleSuccess(guard: Guard): Promise<Finding> {
  const slow = Array.from({ length: 10 }, holdWork);
  const calls = slow.map(({ work }) => guard.call(work));
  await endBreak(guard);
  for (const { succeed: end } of slow) end();
  await Promise.all(calls);
  const closed = isClosed(guard);
  return { holds: !closed, saw: closed ? 'closes without a trial' : 'waits for a trial' };
}

async function uncountedFailure(guard: Guard): Promise<Finding> {
  await endBreak(guard);
  const end = await guard.call(() => Promise.reject(new NotCounted('A wrong argument.')));
  const closed = isClosed(guard);
  return { holds: end === 'failed' && !closed, saw: closed ? 'closes' : 'stays half-open' };
}

async function ownRefusals(guard: Guard): Promise<Finding> {
  const { work, succeed: end } = holdWork();
  const running = guard.call(work);
  let refused = 0;
  for (let call = 0; call < 50; call += 1) if ((await guard.call(succeed)) === 'refused') refused += 1;
  const closed = isClosed(guard);
  end();
  await running;
  return { holds: closed && refused === 50, saw: `${closed ? 'closed' : 'open'} after ${refused} refusals` };
}

async function lentPlace(guard: Guard): Promise<Finding> {
  let running = 0;
  let most = 0;
  // It hears of no timeout.
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await pause(300);
    running -= 1;
  };
  for (let call = 0; call < 5; call += 1) await guard.call(work);
  await pause(350);
  return { holds: most === 1, saw: `${most} at work where 1 may be` };
}

async function hungTrial(guard: Guard): Promise<Finding> {
  await endBreak(guard);
  void guard.call(() => new Promise(() => undefined));
  const startedMs = performance.now();
  for (let passedMs = 0; passedMs < 3_000; passedMs = performance.now() - startedMs) {
    await pause(50);
    const end = await endWithin(guard.call(succeed), 200);
    if (end === 'ok') return { holds: true, saw: 'lets calls through again' };
  }
  return { holds: false, saw: 'lets nothing through for 3 s' };
}

async function abortedWait(guard: Guard): Promise<Finding> {
  const controller = new AbortController();
  let begun = 0;
  const call = guard.call(() => {
    begun += 1;
    return fail();
  }, controller.signal);
  await pause(50);
  const before = begun;
  controller.abort();
  // Half the wait that it is in.
  const end = await endWithin(call, 500);
  await call;
  const after = begun - before;
  const settled = end === 'pending' ? 'goes on waiting' : 'ends at once';
  return { holds: end !== 'pending' && after === 0, saw: `${settled}, ${after} calls after it` };
}

async function oldFailures(guard: Guard): Promise<Finding> {
  for (let call = 0; call < 4; call += 1) await guard.call(fail);
  if (!isClosed(guard)) return { holds: false, saw: 'opens below its minimum' };
  await pause(3_000);
  await guard.call(fail);
  const closed = isClosed(guard);
  return { holds: closed, saw: closed ? 'forgets them' : 'opens by failures 3 windows old' };
}

async function staleFailure(guard: Guard): Promise<Finding> {
  const slow = holdWork();
  const old = guard.call(slow.work);
  await endBreak(guard);
  const trial = holdWork();
  const tried = guard.call(trial.work);
  slow.fail();
  await old;
  trial.succeed();
  const end = await tried;
  const closed = isClosed(guard);
  return { holds: end === 'ok' && closed, saw: closed ? 'closes' : 'stays open' };
}

async function slowTrial(guard: Guard): Promise<Finding> {
  await endBreak(guard);
  const trial = holdWork();
  const tried = guard.call(trial.work);
  let refused = 0;
  const others = Array.from({ length: 1_000 }, async () => {
    if ((await guard.call(succeed)) === 'refused') refused += 1;
  });
  await pause(AFTER_BREAK_MS);
  const atOnce = refused;
  trial.succeed();
  await Promise.all([tried, ...others]);
  return { holds: atOnce === others.length, saw: `${atOnce} of ${others.length} refused meanwhile` };
}

async function abortedWaiter(guard: Guard): Promise<Finding> {
  const first = holdWork();
  const running = guard.call(first.work);
  const controller = new AbortController();
  const waiting = guard.call(succeed, controller.signal);
  await pause(20);
  controller.abort();
  await pause(20);
  const next = guard.call(succeed);
  const end = await endWithin(next, 100);
  first.succeed();
  await Promise.all([running, waiting, next]);
  const hasRoom = end === 'pending' && (await next) === 'ok';
  return { holds: hasRoom, saw: hasRoom ? 'lets the next one in' : 'refuses the next one' };
}

async function deafServer(contender: Contender): Promise<Finding | undefined> {
  const guard = await contender.guardOfDeaf(300);
  if (guard === undefined) return undefined;
  const end = await endWithin(
    guard.call(() => new Promise(() => undefined)),
    3_000,
  );
  await guard.close();
  const holds = end === 'failed';
  return { holds, saw: holds ? 'ends' : 'waits for ten times as long' };
}
