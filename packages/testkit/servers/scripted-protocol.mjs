// @ts-check
import { capabilitiesOf, ERROR_CODES, FaultError, METHOD_HANDLERS } from './method-handlers.mjs';
import { crash, refusedByEra, refusedByFault } from './refuse-call.mjs';
import { hasModernEnvelope, isObject, MODERN_VERSION, metaOf, withModernFields } from './wire-shapes.mjs';

export { hasModernEnvelope, MODERN_VERSION };

/** @typedef {import('./scenario-types.mjs').ServerScenario} ServerScenario */
/** @typedef {import('./scenario-types.mjs').ScriptedTool} ScriptedTool */
/** @typedef {import('./protocol-state.mjs').ProtocolState} ProtocolState */
/** @typedef {import('./protocol-state.mjs').Connection} Connection */
/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./scripted-protocol.mjs').ScriptedExchange} ScriptedExchange */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

/** @type {readonly ScriptedTool[]} */
const DEFAULT_TOOLS = [{ name: 'echo', behaviour: { kind: 'echo' } }];
const LIST_CHANGED = {
  tools: 'notifications/tools/list_changed',
  prompts: 'notifications/prompts/list_changed',
  resources: 'notifications/resources/list_changed',
};
const LISTEN_FIELDS = { tools: 'toolsListChanged', prompts: 'promptsListChanged', resources: 'resourcesListChanged' };
const SUBSCRIPTION_ID_KEY = 'io.modelcontextprotocol/subscriptionId';

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
    counts: new Map(),
    announce: (change) => announce(state, change),
  };
  const timers = (scenario.announcements ?? []).map((announcement) =>
    host.clock.setTimer(
      () => {
        const gone = new Set(announcement.removeTools ?? []);
        state.tools = [...state.tools.filter((tool) => !gone.has(tool.name)), ...(announcement.addTools ?? [])];
        state.announce(announcement.change);
      },
      announcement.atMs,
      { background: true },
    ),
  );
  return {
    openConnection: (send) => openConnection(state, send),
    close: () => {
      for (const timer of timers) timer.cancel();
      for (const connection of [...state.connections]) closeConnection(state, connection);
    },
  };
}

/**
 * Tells every client that asked for it: legacy clients once they are initialized, modern ones by
 * their `subscriptions/listen`.
 *
 * @param {ProtocolState} state
 * @param {import('./protocol-state.mjs').Change} change
 */
function announce(state, change) {
  const method = typeof change === 'string' ? LIST_CHANGED[change] : 'notifications/resources/updated';
  const params = typeof change === 'string' ? undefined : { uri: change.resourceUri };
  for (const connection of state.connections) {
    const wanted = typeof change === 'string' || connection.resourceSubscriptions.has(change.resourceUri);
    if (connection.initialized && wanted) {
      connection.send({ jsonrpc: '2.0', method, ...(params ? { params } : {}) });
    }
    for (const [subscriptionId, { filter, exchange }] of connection.listens) {
      const uris = filter['resourceSubscriptions'];
      const accepted =
        typeof change === 'string'
          ? filter[LISTEN_FIELDS[change]] === true
          : Array.isArray(uris) && uris.includes(change.resourceUri);
      if (!accepted) continue;
      const stamped = { ...params, _meta: { [SUBSCRIPTION_ID_KEY]: subscriptionId } };
      exchange.notify({ jsonrpc: '2.0', method, params: stamped });
    }
  }
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
    initialized: false,
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
      connection.listens.delete(requestId);
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
  connection.listens.clear();
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
  const params = isObject(message['params']) ? message['params'] : {};
  if (typeof method !== 'string') {
    const settle = connection.asked.get(id);
    connection.asked.delete(id);
    settle?.(message['error'] ?? message['result']);
  } else if (id === undefined) {
    if (method === 'notifications/initialized') connection.initialized = true;
    if (method === 'notifications/cancelled') {
      connection.listens.delete(params['requestId']);
      cancel(state, connection, params['requestId'], params['reason']);
    }
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
  state.cancellations.push({ requestId, reason, method: call?.method, tool: call?.params['name'] });
  if (call !== undefined && state.scenario.ignoreCancellation !== true) endCall(call);
}

/** @param {Call} call */
function endCall(call) {
  call.ended = true;
  for (const stop of call.stops) stop();
  call.stops.clear();
}

/**
 * @param {ProtocolState} state
 * @param {Connection} connection
 * @param {Pick<Call, 'id' | 'method' | 'params' | 'exchange'>} request
 * @returns {Call}
 */
function openCall(state, connection, { id, method, params, exchange }) {
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
      const capabilities = capabilitiesOf(state);
      const decorated = modern ? withModernFields(method, result, state.scenario, capabilities) : result;
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

/** @param {Call} call */
async function serve(call) {
  try {
    if (refusedByEra(call)) return;
    if (await refusedByFault(call)) return;
    const handler = METHOD_HANDLERS[call.method];
    if (handler === undefined) throw new FaultError(ERROR_CODES.methodNotFound, 'Method not found');
    await handler(call);
    if (call.crashAfterAnswer !== undefined) crash(call, call.crashAfterAnswer);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const status = call.modern && error.code === ERROR_CODES.methodNotFound ? 404 : undefined;
    call.fail(error.code, error.message, error.data, status);
  }
}
