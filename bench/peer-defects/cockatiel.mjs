// cockatiel behind the words of contender.ts: one policy for each thing that is asked for. The bulkhead stands around the circuit,
// because a circuit around it would count its refusals.
import {
  bulkhead as bulkheadOf,
  CircuitState,
  ConstantBackoff,
  circuitBreaker,
  handleAll,
  handleWhen,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  noop,
  retry as retryOf,
  SamplingBreaker,
  TimeoutStrategy,
  timeout as timeoutOf,
  wrap,
} from 'cockatiel';
import { NotCounted } from './contender.ts';

/** These have no defaults there: the ratio is that of opossum, and the rest ours. */
const SAMPLING = { threshold: 0.5, duration: 60_000 };
const HALF_OPEN_AFTER_MS = 1_000;
const RETRIES = 3;

export const cockatiel = {
  name: 'cockatiel 3.2.1',
  guard: ({ breaker, bulkhead, retry, timeoutMs }) => {
    const circuit = breaker === undefined ? undefined : circuitOf(breaker);
    const policies = [
      ...(retry === undefined
        ? []
        : [retryOf(handleAll, { maxAttempts: RETRIES, backoff: new ConstantBackoff(retry.delayMs) })]),
      ...(bulkhead === undefined ? [] : [bulkheadOf(bulkhead.concurrency, bulkhead.queue)]),
      ...(circuit === undefined ? [] : [circuit]),
      ...(timeoutMs === undefined ? [] : [timeoutOf(timeoutMs, TimeoutStrategy.Aggressive)]),
    ];
    return guardOf(wrap(noop, ...policies), circuit);
  },
  guardOfDeaf: (timeoutMs) => guardOf(timeoutOf(timeoutMs, TimeoutStrategy.Cooperative)),
};

function circuitOf({ breakMs = HALF_OPEN_AFTER_MS, windowMs, minimumCalls }) {
  const duration = windowMs ?? SAMPLING.duration;
  return circuitBreaker(
    handleWhen((error) => !(error instanceof NotCounted)),
    {
      halfOpenAfter: breakMs,
      breaker: new SamplingBreaker({
        ...SAMPLING,
        duration,
        ...(minimumCalls === undefined ? {} : { minimumRps: (minimumCalls * 1000) / duration }),
      }),
    },
  );
}

function guardOf(policy, circuit) {
  return {
    call: (work, signal) =>
      policy.execute(work, signal).then(
        () => 'ok',
        (error) => (isBrokenCircuitError(error) || isBulkheadRejectedError(error) ? 'refused' : 'failed'),
      ),
    ...(circuit === undefined ? {} : { isClosed: () => circuit.state === CircuitState.Closed }),
    // It holds nothing that would have to be closed.
    close: () => undefined,
  };
}
