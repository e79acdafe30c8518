// The examples of the doc comments and the README, type-checked.
import { sleep } from '@seawall/core/base';
import {
  createFakeClock,
  createScriptedHttpServer,
  readExecutions,
  realServerFaults,
  type StdioServerEntry,
  scriptedStdioServer,
  type ToolExecution,
} from './index.ts';

export function describeSlowServer(): { mcpServers: Record<string, StdioServerEntry> } {
  const entry = scriptedStdioServer({ tools: [{ name: 'slow', behaviour: { kind: 'silent' } }] });
  return { mcpServers: { slow: entry } };
}

export function describeFlakyServer(): { mcpServers: Record<string, StdioServerEntry> } {
  const flaky = scriptedStdioServer({
    tools: [
      {
        name: 'create_issue',
        executionsFile: '/tmp/executions',
        behaviour: {
          kind: 'sequence',
          steps: [{ kind: 'exit', exitCode: 1 }, { kind: 'tool-error', text: 'rate limited' }, { kind: 'echo' }],
          file: '/tmp/sequence',
        },
      },
    ],
  });
  return { mcpServers: { flaky } };
}

export function breakMethods(): StdioServerEntry {
  return scriptedStdioServer({
    methodFaults: {
      initialize: { kind: 'exit', afterAnswer: true },
      'tools/list': { kind: 'error', code: -32603, message: 'database is down', times: 2 },
      '*': { kind: 'silent' },
    },
  });
}

export function askTheClient(): StdioServerEntry {
  return scriptedStdioServer({
    era: 'both',
    tools: [
      { name: 'where', behaviour: { kind: 'ask', method: 'roots/list', timeoutMs: 1000 } },
      {
        name: 'book',
        behaviour: {
          kind: 'input-required',
          rounds: [
            { requests: { roots: { method: 'roots/list' } }, requestState: 'round-1' },
            { requestState: 'wait' },
          ],
          next: { kind: 'text', text: 'booked' },
        },
      },
    ],
  });
}

export function playRealServer(): StdioServerEntry {
  return scriptedStdioServer(realServerFaults.diesAfterInitialize);
}

export async function loseStreams(): Promise<void> {
  await using server = await createScriptedHttpServer({
    resumable: { retryMs: 10 },
    tools: [{ name: 'slow', behaviour: { kind: 'close-stream', next: { kind: 'delay', delayMs: 50 } } }],
  });
  await server.requestReceived(({ headers }) => headers['last-event-id'] !== undefined);
}

export async function failTwice(): Promise<void> {
  await using server = await createScriptedHttpServer({ tools: [{ name: 'echo' }] });
  await server.setFault({ kind: 'status', status: 503, methods: ['tools/call'], times: 2 });
}

export async function passTime(): Promise<void> {
  const clock = createFakeClock();
  const slept = sleep(clock, 5_000);
  await clock.advance(5_000);
  await slept;
}

export function whatRan(): ToolExecution[] {
  return readExecutions('/tmp/executions');
}
