import type { CircuitView } from '@seawall/admin-api';
import { type JSX, useMemo } from 'react';
import { useServices } from '../data/services.tsx';
import { formatDuration } from '../format/amounts.ts';
import { useTicking } from './moment.tsx';
import { Status, type StatusLook } from './status.tsx';

const LOOKS: Readonly<Record<CircuitView['state'], StatusLook>> = {
  closed: { tone: 'quiet', shape: 'dash', word: 'closed' },
  open: { tone: 'bad', shape: 'diamond', word: 'open' },
  'half-open': { tone: 'warn', shape: 'triangle', word: 'half-open' },
  'forced-closed': { tone: 'info', shape: 'dash', word: 'held closed' },
  isolated: { tone: 'bad', shape: 'lock', word: 'isolated' },
  'forced-open': { tone: 'bad', shape: 'lock', word: 'held open' },
};

function probeText(inS: number): string {
  return inS <= 0 ? 'probe now' : `probe in ${formatDuration(inS * 1000)}`;
}

/** How a circuit stands, and when it is tried again. */
export function CircuitStatus({ circuit }: { readonly circuit: CircuitView }): JSX.Element {
  const { time } = useServices();
  const { nextProbeInMs, state } = circuit;
  // The gateway says how long from now, and says it anew with each change.
  const probeAtMs = useMemo(
    () => (nextProbeInMs === undefined ? undefined : time.now() + nextProbeInMs),
    [nextProbeInMs, time],
  );
  const countdown = useTicking((now) =>
    probeAtMs === undefined ? '' : `, ${probeText(Math.round((probeAtMs - now) / 1000))}`,
  );
  const look = LOOKS[state];
  return <Status {...look} word={`${look.word}${state === 'open' ? countdown : ''}`} isChip={state !== 'closed'} />;
}
