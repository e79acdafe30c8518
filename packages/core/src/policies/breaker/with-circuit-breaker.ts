import type { Safety } from '../../call/safety.ts';
import type { Clock } from '../../clock.ts';
import { MCPConfigurationError } from '../../errors/configuration-error.ts';
import { fromThrown } from '../../errors/from-thrown.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import type { Random } from '../../random.ts';
import type { BreakerSignal } from '../verdict.ts';
import { CircuitBreaker, REFUSED } from './circuit-breaker.ts';
import type { CircuitChanged, CircuitName } from './events.ts';
import { type BreakerOptions, breakerSettings, checkBreaker, TOOL_BREAKER_DEFAULTS } from './options.ts';

/** What a circuit around a function needs. */
export type WithCircuitBreakerOptions = CircuitAroundOptions & (TriesItself | TriedByProbe);

interface CircuitAroundOptions {
  /** What the circuit is about; functions never share one because of their names. */
  readonly name: CircuitName;
  /** @default the numbers of a tool's breaker */
  readonly breaker?: BreakerOptions;
  readonly clock: Clock;
  readonly random: Random;
  /**
   * What a failure says about what is behind the function. Where it throws, the default is used.
   * @default lost connections, outages and timeouts are failures; all else is neutral
   */
  readonly signalOf?: (error: MCPError) => BreakerSignal;
  readonly onChange?: (change: CircuitChanged) => void;
}

/** A function that changes nothing, so that a call of it can show whether it goes again. */
interface TriesItself {
  readonly safety: 'read';
}

/** A function that must not be tried out. */
interface TriedByProbe {
  readonly safety: Exclude<Safety, 'read'>;
  /** Asks what is behind the function whether it is there; called when a call is refused after the break. */
  readonly probe: () => Promise<boolean>;
}

/** A function with a circuit around it. */
export interface GuardedFunction<Arguments extends readonly unknown[], Result> {
  (...parameters: Arguments): Promise<Result>;
  /** To look at it, and to change it by hand. */
  readonly breaker: CircuitBreaker;
}

/**
 * Puts a circuit breaker around any function.
 *
 * What the function throws reaches the caller as it is. While the circuit is open nothing is called.
 *
 * @throws {@link MCPConfigurationError} at once, with every option that can't be used.
 * @throws {@link MCPRejectedError} from the guarded function, when its circuit refuses the call.
 */
export function withCircuitBreaker<Arguments extends readonly unknown[], Result>(
  fn: (...parameters: Arguments) => Promise<Result>,
  options: WithCircuitBreakerOptions,
): GuardedFunction<Arguments, Result> {
  const { clock, safety } = options;
  const breaker = createBreaker(options);
  const guarded = async (...parameters: Arguments): Promise<Result> => {
    const permit = breaker.tryAcquire(safety, clock.monotonicMs());
    if (permit === REFUSED) {
      if (options.safety !== 'read') tryOut(breaker, options.probe, clock);
      throw breaker.refusal(clock.monotonicMs());
    }
    try {
      const result = await fn(...parameters);
      breaker.record(permit, 'success', clock.monotonicMs());
      return result;
    } catch (thrown) {
      const error = fromThrown(thrown);
      breaker.record(permit, signalFor(error, options), clock.monotonicMs(), error.code);
      throw thrown;
    }
  };
  return Object.assign(guarded, { breaker });
}

function createBreaker({ name, breaker = {}, clock, random, onChange }: CircuitAroundOptions): CircuitBreaker {
  const faults = checkBreaker(breaker, TOOL_BREAKER_DEFAULTS, 'breaker');
  if (faults.length > 0) {
    throw new MCPConfigurationError({
      code: 'OPTION_INVALID',
      message: `A circuit breaker for "${name.tool ?? name.server}" can't work: ${faults.map(({ message }) => message).join(' ')}`,
      faults,
    });
  }
  return new CircuitBreaker({
    name,
    options: breakerSettings(breaker, TOOL_BREAKER_DEFAULTS),
    random,
    nowMs: clock.monotonicMs(),
    atMs: () => clock.now(),
    onChange: onChange ?? (() => undefined),
  });
}

function signalFor(error: MCPError, { signalOf }: CircuitAroundOptions): BreakerSignal {
  try {
    return signalOf?.(error) ?? defaultSignal(error);
  } catch {
    // The failure of the function must reach its caller, not that of the classification.
    return defaultSignal(error);
  }
}

function defaultSignal({ kind }: MCPError): BreakerSignal {
  if (kind === 'connection') return 'hard-failure';
  return kind === 'unavailable' || kind === 'timeout' ? 'failure' : 'neutral';
}

/** Runs a probe beside the call that was refused, if one is due. A probe that never settles loses its lease. */
function tryOut(breaker: CircuitBreaker, probe: () => Promise<boolean>, clock: Clock): void {
  const permit = breaker.tryProbe(clock.monotonicMs());
  if (permit === REFUSED) return;
  const tell = (ok: boolean): void => breaker.recordProbe(permit, ok, clock.monotonicMs());
  // Never rejects: both ends are told to the breaker, whose listener can't throw through it.
  void new Promise<boolean>((resolve) => resolve(probe())).then(tell, () => tell(false));
}
