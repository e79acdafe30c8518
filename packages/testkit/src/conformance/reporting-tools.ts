import { sleep } from '@seawall/core/base';
import { argumentsSchema, type ConformanceTool, NO_ARGUMENTS, textResult } from './conformance-tool.ts';

/** The resource that subscribers hear about. */
export const WATCHED_RESOURCE_URI = 'test://watched-resource';

const STEP_MS = 50;
const RECONNECT_MS = 100;

/** Tools that tell something while they run: log, progress, changes, a stream that ends early. */
export const REPORTING_TOOLS: readonly ConformanceTool[] = [
  {
    name: 'test_tool_with_logging',
    description: 'Logs three times while it runs.',
    inputSchema: NO_ARGUMENTS,
    call: async ({ context, world }) => {
      await context.mcpReq.log('info', 'Tool execution started');
      await sleep(world.clock, STEP_MS, context.mcpReq.signal);
      await context.mcpReq.log('info', 'Tool processing data');
      await sleep(world.clock, STEP_MS, context.mcpReq.signal);
      await context.mcpReq.log('info', 'Tool execution completed');
      return textResult('Logged three times.');
    },
  },
  {
    name: 'test_logging_tool',
    description: 'Logs once, to clients that asked for a level.',
    inputSchema: NO_ARGUMENTS,
    call: async ({ context }) => {
      await context.mcpReq.log('info', 'One line for whoever wants it');
      return textResult('Logged once.');
    },
  },
  {
    name: 'test_tool_with_progress',
    description: 'Reports progress in three steps, when the call has a progress token.',
    inputSchema: NO_ARGUMENTS,
    call: async ({ context, world }) => {
      const progressToken = context.mcpReq._meta?.progressToken;
      if (progressToken === undefined) return textResult('Nobody asked for progress.');
      for (const progress of [0, 50, 100]) {
        await context.mcpReq.notify({
          method: 'notifications/progress',
          params: { progressToken, progress, total: 100, message: `${progress} of 100` },
        });
        await sleep(world.clock, STEP_MS, context.mcpReq.signal);
      }
      return textResult(String(progressToken));
    },
  },
  {
    name: 'test_reconnection',
    description: 'Closes the stream of its call and answers on the next one.',
    inputSchema: NO_ARGUMENTS,
    call: async ({ context, world }) => {
      // Only a session over HTTP that keeps its events has a stream to close.
      context.http?.closeSSE?.();
      await sleep(world.clock, RECONNECT_MS, context.mcpReq.signal);
      return textResult('The answer arrived on another stream.');
    },
  },
  {
    name: 'test_trigger_tool_change',
    description: 'Adds the tool test_extra_tool, or removes it.',
    inputSchema: NO_ARGUMENTS,
    call: ({ world }) => {
      world.change({ kind: 'tools' });
      return textResult('The list of tools has changed.');
    },
  },
  {
    name: 'test_trigger_prompt_change',
    description: 'Adds the prompt test_extra_prompt, or removes it.',
    inputSchema: NO_ARGUMENTS,
    call: ({ world }) => {
      world.change({ kind: 'prompts' });
      return textResult('The list of prompts has changed.');
    },
  },
  {
    name: 'test_trigger_resource_update',
    description: 'Tells the subscribers of a resource that it has changed.',
    inputSchema: argumentsSchema({ type: 'object', properties: { uri: { type: 'string' } } }),
    call: ({ args, world }) => {
      const uri = typeof args.uri === 'string' ? args.uri : WATCHED_RESOURCE_URI;
      world.change({ kind: 'resource', uri });
      return textResult(`The resource "${uri}" has changed.`);
    },
  },
];
