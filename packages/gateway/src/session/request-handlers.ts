import type { Result, Server, ServerContext } from '@modelcontextprotocol/server';
import { LOG_LEVELS } from '@seawall/client';
import { INVALID_PARAMS_CODE, INVALID_REQUEST_CODE, JsonRpcErrorAnswer } from '../reply/json-rpc-error.ts';
import { CATALOG_META_KEY } from '../reply/meta-keys.ts';
import type { RoutingTable } from '../routing/routing-table.ts';
import { STATUS_TOOL } from '../status/status-tool.ts';
import { complete } from './completions.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { HostLink, RelayedRequest } from './host-link.ts';
import { ANY_OBJECT, type Params, requireText } from './params.ts';
import { answerOrExplain, answerRead, callTool, getPrompt } from './routed-calls.ts';
import { answerTask, listTasks } from './tasks.ts';

/**
 * Registers a handler for every method that the gateway serves: named ones, so that an unknown method is answered as the
 * protocol wants it. `ping` is answered by the SDK.
 */
export function registerHandlers(session: Server & HostLink, gateway: GatewayContext): void {
  const onRelayed = (method: string, handler: (request: RelayedRequest) => Promise<Result>): void =>
    session.setRequestHandler(method, { params: ANY_OBJECT }, (params, context) =>
      handler({ session, gateway, params, context }),
    );
  const onList = (method: string, select: (table: RoutingTable) => Params): void =>
    session.setRequestHandler(method, { params: ANY_OBJECT }, (params) => answerList(gateway, params, select));

  onList('tools/list', (table) => ({ tools: withStatusTool(table, gateway) }));
  onList('prompts/list', (table) => ({ prompts: table.prompts }));
  onList('resources/list', (table) => ({ resources: table.resources }));
  onList('resources/templates/list', (table) => ({ resourceTemplates: table.resourceTemplates }));
  onRelayed('tools/call', (request) => callTool(session, request));
  onRelayed('prompts/get', getPrompt);
  onRelayed('resources/read', answerRead);
  onRelayed('completion/complete', complete);
  // 2026-07-28 has none of these: the level comes with each request, subscriptions are a stream, and tasks are gone.
  if (session.era === 'modern') return;
  session.setRequestHandler('logging/setLevel', { params: ANY_OBJECT }, (params, context) =>
    setLogLevel(session, params, context),
  );
  onRelayed('resources/subscribe', subscribe);
  onRelayed('resources/unsubscribe', unsubscribe);
  onRelayed('tasks/get', answerTask);
  onRelayed('tasks/result', answerTask);
  onRelayed('tasks/cancel', answerTask);
  onRelayed('tasks/list', listTasks);
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

async function subscribe(request: RelayedRequest): Promise<Result> {
  const { session, gateway, params, context } = request;
  const uri = requireText(params, 'uri');
  await answerOrExplain(gateway, async () => {
    const subscriptions = session.subscriptionsOf(context);
    if (subscriptions === undefined) throw notInitialized();
    await subscriptions.subscribe(uri, context.mcpReq.signal);
  });
  return {};
}

async function unsubscribe({ session, params, context }: RelayedRequest): Promise<Result> {
  await session.subscriptionsOf(context)?.unsubscribe(requireText(params, 'uri'));
  return {};
}

function notInitialized(): JsonRpcErrorAnswer {
  return new JsonRpcErrorAnswer({ code: INVALID_REQUEST_CODE, message: 'The session has to be initialized first.' });
}

async function setLogLevel(session: HostLink, { level: wanted }: Params, context: ServerContext): Promise<Result> {
  const level = LOG_LEVELS.find((known) => known === wanted);
  if (level === undefined) {
    throw new JsonRpcErrorAnswer({
      code: INVALID_PARAMS_CODE,
      message: `The parameter "level" has to be one of ${LOG_LEVELS.join(', ')}.`,
    });
  }
  session.hostOf(context)?.setLogLevel(level);
  return {};
}
