// @ts-check
import { isObject } from './wire-shapes.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./protocol-state.mjs').ProtocolState} ProtocolState */
/** @typedef {import('./scenario-types.mjs').ClientQuestion} ClientQuestion */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

const CLIENT_CAPABILITIES_KEY = 'io.modelcontextprotocol/clientCapabilities';

/**
 * What the server says that it can do.
 *
 * @param {ProtocolState} state
 * @returns {Wire}
 */
export function capabilitiesOf({ scenario, tools }) {
  if (scenario.capabilities !== undefined) return scenario.capabilities;
  const advertised = new Set(scenario.advertiseOnly ?? []);
  const resources = (scenario.resources ?? []).length + (scenario.resourceTemplates ?? []).length > 0;
  return {
    logging: {},
    ...(tools.length > 0 || scenario.tools === undefined || advertised.has('tools')
      ? { tools: { listChanged: true } }
      : {}),
    ...(resources || advertised.has('resources') ? { resources: { listChanged: true, subscribe: true } } : {}),
    ...(scenario.prompts !== undefined || advertised.has('prompts') ? { prompts: { listChanged: true } } : {}),
    ...(scenario.completions === undefined ? {} : { completions: {} }),
    ...(scenario.tasks === undefined ? {} : { tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } } }),
  };
}

/**
 * @param {ProtocolState} state
 * @param {string} capability
 * @param {string} [member]
 * @returns {boolean} whether the server says that it can do this
 */
export function hasCapability(state, capability, member) {
  const value = capabilitiesOf(state)[capability];
  if (member === undefined) return value !== undefined;
  return isObject(value) && value[member] !== undefined && value[member] !== false;
}

/**
 * @param {Call} call
 * @returns {Wire} what the client says that it can do
 */
export function clientCapabilitiesOf(call) {
  const declared = call.modern ? call.meta[CLIENT_CAPABILITIES_KEY] : call.connection.clientCapabilities;
  return isObject(declared) ? declared : {};
}

/**
 * The capabilities that these questions need and the client did not declare, in the shape in which a
 * client declares them.
 *
 * @param {Call} call
 * @param {readonly ClientQuestion[]} questions
 * @returns {Wire | undefined}
 */
export function missingCapabilities(call, questions) {
  const declared = clientCapabilitiesOf(call);
  /** @type {{ [capability: string]: object }} */
  const missing = {};
  for (const [capability, member] of questions.flatMap(neededFor)) {
    const value = declared[capability];
    if (isObject(value) && (member === undefined || hasMember(capability, value, member))) continue;
    missing[capability] = { ...missing[capability], ...(member === undefined ? {} : { [member]: {} }) };
  }
  return Object.keys(missing).length > 0 ? missing : undefined;
}

/**
 * @param {ClientQuestion} question
 * @returns {(readonly [capability: string, member?: string])[]}
 */
function neededFor({ method, params = {} }) {
  switch (method) {
    case 'elicitation/create':
      return [['elicitation', params.mode === 'url' ? 'url' : 'form']];
    case 'sampling/createMessage':
      return [params.tools === undefined && params.toolChoice === undefined ? ['sampling'] : ['sampling', 'tools']];
    case 'roots/list':
      return [['roots']];
    case 'ping':
      return [];
  }
}

/**
 * Elicitation without a mode means forms, as before there were modes.
 *
 * @param {string} capability
 * @param {Wire} value
 * @param {string} member
 */
function hasMember(capability, value, member) {
  if (value[member] !== undefined) return true;
  return capability === 'elicitation' && member === 'form' && value.url === undefined;
}
