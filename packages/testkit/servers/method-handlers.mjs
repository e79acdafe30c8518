// @ts-check
import { runTool } from './tool-behaviours.mjs';
import { isObject, serverInfoOf } from './wire-shapes.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./protocol-state.mjs').ProtocolState} ProtocolState */
/** @typedef {import('./scenario-types.mjs').ScriptedTool} ScriptedTool */
/** @typedef {import('./scenario-types.mjs').ScriptedResource} ScriptedResource */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

export const ERROR_CODES = {
  methodNotFound: -32601,
  invalidParams: -32602,
  unsupportedVersion: -32022,
};

const DEFAULT_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];
const SUBSCRIPTION_ID_KEY = 'io.modelcontextprotocol/subscriptionId';

/** A JSON-RPC error that a handler answers with. */
export class FaultError extends Error {
  /**
   * @param {number} code
   * @param {string} message
   * @param {unknown} [data]
   */
  constructor(code, message, data) {
    super(message);
    this.name = 'FaultError';
    this.code = code;
    this.data = data;
  }
}

/** @type {{ readonly [method: string]: (call: Call) => void | Promise<void> }} */
export const METHOD_HANDLERS = {
  initialize: (call) => {
    const { scenario } = call.state;
    const versions = scenario.protocolVersions ?? DEFAULT_VERSIONS;
    const asked = call.params['protocolVersion'];
    const accepted = typeof asked === 'string' && versions.includes(asked) ? asked : versions[0];
    call.connection.protocolVersion = scenario.answerProtocolVersion ?? accepted ?? '2025-11-25';
    call.succeed({
      protocolVersion: call.connection.protocolVersion,
      capabilities: capabilitiesOf(call.state),
      serverInfo: serverInfoOf(scenario),
      ...(scenario.instructions === undefined ? {} : { instructions: scenario.instructions }),
    });
  },
  'server/discover': (call) => {
    const { instructions } = call.state.scenario;
    call.succeed(instructions === undefined ? {} : { instructions });
  },
  ping: (call) => call.succeed({}),
  'logging/setLevel': (call) => call.succeed({}),
  'tools/list': (call) => page(call, 'tools', call.state.tools.map(toolDefinition)),
  'tools/call': (call) => {
    refuseAdvertised(call, 'tools');
    const tool = call.state.tools.find(({ name }) => name === call.params['name']);
    if (tool === undefined) {
      throw new FaultError(ERROR_CODES.invalidParams, `Tool ${String(call.params['name'])} not found`);
    }
    return runTool(tool, call);
  },
  'resources/list': (call) => page(call, 'resources', (call.state.scenario.resources ?? []).map(resourceDefinition)),
  'resources/templates/list': (call) =>
    page(
      call,
      'resourceTemplates',
      (call.state.scenario.resourceTemplates ?? []).map(({ uriTemplate, name, mimeType, fields }) => ({
        uriTemplate,
        name: name ?? uriTemplate,
        ...(mimeType === undefined ? {} : { mimeType }),
        ...fields,
      })),
    ),
  'resources/read': (call) => call.succeed({ contents: [readResource(call)] }),
  'resources/subscribe': (call) => {
    call.connection.resourceSubscriptions.add(String(call.params['uri']));
    call.succeed({});
  },
  'resources/unsubscribe': (call) => {
    call.connection.resourceSubscriptions.delete(String(call.params['uri']));
    call.succeed({});
  },
  'prompts/list': (call) =>
    page(
      call,
      'prompts',
      (call.state.scenario.prompts ?? []).map((prompt) => ({
        name: prompt.name,
        ...(prompt.description === undefined ? {} : { description: prompt.description }),
        ...(prompt.arguments === undefined ? {} : { arguments: prompt.arguments }),
        ...prompt.fields,
      })),
    ),
  'prompts/get': (call) => call.succeed(getPrompt(call)),
  'completion/complete': (call) => {
    const argument = isObject(call.params['argument']) ? call.params['argument'] : {};
    const known = call.state.scenario.completions?.[String(argument['name'])] ?? [];
    const values = known.filter((value) => value.startsWith(String(argument['value'] ?? '')));
    call.succeed({ completion: { values: values.slice(0, 100), total: values.length, hasMore: values.length > 100 } });
  },
  'subscriptions/listen': listen,
};

/**
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
  };
}

/**
 * @param {Call} call
 * @param {'tools' | 'resources' | 'prompts'} capability
 */
function refuseAdvertised(call, capability) {
  if (call.state.scenario.advertiseOnly?.includes(capability) !== true) return;
  throw new FaultError(ERROR_CODES.methodNotFound, 'Method not found');
}

/**
 * Answers one page of a list; the cursor is the index of the next entry.
 *
 * @param {Call} call
 * @param {'tools' | 'resources' | 'resourceTemplates' | 'prompts'} field
 * @param {readonly object[]} entries
 */
function page(call, field, entries) {
  refuseAdvertised(call, field === 'resourceTemplates' ? 'resources' : field);
  const size = call.state.scenario.pageSize ?? 0;
  const cursor = call.params['cursor'];
  const from = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isInteger(from) || from < 0 || from > entries.length) {
    throw new FaultError(ERROR_CODES.invalidParams, 'Invalid cursor');
  }
  const to = size > 0 ? Math.min(from + size, entries.length) : entries.length;
  call.succeed({
    [field]: entries.slice(from, to),
    ...(to < entries.length ? { nextCursor: String(to) } : {}),
  });
}

/** @param {ScriptedTool} tool */
function toolDefinition(tool) {
  return {
    name: tool.name,
    description: tool.description ?? 'A scripted tool.',
    ...(tool.inputSchema === null ? {} : { inputSchema: tool.inputSchema ?? { type: 'object' } }),
    ...(tool.annotations === undefined ? {} : { annotations: tool.annotations }),
    ...tool.fields,
  };
}

/** @param {ScriptedResource} resource */
function resourceDefinition({ uri, name, mimeType, fields }) {
  return { uri, name: name ?? uri, mimeType: mimeType ?? 'text/plain', ...fields };
}

/** @param {Call} call */
function readResource(call) {
  refuseAdvertised(call, 'resources');
  const uri = String(call.params['uri']);
  const resource = (call.state.scenario.resources ?? []).find((one) => one.uri === uri);
  if (resource !== undefined) {
    const mimeType = resource.mimeType ?? 'text/plain';
    if (resource.blob !== undefined) return { uri, mimeType, blob: resource.blob };
    return { uri, mimeType, text: resource.text ?? '' };
  }
  const template = (call.state.scenario.resourceTemplates ?? []).find((one) => fits(one.uriTemplate, uri));
  if (template !== undefined) {
    return { uri, mimeType: template.mimeType ?? 'text/plain', text: template.text ?? uri };
  }
  throw new FaultError(ERROR_CODES.invalidParams, `Resource not found: ${uri}`, { uri });
}

/**
 * Whether a URI fits a template of simple `{name}` variables.
 *
 * @param {string} uriTemplate
 * @param {string} uri
 */
function fits(uriTemplate, uri) {
  const source = uriTemplate
    .split(/\{[^}]*\}/)
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+');
  return new RegExp(`^${source}$`).test(uri);
}

/** @param {Call} call */
function getPrompt(call) {
  refuseAdvertised(call, 'prompts');
  const prompt = (call.state.scenario.prompts ?? []).find(({ name }) => name === call.params['name']);
  if (prompt === undefined) {
    throw new FaultError(ERROR_CODES.invalidParams, `Prompt ${String(call.params['name'])} not found`);
  }
  const values = isObject(call.params['arguments']) ? call.params['arguments'] : {};
  for (const { name, required } of prompt.arguments ?? []) {
    if (required === true && values[name] === undefined) {
      throw new FaultError(ERROR_CODES.invalidParams, `Missing argument ${name}`);
    }
  }
  const text = (prompt.text ?? 'A scripted prompt.').replace(/\{(\w+)\}/g, (whole, name) =>
    String(values[name] ?? whole),
  );
  return {
    ...(prompt.description === undefined ? {} : { description: prompt.description }),
    messages: [{ role: 'user', content: { type: 'text', text } }],
  };
}

/**
 * Opens a subscription of the modern era: it is acknowledged, and stays open without an answer.
 *
 * @param {Call} call
 */
function listen(call) {
  if (!call.modern) throw new FaultError(ERROR_CODES.methodNotFound, 'Method not found');
  const filter = call.params['notifications'];
  if (!isObject(filter)) throw new FaultError(ERROR_CODES.invalidParams, 'notifications is required');
  call.connection.listens.set(call.id, { filter, exchange: call.exchange });
  call.notify('notifications/subscriptions/acknowledged', {
    notifications: filter,
    _meta: { [SUBSCRIPTION_ID_KEY]: call.id },
  });
}
