// @ts-check
import { lacksInput } from './ask-client.mjs';
import { capabilitiesOf } from './capabilities.mjs';
import { ERROR_CODES, FaultError, methodNotFound } from './fault-error.mjs';
import { setLevel } from './logging.mjs';
import { listen, subscribe, unsubscribe } from './subscriptions.mjs';
import { startTask, TASK_HANDLERS, wantsTask } from './tasks.mjs';
import { runTool, runUnknownTool } from './tool-behaviours.mjs';
import { isObject, LEGACY_VERSIONS, serverInfoOf } from './wire-shapes.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./scenario-types.mjs').ScriptedTool} ScriptedTool */
/** @typedef {import('./scenario-types.mjs').ScriptedResource} ScriptedResource */

/** @type {import('./scenario-types.mjs').ToolBehaviour} */
const UNKNOWN_TOOL = { kind: 'rpc-error', code: -32602, message: 'Tool {tool} not found' };

/** Methods that 2026-07-28 does not have. */
const LEGACY_ONLY = new Set([
  'initialize',
  'ping',
  'logging/setLevel',
  'resources/subscribe',
  'resources/unsubscribe',
  ...Object.keys(TASK_HANDLERS),
]);

/**
 * @param {Call} call
 * @returns {(call: Call) => void | Promise<void>}
 * @throws {FaultError} when the era of the call has no such method
 */
export function handlerOf(call) {
  const handler = METHOD_HANDLERS[call.method];
  const isOther = call.modern ? LEGACY_ONLY.has(call.method) : call.method === 'subscriptions/listen';
  if (handler === undefined || isOther) throw methodNotFound();
  return handler;
}

/** @type {{ readonly [method: string]: (call: Call) => void | Promise<void> }} */
const METHOD_HANDLERS = {
  initialize: (call) => {
    const { scenario } = call.state;
    const versions = scenario.protocolVersions ?? LEGACY_VERSIONS;
    const asked = call.params.protocolVersion;
    const accepted = typeof asked === 'string' && versions.includes(asked) ? asked : versions[0];
    call.connection.clientCapabilities = call.params.capabilities;
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
  'logging/setLevel': setLevel,
  'tools/list': (call) => page(call, 'tools', call.state.tools.map(toolDefinition)),
  'tools/call': (call) => {
    refuseAdvertised(call, 'tools');
    const name = String(call.params.name);
    const tool = call.state.tools.find((one) => one.name === call.params.name);
    /** @param {Call} started */
    const run = (started) =>
      tool === undefined
        ? runUnknownTool(name, call.state.scenario.unknownTool ?? UNKNOWN_TOOL, started)
        : runTool(tool, started);
    return wantsTask(call) ? startTask(call, run) : run(call);
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
  'resources/read': readResource,
  'resources/subscribe': subscribe,
  'resources/unsubscribe': unsubscribe,
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
  'prompts/get': getPrompt,
  'completion/complete': (call) => {
    const argument = isObject(call.params.argument) ? call.params.argument : {};
    const known = knownValues(String(argument['name']), call);
    const values = known.filter((value) => value.startsWith(String(argument.value ?? '')));
    call.succeed({ completion: { values: values.slice(0, 100), total: values.length, hasMore: values.length > 100 } });
  },
  'subscriptions/listen': listen,
  ...TASK_HANDLERS,
};

/**
 * @param {Call} call
 * @param {'tools' | 'resources' | 'prompts'} capability
 */
function refuseAdvertised(call, capability) {
  if (call.state.scenario.advertiseOnly?.includes(capability) !== true) return;
  throw methodNotFound();
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
  const cursor = call.params.cursor;
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
  const uri = String(call.params.uri);
  const resource = (call.state.scenario.resources ?? []).find((one) => one.uri === uri);
  if (resource !== undefined) {
    const mimeType = resource.mimeType ?? 'text/plain';
    if (lacksInput(resource.inputRounds, call)) return;
    const content = resource.blob === undefined ? { text: resource.text ?? '' } : { blob: resource.blob };
    call.succeed({ contents: [{ uri, mimeType, ...content }] });
    return;
  }
  const template = (call.state.scenario.resourceTemplates ?? []).find((one) => fits(one.uriTemplate, uri));
  if (template !== undefined) {
    call.succeed({ contents: [{ uri, mimeType: template.mimeType ?? 'text/plain', text: template.text ?? uri }] });
    return;
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

/**
 * @param {string} argument
 * @param {Call} call
 */
function knownValues(argument, { state, params }) {
  const completions = state.scenario.completions ?? {};
  const context = isObject(params['context']) ? params['context'] : {};
  const others = isObject(context['arguments']) ? context['arguments'] : {};
  const fitting = Object.entries(others).find(([name, value]) => `${argument}?${name}=${value}` in completions);
  return (fitting && completions[`${argument}?${fitting[0]}=${fitting[1]}`]) ?? completions[argument] ?? [];
}

/** @param {Call} call */
function getPrompt(call) {
  refuseAdvertised(call, 'prompts');
  const prompt = (call.state.scenario.prompts ?? []).find(({ name }) => name === call.params.name);
  if (prompt === undefined) {
    throw new FaultError(ERROR_CODES.invalidParams, `Prompt ${String(call.params.name)} not found`);
  }
  const values = isObject(call.params.arguments) ? call.params.arguments : {};
  for (const { name, required } of prompt.arguments ?? []) {
    if (required === true && values[name] === undefined) {
      throw new FaultError(ERROR_CODES.invalidParams, `Missing argument ${name}`);
    }
  }
  if (lacksInput(prompt.inputRounds, call)) return;
  const text = (prompt.text ?? 'A scripted prompt.').replace(/\{(\w+)\}/g, (whole, name) =>
    String(values[name] ?? whole),
  );
  call.succeed({
    ...(prompt.description === undefined ? {} : { description: prompt.description }),
    messages: prompt.messages ?? [{ role: 'user', content: { type: 'text', text } }],
  });
}
