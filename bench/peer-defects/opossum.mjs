// opossum behind the words of contender.ts: one circuit breaker with its own limit on calls under way, and its own timeout.
import CircuitBreaker from 'opossum';
import { NotCounted } from './contender.ts';

const REFUSALS = new Set(['EOPENBREAKER', 'ESEMLOCKED']);

export const opossum = {
  name: 'opossum 9.0.0',
  guard: ({ breaker = {}, bulkhead, retry, timeoutMs }) => {
    if (retry !== undefined || (bulkhead?.queue ?? 0) > 0) return undefined;
    return guardOf({
      timeout: timeoutMs ?? false,
      errorFilter: (error) => error instanceof NotCounted,
      ...(breaker.breakMs === undefined ? {} : { resetTimeout: breaker.breakMs }),
      ...(breaker.windowMs === undefined ? {} : { rollingCountTimeout: breaker.windowMs }),
      ...(breaker.minimumCalls === undefined ? {} : { volumeThreshold: breaker.minimumCalls }),
      ...(bulkhead === undefined ? {} : { capacity: bulkhead.concurrency }),
    });
  },
  guardOfDeaf: (timeoutMs) => guardOf({ timeout: timeoutMs }),
};

function guardOf(options) {
  const circuit = new CircuitBreaker((work) => work(), options);
  return {
    call: (work) =>
      circuit.fire(work).then(
        () => 'ok',
        ({ code }) => (REFUSALS.has(code) ? 'refused' : 'failed'),
      ),
    isClosed: () => circuit.closed,
    close: () => circuit.shutdown(),
  };
}
