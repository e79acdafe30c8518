// @ts-check
import { ERROR_CODES } from './fault-error.mjs';
import { isObject, MODERN_VERSION } from './wire-shapes.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */

/**
 * @param {Call} call
 * @param {{ readonly exitCode?: number, readonly stderr?: string }} detail
 */
export function crash(call, { exitCode = 1, stderr }) {
  call.state.host.crash({ exitCode, ...(stderr === undefined ? {} : { stderr }) });
}

/**
 * Answers what this server's era doesn't know.
 *
 * @param {Call} call
 * @returns {boolean} whether the call was answered
 */
export function refusedByEra(call) {
  const era = call.state.scenario.era ?? 'legacy';
  const claimed = call.meta['io.modelcontextprotocol/protocolVersion'];
  if (call.modern && era !== 'legacy') {
    if (claimed !== MODERN_VERSION) return refuseVersion(call, claimed);
    if (!isObject(call.meta['io.modelcontextprotocol/clientCapabilities'])) {
      call.fail(ERROR_CODES.invalidParams, 'Invalid _meta envelope: clientCapabilities is required.', undefined, 400);
      return true;
    }
    call.connection.era = 'modern';
    call.connection.protocolVersion = MODERN_VERSION;
    return false;
  }
  if (era === 'modern') return refuseVersion(call, call.params.protocolVersion);
  call.connection.era ??= 'legacy';
  if (call.method === 'server/discover') {
    call.fail(ERROR_CODES.methodNotFound, 'Method not found');
    return true;
  }
  return false;
}

/**
 * @param {Call} call
 * @param {unknown} requested
 */
function refuseVersion(call, requested) {
  const data = { supported: [MODERN_VERSION], ...(requested === undefined ? {} : { requested }) };
  call.fail(ERROR_CODES.unsupportedVersion, `Unsupported protocol version: ${String(requested)}`, data, 400);
  return true;
}

/**
 * @param {Call} call
 * @returns {Promise<boolean>} whether the call needs no further answer
 */
export async function refusedByFault(call) {
  const faults = call.state.scenario.methodFaults;
  const name = faults?.[call.method] === undefined ? '*' : call.method;
  const fault = faults?.[name];
  if (fault === undefined) return false;
  const uses = (call.state.counts.get(`fault ${name}`) ?? 0) + 1;
  call.state.counts.set(`fault ${name}`, uses);
  if (fault.times !== undefined && uses > fault.times) return false;
  switch (fault.kind) {
    case 'error':
      call.fail(fault.code, fault.message, fault.data);
      return true;
    case 'result':
      if (!call.ended) call.exchange.reply({ jsonrpc: '2.0', id: call.id, result: fault.result });
      return true;
    case 'silent':
      return true;
    case 'delay':
      return !(await call.wait(fault.delayMs));
    case 'exit':
      if (fault.afterAnswer === true) call.crashAfterAnswer = fault;
      else crash(call, fault);
      return fault.afterAnswer !== true;
  }
}
