/** How well a server or a tool does. */
export type Health = 'healthy' | 'degraded' | 'unhealthy' | 'connecting' | 'auth-required' | 'disabled' | 'unknown';

/** A judgement with its reason. */
export interface Judgement {
  readonly health: Health;
  /** What is the matter, in one or two sentences; also for what is healthy. */
  readonly reason: string;
  /** What to do, in one sentence; absent where there is nothing to do. */
  readonly advice?: string;
}

/** A judgement and since when it holds. */
export interface HealthStatus extends Judgement {
  /** In milliseconds since the epoch. */
  readonly sinceMs: number;
}

/** How grave a state is; the first is the gravest. */
export const HEALTH_ORDER: readonly Health[] = [
  'unhealthy',
  'auth-required',
  'degraded',
  'connecting',
  'unknown',
  'disabled',
  'healthy',
];

/** A health as one or several sentences: what, since when, what to do. */
export function healthSentence(reason: string, since: string, advice: string | undefined): string {
  return `${reason} Since ${since}.${advice === undefined ? '' : ` ${advice}`}`;
}
