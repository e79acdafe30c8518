// @ts-check
import { capabilitiesOf, hasCapability } from './capabilities.mjs';
import { ERROR_CODES, FaultError, methodNotFound } from './fault-error.mjs';
import { logLevelOf, logToSessions } from './logging.mjs';
import { endCall, untilEnded } from './open-call.mjs';
import { isObject } from './wire-shapes.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./protocol-state.mjs').Connection} Connection */
/** @typedef {import('./protocol-state.mjs').Listen} Listen */
/** @typedef {import('./protocol-state.mjs').ProtocolState} ProtocolState */
/** @typedef {import('./scenario-types.mjs').ScriptedChange} ScriptedChange */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

const SUBSCRIPTION_ID_KEY = 'io.modelcontextprotocol/subscriptionId';
const LIST_CHANGED = {
  tools: 'notifications/tools/list_changed',
  prompts: 'notifications/prompts/list_changed',
  resources: 'notifications/resources/list_changed',
};
const LISTEN_FIELDS = { tools: 'toolsListChanged', prompts: 'promptsListChanged', resources: 'resourcesListChanged' };

/**
 * Tells every client that asked for it, or every client at all: legacy clients once they are
 * initialized, modern ones by their `subscriptions/listen`.
 *
 * @param {ProtocolState} state
 * @param {ScriptedChange} change
 * @param {boolean} unasked
 */
export function announce(state, change, unasked) {
  if (typeof change === 'string') {
    const field = LISTEN_FIELDS[change];
    publish(state, { method: LIST_CHANGED[change] }, () => true, unasked ? always : (filter) => filter[field] === true);
  } else if ('resourceUri' in change) {
    const uri = change.resourceUri;
    publish(
      state,
      { method: 'notifications/resources/updated', params: { uri } },
      ({ resourceSubscriptions }) => unasked || resourceSubscriptions.has(uri),
      unasked ? always : (filter) => urisOf(filter).includes(uri),
    );
  } else if ('log' in change) {
    logToSessions(state, change.log, unasked);
  } else if ('elicitationId' in change) {
    const { elicitationId } = change;
    publish(
      state,
      { method: 'notifications/elicitation/complete', params: { elicitationId } },
      () => true,
      () => false,
    );
  } else {
    for (const connection of state.connections) endListens(connection, change.endListens);
  }
}

/** @param {Call} call */
export function subscribe(call) {
  if (!hasCapability(call.state, 'resources', 'subscribe')) throw methodNotFound();
  call.connection.resourceSubscriptions.add(uriOf(call));
  call.succeed({});
}

/** @param {Call} call */
export function unsubscribe(call) {
  if (!hasCapability(call.state, 'resources', 'subscribe')) throw methodNotFound();
  call.connection.resourceSubscriptions.delete(uriOf(call));
  call.succeed({});
}

/**
 * Opens a subscription of the modern era: acknowledged with what the server can honour of it, and open
 * until one side ends it. One that leaves nothing to honour ends at once.
 *
 * @param {Call} call
 * @returns {Promise<void>}
 */
export async function listen(call) {
  const asked = call.params.notifications;
  if (!isObject(asked)) throw new FaultError(ERROR_CODES.invalidParams, 'notifications is required');
  const filter = honoured(call.state, asked);
  const { listens } = call.connection;
  call.notify('notifications/subscriptions/acknowledged', { notifications: filter, ...stamp(call.id) });
  const open = { filter, call };
  listens.set(call.id, open);
  if (Object.keys(filter).length === 0) endListen(open, 'graceful');
  await untilEnded(call);
  if (listens.get(call.id) === open) listens.delete(call.id);
}

/**
 * What clients asked to be told.
 *
 * @param {Call} call
 */
export function subscriptionsOf(call) {
  const connections = [...call.state.connections];
  return {
    resources: [...call.connection.resourceSubscriptions],
    logLevel: logLevelOf(call) ?? null,
    listens: connections.flatMap(({ listens }) =>
      [...listens].map(([subscriptionId, { filter }]) => ({ subscriptionId, notifications: filter })),
    ),
    sessions: connections
      .filter(({ era }) => era === 'legacy')
      .map(({ resourceSubscriptions, logLevel }) => ({
        resources: [...resourceSubscriptions],
        logLevel: logLevel ?? null,
      })),
  };
}

/**
 * @param {ProtocolState} state
 * @param {{ readonly method: string, readonly params?: Wire }} notification
 * @param {(connection: Connection) => boolean} isForSession
 * @param {(filter: Wire) => boolean} isForListen
 */
function publish(state, notification, isForSession, isForListen) {
  for (const connection of state.connections) {
    if (connection.initialized && isForSession(connection)) connection.send({ jsonrpc: '2.0', ...notification });
    for (const [subscriptionId, { filter, call }] of connection.listens) {
      if (isForListen(filter)) call.notify(notification.method, { ...notification.params, ...stamp(subscriptionId) });
    }
  }
}

/**
 * @param {Connection} connection
 * @param {'graceful' | 'abrupt'} how
 */
function endListens(connection, how) {
  for (const open of [...connection.listens.values()]) endListen(open, how);
}

/**
 * @param {Listen} open
 * @param {'graceful' | 'abrupt'} how
 */
function endListen({ call }, how) {
  if (how === 'graceful') call.succeed(stamp(call.id));
  else if (call.exchange.closeStream !== undefined) call.exchange.closeStream('call', 'end');
  else call.notify('notifications/cancelled', { requestId: call.id });
  call.connection.listens.delete(call.id);
  endCall(call);
}

/**
 * @param {ProtocolState} state
 * @param {Wire} asked
 * @returns {Wire}
 */
function honoured(state, asked) {
  const capabilities = capabilitiesOf(state);
  const uris = urisOf(asked);
  /** @type {{ [field: string]: unknown }} */
  const filter = {};
  for (const capability of /** @type {const} */ (['tools', 'prompts', 'resources'])) {
    const declared = capabilities[capability];
    const field = LISTEN_FIELDS[capability];
    if (asked[field] === true && isObject(declared) && declared.listChanged === true) filter[field] = true;
  }
  if (uris.length > 0 && hasCapability(state, 'resources', 'subscribe')) filter.resourceSubscriptions = uris;
  return filter;
}

/**
 * @param {Wire} filter
 * @returns {unknown[]}
 */
function urisOf(filter) {
  const uris = filter.resourceSubscriptions ?? [];
  if (!Array.isArray(uris)) throw new FaultError(ERROR_CODES.invalidParams, 'resourceSubscriptions is a list');
  return uris;
}

/** @param {Call} call */
function uriOf(call) {
  const uri = call.params.uri;
  if (typeof uri !== 'string') throw new FaultError(ERROR_CODES.invalidParams, 'uri is required');
  return uri;
}

/** @param {string | number} subscriptionId */
function stamp(subscriptionId) {
  return { _meta: { [SUBSCRIPTION_ID_KEY]: subscriptionId } };
}

function always() {
  return true;
}
