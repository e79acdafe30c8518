import Button from '@mui/material/Button';
import type { JSX } from 'react';
import { useObserved, useServices } from '../data/services.tsx';
import { formatTimeOfDay } from '../format/relative-time.ts';
import { useTicking } from '../parts/moment.tsx';
import styles from './live-chip.module.css';

/** Says whether the page shows what is, and pauses it. */
export function LiveChip(): JSX.Element {
  const { live, clock } = useServices();
  const state = useObserved(live.state);
  const text = useTicking(() => {
    switch (state.kind) {
      case 'live':
        return 'Live';
      case 'connecting':
        return 'Connecting';
      case 'paused':
        return `Paused at ${formatTimeOfDay(state.sinceMs)}`;
      case 'reconnecting':
        return `Reconnecting (${Math.max(0, Math.round((clock.now() - state.sinceMs) / 1000))} s)`;
    }
  });
  const isPaused = state.kind === 'paused';
  return (
    <>
      <Button
        variant="text"
        className={styles.chip}
        data-state={state.kind}
        aria-pressed={isPaused}
        title={isPaused ? 'Follow again (.)' : 'Pause (.)'}
        onClick={() => (isPaused ? live.resume() : live.pause())}
      >
        <span className={styles.light} aria-hidden="true" />
        {text}
      </Button>
      <span className="visually-hidden" aria-live="polite">
        {LIVE_WORDS[state.kind]}
      </span>
    </>
  );
}

/** Without the seconds, which nobody wants to be read out. */
const LIVE_WORDS = {
  connecting: '',
  live: 'The page is live.',
  paused: 'The page is paused.',
  reconnecting: 'The gateway does not answer; the page tries again.',
} as const;
