import { createSeawall, type Seawall } from '@seawall/client';
import { createScriptedHttpServer, type ScriptedHttpServer, type ScriptedTool } from '@seawall/testkit';
import { generateText, stepCountIs } from 'ai';
import { describe, expect, it } from 'vitest';
import { createSeawallTools } from '../src/index.ts';
import { lastOutputs, transcriptOf } from './support/given-outputs.ts';
import { call, runAgent } from './support/run-agent.ts';
import { scriptedModel } from './support/scripted-model.ts';

const SILENT: ScriptedTool = { name: 'wait', behaviour: { kind: 'silent' } };

/** A server, and a client of it that is connected. */
interface World extends AsyncDisposable {
  readonly server: ScriptedHttpServer;
  readonly seawall: Seawall;
}

async function openWorld(tools: readonly ScriptedTool[], settings: object = {}): Promise<World> {
  const server = await createScriptedHttpServer({ tools });
  const seawall = await createSeawall({
    mcpServers: { tracker: { url: server.url, seawall: settings } },
    seawall: { prefix: 'on-conflict' },
  });
  await seawall.connect();
  return {
    server,
    seawall,
    [Symbol.asyncDispose]: async () => {
      await seawall.close();
      await server.close();
    },
  };
}

const wasCalled = ({ server }: World, tool: string): boolean => server.requests.some(({ target }) => target === tool);

describe('a call that is refused', () => {
  it('by the circuit of its tool tells the model when to come back, and is not sent', async () => {
    const down: ScriptedTool = { name: 'search', behaviour: { kind: 'tool-error', text: '503 Service Unavailable' } };
    const policies = { toolBreaker: { consecutiveFailures: 1, openMs: 600_000, maxOpenMs: 600_000 } };
    await using world = await openWorld([down], { policies, tools: { search: { safety: 'read', maxAttempts: 1 } } });
    const { result, given } = await runAgent(world.seawall, [call('search', { n: 1 }), call('search', { n: 2 })]);
    const errors = result.steps.flatMap(({ content }) =>
      content.flatMap((part) => (part.type === 'tool-error' ? [part.error] : [])),
    );
    expect(errors).toMatchObject([{ kind: 'unavailable' }, { kind: 'circuit_open' }]);
    expect(lastOutputs(given)).toMatchObject([
      { type: 'error-text', text: expect.stringMatching(/tracker.+tried again in/s) },
    ]);
    expect(world.server.requests.filter(({ target }) => target === 'search')).toHaveLength(1);
  });

  it('because its time is over before it was its turn surely did not run, and the model is told no other', async () => {
    await using world = await openWorld([SILENT, { name: 'search' }], { concurrency: 1, queue: 5 });
    const aborting = new AbortController();
    const busy = world.seawall
      .callTool({ server: 'tracker', name: 'wait' }, { signal: aborting.signal })
      .catch(() => undefined);
    await world.server.requestReceived(({ target }) => target === 'wait');
    world.seawall.setTimeouts('tracker', { timeoutMs: 200, totalTimeoutMs: 200 });
    const { result, told } = await runAgent(world.seawall, [call('search')]);
    expect(result.steps[0]?.content.at(-1)).toMatchObject({ type: 'tool-error', error: { code: 'QUEUE_DEADLINE' } });
    expect(told[0]).not.toContain('may have run');
    expect(wasCalled(world, 'search')).toBe(false);
    aborting.abort();
    await busy;
  });

  it('because the run was given up before it began is not sent', async () => {
    await using world = await openWorld([{ name: 'search' }]);
    const { tools } = createSeawallTools(world.seawall);
    const { model } = scriptedModel([call('search')]);
    const run = generateText({
      model,
      tools,
      prompt: 'Go.',
      stopWhen: stepCountIs(5),
      abortSignal: AbortSignal.abort(),
    });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(wasCalled(world, 'search')).toBe(false);
  });
});

describe('a call', () => {
  it('of a tool that is gone since the model chose it ends no run, and is not sent', async () => {
    const shrink: ScriptedTool = { name: 'shrink', behaviour: { kind: 'remove-tool', name: 'doomed' } };
    await using world = await openWorld([shrink, { name: 'doomed' }]);
    const { tools, prepareStep } = createSeawallTools(world.seawall);
    const { model, given } = scriptedModel([call('shrink'), call('doomed')]);
    const { text } = await generateText({
      model,
      tools,
      // What a server announces comes after its answer.
      prepareStep: async ({ stepNumber }) => {
        const namesNow = (): readonly string[] => {
          prepareStep();
          return Object.keys(tools);
        };
        await expect.poll(namesNow).toHaveLength(stepNumber === 0 ? 2 : 1);
        return undefined;
      },
      prompt: 'Go.',
      stopWhen: stepCountIs(5),
    });
    expect(transcriptOf(given)).toContain('Available tools: shrink');
    expect(text).toBe('Done.');
    expect(wasCalled(world, 'doomed')).toBe(false);
  });

  it('has the time that its server gives calls by then', async () => {
    await using world = await openWorld([SILENT], { tools: { wait: { safety: 'read', maxAttempts: 1 } } });
    const { tools } = createSeawallTools(world.seawall);
    world.seawall.setTimeouts('tracker', { timeoutMs: 100, totalTimeoutMs: 100 });
    const { model } = scriptedModel([call('wait')]);
    const { steps } = await generateText({ model, tools, prompt: 'Go.', stopWhen: stepCountIs(5) });
    const failed = steps[0]?.content.at(-1);
    if (failed?.type !== 'tool-error') throw new Error('It did not fail.');
    expect(failed.error).toMatchObject({ kind: 'timeout', code: 'CALL_TIMEOUT' });
    expect(Reflect.get(Object(failed.error), 'timeoutMs')).toBeLessThanOrEqual(100);
  });
});
