import type { ServerView } from '@seawall/admin-api';
import type { JSX } from 'react';
import styles from './status.module.css';

/** How something does, in the five tones that the page knows. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'quiet';

/** The shapes that go with tones, so that colour is never alone. */
export type Shape = 'dot' | 'triangle' | 'diamond' | 'ring' | 'lock' | 'dash' | 'pause';

const SHAPES: Readonly<Record<Shape, JSX.Element>> = {
  dot: <circle cx="6" cy="6" r="4" />,
  triangle: <path d="M6 1.5 11 10.5H1z" />,
  diamond: <path d="M6 .8 11.2 6 6 11.2.8 6z" />,
  ring: <circle cx="6" cy="6" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.8" strokeDasharray="3.8 1.9" />,
  lock: (
    <path d="M3.6 5.2V4a2.4 2.4 0 0 1 4.8 0v1.2H10v5.6H2V5.2zM4.9 5.2h2.2V4a1.1 1.1 0 0 0-2.2 0z" fillRule="evenodd" />
  ),
  dash: <path d="M2 5h8v2H2z" />,
  pause: <path d="M2.5 2h2.5v8H2.5zM7 2h2.5v8H7z" />,
};

/** What a status looks like. */
export interface StatusLook {
  readonly tone: Tone;
  readonly shape: Shape;
  readonly word: string;
}

/** A status: shape, word and colour. */
export function Status({ tone, shape, word, isChip = true }: StatusLook & { readonly isChip?: boolean }): JSX.Element {
  return (
    <span className={`${styles.status} ${isChip ? styles.chip : ''}`} data-tone={tone}>
      <Glyph shape={shape} />
      {word}
    </span>
  );
}

/** The shape alone, where the word stands nearby. */
export function Glyph({ shape, size = 12 }: { readonly shape: Shape; readonly size?: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
      {SHAPES[shape]}
    </svg>
  );
}

/** The health of a server or a tool. */
export type Health = ServerView['health']['state'];

/** How each health looks. */
export const HEALTH_LOOKS: Readonly<Record<Health, StatusLook>> = {
  healthy: { tone: 'good', shape: 'dot', word: 'healthy' },
  degraded: { tone: 'warn', shape: 'triangle', word: 'degraded' },
  unhealthy: { tone: 'bad', shape: 'diamond', word: 'unhealthy' },
  connecting: { tone: 'info', shape: 'ring', word: 'connecting' },
  'auth-required': { tone: 'bad', shape: 'lock', word: 'sign-in needed' },
  disabled: { tone: 'quiet', shape: 'dash', word: 'disabled' },
  unknown: { tone: 'quiet', shape: 'ring', word: 'unknown' },
};

/** From bad to good. */
export const HEALTH_ORDER: readonly Health[] = [
  'unhealthy',
  'auth-required',
  'degraded',
  'connecting',
  'unknown',
  'healthy',
  'disabled',
];

/** The health of a server, as a chip; also of one that a newer gateway has another word for. */
export function HealthStatus({
  state,
  isPaused = false,
}: {
  readonly state: string;
  readonly isPaused?: boolean;
}): JSX.Element {
  if (isPaused) return <Status tone="quiet" shape="pause" word="paused" />;
  return <Status {...healthLook(state)} />;
}

/** How a health looks, also one that is not known. */
export function healthLook(state: string): StatusLook {
  const known = HEALTH_ORDER.find((health) => health === state);
  return known === undefined ? { tone: 'quiet', shape: 'ring', word: state } : HEALTH_LOOKS[known];
}
