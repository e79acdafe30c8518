import type { Result, Server, ServerContext, StandardSchemaV1 } from '@modelcontextprotocol/server';
import { MCPError } from '@seawall/core';
import {
  INVALID_PARAMS_CODE,
  JsonRpcErrorAnswer,
  passedOnError,
  RESOURCE_NOT_FOUND_CODE,
  toJsonRpcError,
} from '../reply/json-rpc-error.ts';
import { CATALOG_META_KEY } from '../reply/meta-keys.ts';
import { toToolFailure } from '../reply/tool-failure.ts';
import type { PassedResult } from '../reply/upstream-result.ts';
import { findNearMisses } from '../routing/near-misses.ts';
import type { Route, RoutingTable } from '../routing/routing-table.ts';
import { STATUS_TOOL, statusResult } from '../status/status-tool.ts';
import { STATUS_TOOL_NAME } from '../status/status-tool-name.ts';
import type { GatewayContext } from './gateway-context.ts';
import { readResource } from './read-resource.ts';
import { type AbandonableSession, type RelayedRequest, relay, runCall } from './relay.ts';
import type { Params } from './relayed-params.ts';

/**
 * Registers a handler for every method that the gateway serves: named ones, so that an unknown method is answered as the
 * protocol wants it. `ping` is answered by the SDK.
 */
export function registerHandlers(session: Server & AbandonableSession, gateway: GatewayContext): void {
  const on = (method: string, handler: (params: Params, context: ServerContext) => Promise<Result>): void =>
    session.setRequestHandler(method, { params: ANY_PARAMS }, handler);

  on('tools/list', (params) => answerList(gateway, params, (table) => ({ tools: withStatusTool(table, gateway) })));
  on('prompts/list', (params) => answerList(gateway, params, (table) => ({ prompts: table.prompts })));
  on('resources/list', (params) => answerList(gateway, params, (table) => ({ resources: table.resources })));
  on('resources/templates/list', (params) =>
    answerList(gateway, params, (table) => ({ resourceTemplates: table.resourceTemplates })),
  );
  on('tools/call', async (params, context) => {
    const { result, outputSchema } = await callTool({ session, gateway, params, context });
    return projectResult(session, result, outputSchema);
  });
  on('prompts/get', (params, context) => getPrompt({ session, gateway, params, context }));
  on('resources/read', (params, context) => answerRead({ session, gateway, params, context }));
}

/** Parameters pass as they came: what they have to hold is the server's business. */
const ANY_PARAMS: StandardSchemaV1<unknown, Params> = {
  '~standard': {
    version: 1,
    vendor: 'seawall',
    validate: (value) =>
      isParams(value) ? { value } : { issues: [{ message: 'The parameters have to be an object.' }] },
  },
};

function isParams(value: unknown): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function answerList(
  gateway: GatewayContext,
  params: Params,
  select: (table: RoutingTable) => Params,
): Promise<Result> {
  if (params.cursor !== undefined) {
    throw new JsonRpcErrorAnswer({
      code: INVALID_PARAMS_CODE,
      message: 'The cursor is unknown: every list comes as one page. Ask again without a cursor.',
    });
  }
  await gateway.firstList.whenOpen();
  const freshness = gateway.router.freshness();
  return {
    ...select(gateway.router.table()),
    ...(freshness === undefined ? {} : { _meta: { [CATALOG_META_KEY]: freshness } }),
  };
}

function withStatusTool(table: RoutingTable, gateway: GatewayContext): RoutingTable['tools'] {
  return gateway.seawall.settings.statusTool ? [...table.tools, STATUS_TOOL] : table.tools;
}

interface ToolAnswer {
  readonly result: PassedResult;
  readonly outputSchema?: unknown;
}

async function callTool(request: RelayedRequest): Promise<ToolAnswer> {
  const { gateway, params } = request;
  const name = requireText(params, 'name');
  if (name === STATUS_TOOL_NAME && gateway.seawall.settings.statusTool)
    return { result: statusResult(gateway.reportServers()) };
  const route = await findRoute(gateway, 'tool', name);
  try {
    const call = { server: route.server, target: `tool "${route.name}"` };
    const result = await runCall(request, call, () => relay(request, route.server, { name: route.name }));
    return { result, outputSchema: route.definition.outputSchema };
  } catch (error) {
    logUnforeseen(gateway, error);
    const passedOn = passedOnError(error);
    if (passedOn !== undefined) throw passedOn;
    return { result: toToolFailure(error) };
  }
}

/** Structured content that an older host can't take is wrapped, the way the SDK wraps its schema in the list. */
function projectResult(session: Server, result: PassedResult, outputSchema: unknown): Result {
  if (result.structuredContent === undefined) return result;
  // The SDK reads `structuredContent`, the types in `content` and the root of the schema here, and asks nothing of the rest.
  return session.projectCallToolResult(
    result as Parameters<Server['projectCallToolResult']>[0],
    isParams(outputSchema) ? outputSchema : undefined,
  );
}

async function getPrompt(request: RelayedRequest): Promise<Result> {
  const { gateway, params } = request;
  const route = await findRoute(gateway, 'prompt', requireText(params, 'name'));
  try {
    const call = { server: route.server, target: `prompt "${route.name}"` };
    return await runCall(request, call, () => relay(request, route.server, { name: route.name }));
  } catch (error) {
    logUnforeseen(gateway, error);
    throw toJsonRpcError(error);
  }
}

async function answerRead(request: RelayedRequest): Promise<Result> {
  const { gateway, params } = request;
  const uri = requireText(params, 'uri');
  await gateway.firstList.whenOpen();
  try {
    return await readResource(request, uri);
  } catch (error) {
    logUnforeseen(gateway, error);
    const answer = toJsonRpcError(error);
    if (answer.code !== RESOURCE_NOT_FOUND_CODE || isParams(answer.data)) throw answer;
    throw new JsonRpcErrorAnswer({ code: answer.code, message: answer.message, data: { uri } }, { cause: error });
  }
}

async function findRoute(gateway: GatewayContext, kind: 'tool' | 'prompt', name: string): Promise<Route> {
  const find = (): Route | undefined =>
    kind === 'tool' ? gateway.router.table().findTool(name) : gateway.router.table().findPrompt(name);
  const known = find();
  if (known !== undefined) return known;
  // The server that has it may be on its way still; no other server has to be waited for.
  await gateway.firstList.whenOpenOr(() => find() !== undefined);
  const found = find();
  if (found !== undefined) return found;
  const table = gateway.router.table();
  const names = (kind === 'tool' ? table.tools : table.prompts).map((definition) => definition.name);
  throw new JsonRpcErrorAnswer({
    code: INVALID_PARAMS_CODE,
    message: describeUnknown(kind, name, { names, unheard: gateway.router.unheardServers() }),
  });
}

function describeUnknown(
  kind: 'tool' | 'prompt',
  name: string,
  known: { readonly names: readonly string[]; readonly unheard: readonly string[] },
): string {
  const quoted = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(', ');
  const near = findNearMisses(name, known.names);
  const parts = [
    `There is no ${kind} "${name.slice(0, MAX_QUOTED_LENGTH)}".`,
    near.length === 0 ? `Ask for the list of ${kind}s again.` : `Did you mean ${quoted(near)}?`,
    known.unheard.length === 0 ? undefined : `Not heard from yet: ${quoted(known.unheard.slice(0, MAX_QUOTED_NAMES))}.`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

const MAX_QUOTED_LENGTH = 128;
const MAX_QUOTED_NAMES = 10;

function requireText(params: Params, field: string): string {
  const value = params[field];
  if (typeof value === 'string') return value;
  throw new JsonRpcErrorAnswer({ code: INVALID_PARAMS_CODE, message: `The parameter "${field}" has to be a string.` });
}

/** What is no error of ours is a fault of ours: the host is told little about it, the log everything. */
function logUnforeseen(gateway: GatewayContext, error: unknown): void {
  if (MCPError.isInstance(error) || error instanceof JsonRpcErrorAnswer) return;
  new MCPError({ message: 'A request failed in a way that was not foreseen.', cause: error }).log(gateway.logger);
}
