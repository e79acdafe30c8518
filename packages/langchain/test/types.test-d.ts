import { tool } from '@langchain/core/tools';
import type { Seawall } from '@seawall/client';
import type { ErrorCode, MCPError } from '@seawall/core';
import { createAgent, fakeModel } from 'langchain';
import { expectTypeOf } from 'vitest';
import {
  createSeawallTools,
  findMcpError,
  type RunRecord,
  runAgent,
  type SeawallTool,
  seawallMiddleware,
} from '../src/index.ts';

declare const seawall: Seawall;

const tools = createSeawallTools(seawall, { onToolError: 'throw' });
expectTypeOf(tools.list()).toEqualTypeOf<SeawallTool[]>();
// @ts-expect-error: there is no such way to fail.
createSeawallTools(seawall, { onToolError: 'explode' });
// @ts-expect-error: a misspelt option is no option.
createSeawallTools(seawall, { maxTextlength: 5 });
// @ts-expect-error: the tools of a client are needed, not the client.
seawallMiddleware({ tools: seawall });

// The state of an agent gets the record, beside what other tools and middleware bring.
const own = tool(async () => 'x', { name: 'own', description: '', schema: { type: 'object', properties: {} } });
const agent = createAgent({
  model: fakeModel(),
  tools: [own, ...tools.list()],
  middleware: [seawallMiddleware({ tools })],
});
type State = Awaited<ReturnType<typeof agent.invoke>>;
expectTypeOf<State['seawallRun']>().toEqualTypeOf<RunRecord | undefined>();
// @ts-expect-error: it is no part of an agent without the middleware.
type Bare = Awaited<ReturnType<typeof bare.invoke>>['seawallRun'];
const bare = createAgent({ model: fakeModel(), tools: [own] });

const run = await runAgent((input, config) => agent.invoke(input, config), [{ role: 'user', content: 'Hi.' }]);
if (run.status === 'failed') expectTypeOf(run.error.code).toEqualTypeOf<ErrorCode>();
// @ts-expect-error: a run that went well has no error.
else expectTypeOf(run.error);
expectTypeOf(findMcpError(new Error('x'))).toEqualTypeOf<MCPError | undefined>();

export type { Bare };
