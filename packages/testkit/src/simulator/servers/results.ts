import type { CallRequest } from '@seawall/core/base';
import type { Execution } from './ledger.ts';
import type { SimulatedServer } from './simulated-server.ts';
import type { SentRequest, Wire } from './wire.ts';

/** Where the number of the execution stands in a result. */
export const EXECUTION_META_KEY = 'dev.seawall.testkit/execution';

/** The result of a request, and what is done with it. */
export interface Answer {
  readonly result: unknown;
  /** Carries the request out, and fills the result in. */
  run(): void;
  /** The result leaves. */
  leave(): void;
}

/** What a server gives as the answer to a request. */
export function resultOf(server: SimulatedServer, wire: Wire, request: CallRequest, sent: SentRequest): Answer {
  const { method, params = {} } = request;
  switch (method) {
    case 'tools/list':
      return plain({ tools: server.plan.tools.map(({ name }) => toDefinition(name)) });
    case 'resources/list':
      return plain({ resources: [{ uri: `doc://${server.plan.name}/1`, name: 'one' }] });
    case 'resources/templates/list':
      return plain({ resourceTemplates: [] });
    case 'prompts/list':
      return plain({ prompts: [] });
    case 'tools/call':
    case 'resources/read':
      break;
    default:
      return plain({});
  }
  const target = String(method === 'tools/call' ? params.name : params.uri);
  const meta: Record<string, number> = {};
  let carriedOut: Execution | undefined;
  const run = (): void => {
    const { execution, times } = server.ledger.add({
      atMs: server.time.nowMs,
      server: server.plan.name,
      target,
      key: keyOf(params),
      callId: sent.callId,
      principal: sent.principal,
    });
    carriedOut = execution;
    meta[EXECUTION_META_KEY] = execution.number;
    wire.noteExecution(execution, times);
  };
  const text = `Entry of ${target}.`;
  const content =
    method === 'tools/call'
      ? { content: [{ type: 'text', text }] }
      : { contents: [{ uri: target, mimeType: 'text/plain', text }] };
  const leave = (): void => {
    if (carriedOut !== undefined) carriedOut.answeredMs = server.time.nowMs;
  };
  return { result: { ...content, _meta: meta }, run, leave };
}

function plain(result: unknown): Answer {
  return { result, run: () => undefined, leave: () => undefined };
}

function toDefinition(name: string) {
  return { name, inputSchema: { type: 'object' } };
}

function keyOf(params: Readonly<Record<string, unknown>>): string {
  const given = params.arguments;
  return typeof given === 'object' && given !== null ? String(Reflect.get(given, 'key')) : String(params.uri);
}
