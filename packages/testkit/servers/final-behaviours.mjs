// @ts-check
import { clientCapabilitiesOf } from './capabilities.mjs';
import { untilEnded } from './open-call.mjs';
import { subscriptionsOf } from './subscriptions.mjs';
import { textResult } from './wire-shapes.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./scenario-types.mjs').FinalBehaviour} FinalBehaviour */

const WRONG_ID = 987_654_321;
const SOFT_ERROR = '{"error":"unauthorized"}';

/**
 * Ends a call, one way or another. A table of the behaviours; it is long because there are many.
 *
 * @param {FinalBehaviour} behaviour
 * @param {Call} call
 * @returns {void | Promise<void>}
 */
export function runFinal(behaviour, call) {
  switch (behaviour.kind) {
    case 'echo':
      return answerJson(call, call.params.arguments ?? {});
    case 'text':
      return call.succeed(textResult(behaviour.text));
    case 'result':
      return call.succeed(behaviour.result);
    case 'tool-error':
      return call.succeed({ ...textResult(behaviour.text), isError: true });
    case 'soft-error':
      return call.succeed({ ...textResult(behaviour.text ?? SOFT_ERROR), isError: false });
    case 'rpc-error':
      return call.fail(behaviour.code, behaviour.message, behaviour.data);
    case 'silent':
      return untilEnded(call);
    case 'big':
      return call.succeed(textResult('x'.repeat(behaviour.bytes)));
    case 'environment':
      return answerJson(call, process.env);
    case 'inspect':
      return answerJson(call, inspect(call));
    case 'subscriptions':
      return answerJson(call, subscriptionsOf(call));
    case 'notifications':
      return answerJson(call, call.state.notifications);
    case 'cancellations':
      return answerJson(call, call.state.cancellations);
    case 'exit':
      return call.state.host.crash({
        exitCode: behaviour.exitCode ?? 1,
        ...(behaviour.stderr === undefined ? {} : { stderr: behaviour.stderr }),
      });
    case 'signal':
      return call.state.host.crash({ exitCode: 1, signal: behaviour.signal ?? 'SIGKILL' });
    case 'wrong-id':
      return call.exchange.reply({ ...call.answerOf(textResult('ok')), id: behaviour.id ?? WRONG_ID });
    case 'twice':
      call.exchange.reply(call.answerOf(textResult('first')));
      return call.exchange.reply(call.answerOf(textResult('second')));
    case 'cut':
      return call.exchange.cut(call.answerOf(textResult('this answer is never finished')), behaviour.exitCode ?? 1);
  }
}

/**
 * @param {Call} call
 * @param {unknown} value
 */
export function answerJson(call, value) {
  call.succeed(textResult(JSON.stringify(value)));
}

/** @param {Call} call */
function inspect(call) {
  return {
    pid: process.pid,
    era: call.modern ? 'modern' : 'legacy',
    protocolVersion: call.connection.protocolVersion,
    id: call.id,
    arguments: call.params.arguments,
    meta: call.params._meta,
    clientCapabilities: clientCapabilitiesOf(call),
    inputResponses: call.params.inputResponses,
    requestState: call.params.requestState,
    ...call.exchange.facts,
  };
}
