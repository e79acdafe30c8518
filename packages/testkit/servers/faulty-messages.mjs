// @ts-check
import { processClock } from './process-clock.mjs';
import { isObject } from './wire-shapes.mjs';

/** @typedef {import('../src/faults/fault-order.ts').FaultOrder} FaultOrder */
/** @typedef {import('./scripted-protocol.mjs').ScriptedExchange} ScriptedExchange */
/** @typedef {import('./scripted-protocol.mjs').ScriptedConnection} ScriptedConnection */
/** @typedef {import('./scripted-protocol.mjs').OutgoingMessage} OutgoingMessage */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */
/**
 * @typedef {{
 *   readonly connection: ScriptedConnection,
 *   readonly message: Wire,
 *   readonly exchange: ScriptedExchange,
 *   readonly fault: FaultOrder | undefined,
 * }} FaultyRequest
 */

const REVERSE_AFTER_MS = 60;
const LATE_BY_MS = 20;

/** Serves messages with the faults that every transport can have. */
export function createFaultyServing() {
  /** Answers that wait for their call to be cancelled. @type {Map<unknown, () => void>} */
  const late = new Map();
  /** @type {(() => void)[]} */
  const held = [];
  /** @param {FaultyRequest} request */
  return ({ connection, message, exchange, fault }) => {
    if (message.method === 'notifications/cancelled' && isObject(message.params)) {
      late.get(message.params['requestId'])?.();
      late.delete(message.params['requestId']);
    }
    /** @param {(answer: OutgoingMessage) => void} answered */
    const run = (answered) => connection.receive(message, { ...exchange, reply: answered });
    switch (fault?.kind) {
      case undefined:
      case 'noise':
        return connection.receive(message, exchange);
      case 'hang':
        return;
      case 'slow':
        processClock.setTimer(() => connection.receive(message, exchange), fault.delayMs ?? 1500);
        return;
      case 'wrong-id':
        return run((answer) => exchange.reply({ ...answer, id: 987_654_321 }));
      case 'duplicate':
        return run((answer) => {
          exchange.reply(answer);
          exchange.reply(answer);
        });
      case 'late-answer':
        return run((answer) => {
          late.set(message.id, () => processClock.setTimer(() => exchange.reply(answer), LATE_BY_MS));
        });
      case 'out-of-order':
        return run((answer) => {
          held.push(() => exchange.reply(answer));
          processClock.setTimer(() => {
            for (const release of held.splice(0).reverse()) release();
          }, REVERSE_AFTER_MS);
        });
      case 'bad-schema':
        // It does not run: whoever takes this for a result acknowledges what never happened.
        exchange.reply({ jsonrpc: '2.0', id: message.id, result: { content: 'not a list', isError: 'perhaps' } });
        return;
      case 'big-answer': {
        const content = [{ type: 'text', text: 'x'.repeat(fault.bytes ?? 24_000_000) }];
        return run((answer) => exchange.reply({ ...answer, result: { ...resultOf(answer), content } }));
      }
      default:
        throw new Error(`A server over this transport has no fault "${fault?.kind}".`);
    }
  };
}

/** @param {OutgoingMessage} answer */
export function resultOf({ result }) {
  return isObject(result) ? result : {};
}
