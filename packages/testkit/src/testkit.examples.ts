// The examples of the doc comments and the README, type-checked.
import { type Configuration, openSeawall, type Seawall } from '@seawall/client';
import { type Clock, sleep } from '@seawall/core/base';
import {
  createFakeClock,
  createFaultControl,
  createFaultInjector,
  createScriptedHttpServer,
  faultyConnector,
  faultyStdioServer,
  readExecutions,
  realServerFaults,
  type StdioServerEntry,
  scriptedStdioServer,
  startFaultyHttpServer,
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

export function injectFaults(): readonly string[] {
  const control = createFaultControl('/tmp/faulty');
  const config = { mcpServers: { faulty: faultyStdioServer(control) } };
  control.inject([{ kind: 'flaky', probability: 0.3, maxFailuresPerCall: 2 }]);
  control.clear();
  return [...control.executedKeys(), ...Object.keys(config.mcpServers)];
}

export async function refuseForAWhile(): Promise<string> {
  const control = createFaultControl('/tmp/faulty-http');
  await using server = await startFaultyHttpServer(control, { era: 'legacy' });
  control.inject([{ kind: '503', retryAfter: '1' }]);
  return server.url;
}

export function putFaultsBetween(configuration: Configuration, clock: Clock): Seawall {
  const injector = createFaultInjector({ seed: 7, faults: [{ kind: 'hang', fromMs: 1000, toMs: 5000 }] }, { clock });
  return openSeawall(configuration, {
    wrapConnector: (connector, { name }) =>
      faultyConnector(connector, { serverName: name, transport: 'stdio', injector, clock }),
  });
}
