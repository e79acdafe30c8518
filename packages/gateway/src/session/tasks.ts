import type { Result } from '@modelcontextprotocol/server';
import { toErrorRecord } from '@seawall/client';
import { ERROR_META_KEY } from '@seawall/core/base';
import {
  INVALID_PARAMS_CODE,
  JsonRpcErrorAnswer,
  METHOD_NOT_FOUND_CODE,
  passedOnError,
} from '../reply/json-rpc-error.ts';
import type { PassedResult } from '../reply/upstream-result.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { RelayedRequest } from './host-link.ts';
import { isParams, requireText } from './params.ts';
import { relay, runCall } from './relay.ts';
import { answerOrExplain } from './routed-calls.ts';

/**
 * Answers `tasks/get`, `tasks/result` and `tasks/cancel` at the server where the task runs.
 *
 * A task that nobody remembers is asked for at all servers with tasks, one after another, until one has it.
 */
export function answerTask(request: RelayedRequest): Promise<Result> {
  return answerOrExplain(request.gateway, () => relayToTask(request, requireText(request.params, 'taskId')));
}

async function relayToTask(request: RelayedRequest, taskId: string): Promise<PassedResult> {
  const { gateway, context } = request;
  const known = gateway.tasks.serverOf(taskId);
  const servers = known === undefined ? serversWith(gateway, 'tasks') : [known];
  let failure: unknown;
  for (const server of servers) {
    try {
      const call = { server, target: 'a task' };
      const result = await runCall(request, call, () => relay(request, call, {}));
      gateway.tasks.remember(taskId, server);
      return result;
    } catch (error) {
      if (failure === undefined || !isUnknownTask(error)) failure = error;
      if (context.mcpReq.signal.aborted || gateway.calls.isDraining) break;
    }
  }
  throw failure ?? new JsonRpcErrorAnswer({ code: INVALID_PARAMS_CODE, message: 'There is no such task.' });
}

/**
 * Answers `tasks/list`: the tasks of all servers that list theirs, a page of one server at a time.
 *
 * A server that fails is left out, which the page says; it costs the tasks of the others nothing.
 */
export function listTasks(request: RelayedRequest): Promise<Result> {
  return answerOrExplain(request.gateway, () => listPage(request));
}

async function listPage(request: RelayedRequest): Promise<PassedResult> {
  const { gateway, params, context } = request;
  const servers = serversWith(gateway, 'tasks').filter((server) => listsTasks(gateway, server));
  const start = params.cursor === undefined ? { server: servers[0] } : readCursor(params.cursor);
  let failure: unknown;
  // A cursor whose server is gone finds no place: whatever stood behind it can't be found any more.
  if (start.server !== undefined && !servers.includes(start.server)) throw unknownCursor();
  for (const server of servers.slice(start.server === undefined ? 0 : servers.indexOf(start.server))) {
    try {
      const page = await pageOf(request, { server, cursor: server === start.server ? start.cursor : undefined });
      const { nextCursor, ...rest } = page;
      const nextServer = servers[servers.indexOf(server) + 1];
      const next = typeof nextCursor === 'string' ? { server, cursor: nextCursor } : { server: nextServer };
      return { ...withFailure(rest, failure), ...(next.server === undefined ? {} : { nextCursor: writeCursor(next) }) };
    } catch (error) {
      if (context.mcpReq.signal.aborted || gateway.calls.isDraining) throw error;
      failure ??= error;
    }
  }
  if (failure !== undefined && params.cursor === undefined) throw failure;
  return withFailure({ tasks: [] }, failure);
}

function pageOf(
  request: RelayedRequest,
  { server, cursor }: Cursor & { readonly server: string },
): Promise<PassedResult> {
  const call = { server, target: 'the list of tasks' };
  return runCall(request, call, () => relay(request, call, { cursor }));
}

function withFailure(page: PassedResult, failure: unknown): PassedResult {
  if (failure === undefined) return page;
  const meta = isParams(page._meta) ? page._meta : {};
  return { ...page, _meta: { ...meta, [ERROR_META_KEY]: toErrorRecord(failure) } };
}

interface Cursor {
  readonly server: string | undefined;
  readonly cursor?: string | undefined;
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(text: unknown): Cursor {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(String(text), 'base64url').toString('utf8'));
  } catch (error) {
    throw unknownCursor(error);
  }
  if (!isParams(value) || typeof value.server !== 'string') throw unknownCursor();
  return { server: value.server, cursor: typeof value.cursor === 'string' ? value.cursor : undefined };
}

function unknownCursor(cause?: unknown): JsonRpcErrorAnswer {
  const message = 'The cursor is unknown. Ask again without a cursor.';
  return new JsonRpcErrorAnswer({ code: INVALID_PARAMS_CODE, message }, { cause });
}

function serversWith(gateway: GatewayContext, capability: string): readonly string[] {
  const servers = gateway.seawall.servers();
  return servers.filter(({ info }) => info?.capabilities[capability] !== undefined).map(({ name }) => name);
}

function listsTasks(gateway: GatewayContext, server: string): boolean {
  const tasks = gateway.seawall.servers().find(({ name }) => name === server)?.info?.capabilities.tasks;
  return isParams(tasks) && tasks.list !== undefined;
}

function isUnknownTask(error: unknown): boolean {
  const code = passedOnError(error)?.code;
  return code === INVALID_PARAMS_CODE || code === METHOD_NOT_FOUND_CODE;
}
