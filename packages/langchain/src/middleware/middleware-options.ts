import type { RepeatLimits } from '@seawall/client';
import type { Clock, Logger } from '@seawall/core/base';
import { assertNumbers } from '@seawall/core/base';
import type { SeawallTools } from '../tools/seawall-tools.ts';

/** What the middleware does for an agent. */
export interface SeawallMiddlewareOptions extends RepeatLimits {
  /** The tools of a client: then the agent sees those that come and go, and is told which are down. Agents with tools of
   * others need none.
   * @default none */
  readonly tools?: SeawallTools;
  /** How often calls of a run may be refused before the run is ended, from 1.
   * @default 3 */
  readonly maxRefusals?: number;
  /** For how long a model is told of a tool's earlier failure, in milliseconds, from 1.
   * @default 300000 */
  readonly errorTtlMs?: number;
  /** What becomes of a run in which the model itself fails: an apology to the user, or the error, thrown.
   * @default 'apologize' */
  readonly onRunError?: 'apologize' | 'throw';
  /** Hears why a run failed.
   * @default drops everything */
  readonly logger?: Logger;
  /** @default the clock of this process */
  readonly clock?: Pick<Clock, 'now'>;
}

/** Defaults of {@link SeawallMiddlewareOptions}. */
export const MIDDLEWARE_DEFAULTS = {
  maxRefusals: 3,
  errorTtlMs: 300_000,
  onRunError: 'apologize',
} as const satisfies SeawallMiddlewareOptions;

/** @throws {@link MCPConfigurationError} with `OPTION_INVALID`. */
export function checkMiddlewareOptions(options: SeawallMiddlewareOptions): void {
  const { maxSameFailures, maxFailuresInRow, maxRefusals, errorTtlMs } = options;
  assertNumbers({ maxSameFailures, maxFailuresInRow, maxRefusals, errorTtlMs }, OPTION_RANGES, 'seawallMiddleware');
}

const COUNT = { min: 1, max: 1000, isInteger: true } as const;
const OPTION_RANGES = {
  maxSameFailures: COUNT,
  maxFailuresInRow: COUNT,
  maxRefusals: COUNT,
  errorTtlMs: { min: 1, max: 86_400_000 },
} as const;
