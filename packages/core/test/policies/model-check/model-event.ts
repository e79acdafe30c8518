import type { BreakerSignal } from '../../../src/policies/verdict.ts';
import { hasTwin, type ModelCall } from './model-call.ts';
import type { System } from './system.ts';

/** Something that may happen to a {@link System}. */
export interface ModelEvent {
  readonly name: string;
  readonly isEnabled: (system: System) => boolean;
  readonly happen: (system: System) => void;
}

/** One event; lets go on what it set free. @throws Violation when an invariant does not hold. */
export function perform(system: System, { happen }: ModelEvent): Promise<void> | undefined {
  happen(system);
  if (system.hasWaiting) return system.settle().then(() => system.check());
  system.check();
  return undefined;
}

const SLOTS = [0, 1, 2];
const BY = { actor: '', reason: '' };
const SIGNALS: readonly BreakerSignal[] = ['success', 'failure', 'hard-failure', 'neutral'];

/** All that happens, each with what has to be there for it. */
export const EVENTS: readonly ModelEvent[] = [
  { name: 'a read starts', isEnabled: ({ mayStart }) => mayStart, happen: (system) => system.start('read') },
  { name: 'a write starts', isEnabled: ({ mayStart }) => mayStart, happen: (system) => system.start('write') },
  ...SLOTS.flatMap(eventsOfCall),
  { name: 'time passes', isEnabled: () => true, happen: (system) => system.step() },
  {
    name: 'the server says that it stopped working on a call',
    isEnabled: ({ heldPlaces }) => heldPlaces > 0,
    happen: (system) => system.confirmCancelled(),
  },
  { name: 'a probe starts', isEnabled: isNotClosed, happen: (system) => system.startProbe() },
  { name: 'a probe is answered', isEnabled: ({ hasProbe }) => hasProbe, happen: (system) => system.endProbe(true) },
  { name: 'a probe fails', isEnabled: ({ hasProbe }) => hasProbe, happen: (system) => system.endProbe(false) },
  {
    name: 'a probe is answered that was given up',
    isEnabled: ({ hasLateProbe }) => hasLateProbe,
    happen: (system) => system.endLateProbe(),
  },
  {
    name: 'the server shows that it is alive',
    isEnabled: isNotClosed,
    happen: ({ breaker, nowMs }) => breaker.noteAlive(nowMs),
  },
  { name: 'the server is found dead', isEnabled: () => true, happen: ({ breaker, nowMs }) => breaker.trip('m', nowMs) },
  { name: 'opened by hand', isEnabled: () => true, happen: ({ breaker, nowMs }) => breaker.forceOpen(BY, nowMs) },
  { name: 'closed by hand', isEnabled: () => true, happen: ({ breaker, nowMs }) => breaker.forceClosed(BY, nowMs) },
  { name: 'isolated by hand', isEnabled: () => true, happen: ({ breaker, nowMs }) => breaker.isolate(BY, nowMs) },
  { name: 'reset by hand', isEnabled: () => true, happen: ({ breaker, nowMs }) => breaker.reset(BY, nowMs) },
];

function eventsOfCall(slot: number): readonly ModelEvent[] {
  const withCall = (happen: (system: System, call: ModelCall) => void) => (system: System) => {
    const call = system.calls[slot];
    if (call !== undefined) happen(system, call);
  };
  const isRunning = (system: System): boolean =>
    system.calls[slot] !== undefined && system.calls[slot].wait === undefined && !hasTwin(system.calls, slot);
  const mayRepeat = (system: System): boolean => {
    const call = system.calls[slot];
    return isRunning(system) && call?.safety === 'read' && call.attempt === 1;
  };
  return [
    ...SIGNALS.map((signal) => ({
      name: `call ${slot} ends: ${signal}`,
      isEnabled: (system: System) => system.mayEnd(signal) && isRunning(system),
      happen: withCall((system, call) => system.end(call, signal)),
    })),
    {
      name: `call ${slot} fails and is repeated`,
      isEnabled: mayRepeat,
      happen: withCall((system, call) => system.endAndRepeat(call, 'failure')),
    },
    {
      name: `call ${slot} takes too long`,
      isEnabled: isRunning,
      happen: withCall((system, call) => system.timeOut(call)),
    },
    {
      name: `call ${slot} is cancelled while it waits`,
      isEnabled: (system) => system.calls[slot]?.wait !== undefined,
      happen: withCall((system, call) => system.cancel(call)),
    },
  ];
}

function isNotClosed({ breaker }: System): boolean {
  return breaker.state !== 'closed';
}
