// @ts-check
import { ERROR_CODES, FaultError } from './fault-error.mjs';
import { handlerOf } from './method-handlers.mjs';
import { endCall, openCall } from './open-call.mjs';
import { crash, refusedByEra, refusedByFault } from './refuse-call.mjs';
import { announce } from './subscriptions.mjs';
import { hasModernEnvelope, isObject, LEGACY_VERSIONS, MODERN_VERSION } from './wire-shapes.mjs';

export { hasModernEnvelope, LEGACY_VERSIONS, MODERN_VERSION };

/** @typedef {import('./scenario-types.mjs').ServerScenario} ServerScenario */
/** @typedef {import('./scenario-types.mjs').ScriptedTool} ScriptedTool */
/** @typedef {import('./protocol-state.mjs').ProtocolState} ProtocolState */
/** @typedef {import('./protocol-state.mjs').Connection} Connection */
/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./scripted-protocol.mjs').ScriptedExchange} ScriptedExchange */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

/** @type {readonly ScriptedTool[]} */
const DEFAULT_TOOLS = [{ name: 'echo', behaviour: { kind: 'echo' } }];
const MAX_NOTIFICATIONS = 1000;
/** @type {{ readonly [code: number]: number | undefined }} */
const MODERN_STATUS = { [ERROR_CODES.methodNotFound]: 404, [ERROR_CODES.missingClientCapability]: 400 };

/**
 * @param {ServerScenario} scenario
 * @param {import('./scripted-protocol.mjs').ProtocolHost} host
 * @returns {import('./scripted-protocol.mjs').ScriptedProtocol}
 */
export function createScriptedProtocol(scenario, host) {
  /** @type {ProtocolState} */
  const state = {
    scenario,
    host,
    tools: [...(scenario.tools ?? DEFAULT_TOOLS)],
    connections: new Set(),
    cancellations: [],
    notifications: [],
    tasks: new Map(),
    counts: new Map(),
    announce: (change, unasked) => announce(state, change, unasked),
  };
  const timers = (scenario.announcements ?? []).map((announcement) =>
    host.clock.setTimer(
      () => {
        const gone = new Set(announcement.removeTools ?? []);
        state.tools = [...state.tools.filter((tool) => !gone.has(tool.name)), ...(announcement.addTools ?? [])];
        state.announce(announcement.change, announcement.unasked ?? false);
      },
      announcement.atMs,
      { background: true },
    ),
  );
  return {
    openConnection: (send) => openConnection(state, send),
    announce: (change) => state.announce(change, false),
    close: () => {
      for (const timer of timers) timer.cancel();
      for (const connection of [...state.connections]) closeConnection(state, connection);
      for (const task of state.tasks.values()) endCall(task.call);
    },
  };
}

/**
 * @param {ProtocolState} state
 * @param {(message: Wire) => void} send
 * @returns {import('./scripted-protocol.mjs').ScriptedConnection}
 */
function openConnection(state, send) {
  /** @type {Connection} */
  const connection = {
    send,
    era: undefined,
    protocolVersion: undefined,
    clientCapabilities: undefined,
    initialized: false,
    logLevel: undefined,
    resourceSubscriptions: new Set(),
    listens: new Map(),
    calls: new Map(),
    asked: new Map(),
    nextAskedId: 1,
  };
  state.connections.add(connection);
  return {
    receive: (message, exchange) => {
      for (const one of Array.isArray(message) ? message : [message]) receive(state, connection, one, exchange);
    },
    abandon: (requestId) => {
      cancel(state, connection, requestId, 'disconnected');
    },
    close: () => closeConnection(state, connection),
  };
}

/**
 * @param {ProtocolState} state
 * @param {Connection} connection
 */
function closeConnection(state, connection) {
  state.connections.delete(connection);
  for (const call of connection.calls.values()) endCall(call);
  connection.calls.clear();
}

/**
 * @param {ProtocolState} state
 * @param {Connection} connection
 * @param {unknown} message
 * @param {ScriptedExchange} exchange
 */
function receive(state, connection, message, exchange) {
  if (!isObject(message)) return;
  const { id, method } = message;
  const params = isObject(message.params) ? message.params : {};
  if (typeof method !== 'string') {
    const settle = connection.asked.get(id);
    connection.asked.delete(id);
    settle?.(message.error ?? message.result);
  } else if (id === undefined) {
    state.notifications.push({ method, params: message.params });
    if (state.notifications.length > MAX_NOTIFICATIONS) state.notifications.shift();
    if (method === 'notifications/initialized') connection.initialized = true;
    if (method === 'notifications/cancelled') cancel(state, connection, params.requestId, params.reason);
  } else if (typeof id === 'string' || typeof id === 'number') {
    const call = openCall(state, connection, { id, method, params, exchange });
    connection.calls.set(id, call);
    void serve(call).finally(() => {
      if (connection.calls.get(id) === call) connection.calls.delete(id);
    });
  }
}

/**
 * @param {ProtocolState} state
 * @param {Connection} connection
 * @param {unknown} requestId
 * @param {unknown} reason
 */
function cancel(state, connection, requestId, reason) {
  const call = connection.calls.get(requestId);
  if (reason === 'disconnected' && call === undefined) return;
  state.cancellations.push({ requestId, reason, method: call?.method, tool: call?.params.name });
  if (call !== undefined && state.scenario.ignoreCancellation !== true) endCall(call);
}

/** @param {Call} call */
async function serve(call) {
  try {
    if (refusedByEra(call)) return;
    if (await refusedByFault(call)) return;
    await handlerOf(call)(call);
    if (call.crashAfterAnswer !== undefined) crash(call, call.crashAfterAnswer);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    call.fail(error.code, error.message, error.data, call.modern ? MODERN_STATUS[error.code] : undefined);
  }
}
