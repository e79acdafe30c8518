// @ts-check
import { hasCapability } from './capabilities.mjs';
import { ERROR_CODES, FaultError, methodNotFound } from './fault-error.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./protocol-state.mjs').ProtocolState} ProtocolState */
/** @typedef {import('./scenario-types.mjs').ScriptedLogLine} ScriptedLogLine */

const LOG_LEVEL_KEY = 'io.modelcontextprotocol/logLevel';
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/** @param {Call} call */
export function setLevel(call) {
  if (!hasCapability(call.state, 'logging')) throw methodNotFound();
  const level = call.params.level;
  if (typeof level !== 'string' || !LEVELS.includes(level)) {
    throw new FaultError(ERROR_CODES.invalidParams, `Unknown log level ${JSON.stringify(level)}`);
  }
  call.connection.logLevel = level;
  call.succeed({});
}

/**
 * @param {Call} call
 * @returns {string | undefined} the level that the caller asked for
 */
export function logLevelOf(call) {
  if (!call.modern) return call.connection.logLevel;
  const level = call.meta[LOG_LEVEL_KEY];
  return typeof level === 'string' ? level : undefined;
}

/**
 * Sends lines that belong to a call.
 *
 * @param {import('./scenario-types.mjs').LogBehaviour} behaviour
 * @param {Call} call
 */
export function logInCall(behaviour, call) {
  const level = logLevelOf(call);
  const isSilent = call.modern && level === undefined;
  for (const line of 'lines' in behaviour ? behaviour.lines : [behaviour]) {
    if (behaviour.unasked !== true && (isSilent || !reaches(line, level))) continue;
    call.notify('notifications/message', paramsOf(line));
  }
}

/**
 * Sends a line that belongs to no call, to the sessions whose level it reaches.
 *
 * @param {ProtocolState} state
 * @param {ScriptedLogLine} line
 * @param {boolean} unasked
 */
export function logToSessions(state, line, unasked) {
  for (const connection of state.connections) {
    if (!unasked && (!connection.initialized || !reaches(line, connection.logLevel))) continue;
    connection.send({ jsonrpc: '2.0', method: 'notifications/message', params: paramsOf(line) });
  }
}

/**
 * @param {ScriptedLogLine} line
 * @param {string | undefined} threshold
 */
function reaches({ level = 'info' }, threshold) {
  return threshold === undefined || LEVELS.indexOf(level) >= LEVELS.indexOf(threshold);
}

/** @param {ScriptedLogLine} line */
function paramsOf({ level = 'info', logger = 'scripted', data }) {
  return { level, logger, data };
}
