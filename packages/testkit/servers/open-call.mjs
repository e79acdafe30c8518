// @ts-check
import { capabilitiesOf } from './capabilities.mjs';
import { hasModernEnvelope, metaOf, withModernFields } from './wire-shapes.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./protocol-state.mjs').Connection} Connection */
/** @typedef {import('./protocol-state.mjs').ProtocolState} ProtocolState */

/**
 * @param {ProtocolState} state
 * @param {Connection} connection
 * @param {Pick<Call, 'id' | 'method' | 'params' | 'exchange'>} request
 * @returns {Call}
 */
export function openCall(state, connection, { id, method, params, exchange }) {
  const modern = hasModernEnvelope({ params });
  /** @type {Call} */
  const call = {
    id,
    method,
    params,
    meta: metaOf(params),
    modern,
    exchange,
    state,
    connection,
    ended: false,
    crashAfterAnswer: undefined,
    stops: new Set(),
    answerOf: (result) => {
      const whole = { ...result, ...state.scenario.resultFields?.[method] };
      const decorated = modern ? withModernFields(method, whole, state.scenario, capabilitiesOf(state)) : whole;
      return { jsonrpc: '2.0', id, result: decorated };
    },
    succeed: (result) => {
      if (!call.ended) exchange.reply(call.answerOf(result));
    },
    fail: (code, message, data, httpStatus) => {
      if (call.ended) return;
      exchange.reply(
        { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } },
        httpStatus,
      );
    },
    notify: (notificationMethod, notificationParams) => {
      if (!call.ended) exchange.notify({ jsonrpc: '2.0', method: notificationMethod, params: notificationParams });
    },
    wait: (delayMs) => wait(call, delayMs),
  };
  return call;
}

/** @param {Call} call */
export function endCall(call) {
  call.ended = true;
  for (const stop of call.stops) stop();
  call.stops.clear();
}

/**
 * Resolves when the call is cancelled or its connection ends, so that a cancellation finds the call.
 *
 * @param {Call} call
 * @returns {Promise<void>}
 */
export function untilEnded(call) {
  if (call.ended) return Promise.resolve();
  return new Promise((resolve) => call.stops.add(resolve));
}

/**
 * Waits, or ends at once when the call ends.
 *
 * @param {Call} call
 * @param {number} delayMs
 * @returns {Promise<boolean>} whether the call is still wanted
 */
function wait(call, delayMs) {
  if (call.ended) return Promise.resolve(false);
  return new Promise((resolve) => {
    /** @param {boolean} wanted */
    const settle = (wanted) => {
      timer.cancel();
      call.stops.delete(stop);
      resolve(wanted);
    };
    const stop = () => settle(false);
    const timer = call.state.host.clock.setTimer(() => settle(true), delayMs);
    call.stops.add(stop);
  });
}
