// @ts-check
// What a call costs with the policies of Seawall, with two libraries that are widely used, and with none. All of them run as
// published: compiled, with the options that they come with or recommend for calls over a network.
import { createEventBus, PolicyCall, resolvePolicies, ServerPolicies, systemClock } from '@seawall/core/base';
import * as cockatiel from 'cockatiel';
import CircuitBreaker from 'opossum';

/**
 * The operation itself, which all of them call alike.
 *
 * @typedef {(limits?: { readonly timeoutMs: number }) => Promise<import('@seawall/core/base').AttemptEnd>} Send
 */

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {() => Promise<unknown>} call sends once
 * @property {() => void} open refuses all calls from then on
 * @property {() => Promise<unknown>} callOpen sends once after that; never rejects
 * @property {() => void} close
 */

const LIMITS = { timeoutMs: 30_000, totalTimeoutMs: 60_000, maxTotalTimeoutMs: 300_000 };
const SETTINGS = resolvePolicies({}, 'http');
/** One for all servers, as in a gateway. */
const EVENTS = createEventBus({ onListenerError: () => undefined });
const INFO = /** @type {const} */ ({
  id: 'call-1',
  principal: { id: 'anonymous' },
  server: 'upstream',
  method: 'tools/call',
  target: 'look',
  safety: 'read',
});

/**
 * No policies at all.
 *
 * @param {Send} send
 * @returns {Contender}
 */
export function createRaw(send) {
  return { name: 'raw', call: send, callOpen: send, open: () => undefined, close: () => undefined };
}

/**
 * Deadline, two breakers, rate gate, bulkhead, silence watch, retry and its budget; one object made for each call, as a call is.
 *
 * @param {Send} send
 * @param {{ settings?: import('@seawall/core/base').PolicySettings, signal?: AbortSignal }} [options]
 * @returns {Contender}
 */
export function createSeawall(send, options) {
  return new Seawall(send, options);
}

/** A class, so that of ten thousand servers little but their policies is measured. */
class Seawall {
  /**
   * @param {Send} send
   * @param {{ settings?: import('@seawall/core/base').PolicySettings, signal?: AbortSignal }} [options]
   */
  constructor(send, { settings = SETTINGS, signal } = {}) {
    this.name = 'seawall';
    this.send = send;
    this.signal = signal;
    this.policies = new ServerPolicies({
      server: 'upstream',
      transport: 'http',
      settings,
      clock: systemClock,
      random: Math.random,
      events: EVENTS,
      probe: neverAnswered,
    });
  }

  call() {
    const { policies, signal } = this;
    const nowMs = systemClock.monotonicMs();
    const durations = policies.durationsOf('look');
    const operation = 'call_tool(look)';
    const made = new PolicyCall({ info: INFO, operation, safety: 'read', limits: LIMITS, nowMs, durations, signal });
    return policies.run(made, this, nowMs);
  }

  callOpen() {
    return this.call();
  }

  prepare() {
    return undefined;
  }

  abandon() {
    // Nothing was prepared.
  }

  open() {
    this.policies.breaker.trip('bench', systemClock.monotonicMs());
  }

  close() {
    this.policies.close();
  }
}

/** @returns {Promise<boolean>} */
function neverAnswered() {
  return new Promise(() => undefined);
}

/**
 * A breaker with a timeout, as it comes.
 *
 * @param {Send} send
 * @returns {Contender}
 */
export function createOpossum(send) {
  const breaker = new CircuitBreaker(() => send());
  return {
    name: 'opossum',
    call: () => breaker.fire(),
    callOpen: () => breaker.fire().catch(() => undefined),
    open: () => breaker.open(),
    close: () => breaker.shutdown(),
  };
}

/**
 * Retry around a breaker around a bulkhead around a timeout.
 *
 * @param {Send} send
 * @returns {Contender}
 */
export function createCockatiel(send) {
  const breaker = cockatiel.circuitBreaker(cockatiel.handleAll, {
    halfOpenAfter: 10_000,
    breaker: new cockatiel.SamplingBreaker({ threshold: 0.5, duration: 30_000 }),
  });
  const policy = cockatiel.wrap(
    cockatiel.retry(cockatiel.handleAll, { maxAttempts: 2, backoff: new cockatiel.ExponentialBackoff() }),
    breaker,
    cockatiel.bulkhead(10_000, 10_000),
    cockatiel.timeout(30_000, cockatiel.TimeoutStrategy.Aggressive),
  );
  return {
    name: 'cockatiel',
    call: () => policy.execute(() => send()),
    // Around the breaker the retry would wait, and try again.
    callOpen: () => breaker.execute(() => send()).catch(() => undefined),
    open: () => void breaker.isolate(),
    close: () => undefined,
  };
}
