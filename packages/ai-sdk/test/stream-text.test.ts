import { createSeawall } from '@seawall/client';
import { MCPError } from '@seawall/core';
import { createScriptedHttpServer } from '@seawall/testkit';
import { stepCountIs, streamText } from 'ai';
import { describe, expect, it } from 'vitest';
import { createSeawallTools } from '../src/index.ts';
import { lastOutputs } from './support/given-outputs.ts';
import { partsOf } from './support/parts-of.ts';
import { call } from './support/run-agent.ts';
import { scriptedModel } from './support/scripted-model.ts';
import { openTracker } from './support/world.ts';

const SLOW = { kind: 'progress', steps: 3, everyMs: 30, next: { kind: 'text', text: 'found' } } as const;

describe('a stream', () => {
  it('tells of a failed call with the typed error, and goes on', async () => {
    await using seawall = await openTracker({
      tools: [{ name: 'search', behaviour: { kind: 'tool-error', text: '403' } }],
    });
    const { tools, prepareStep } = createSeawallTools(seawall);
    const { model, given } = scriptedModel([call('search')]);
    const { fullStream, text } = streamText({ model, tools, prepareStep, prompt: 'Go.', stopWhen: stepCountIs(5) });
    const parts = await partsOf(fullStream);
    const failed = parts.find((part) => part.type === 'tool-error');
    expect(failed?.type === 'tool-error' && MCPError.isInstance(failed.error)).toBe(true);
    expect(failed).toMatchObject({ toolName: 'search', dynamic: true, error: { kind: 'permission' } });
    expect(lastOutputs(given)).toMatchObject([{ type: 'error-text', text: expect.stringContaining('"tracker"') }]);
    expect(parts.filter((part) => part.type === 'error')).toEqual([]);
    expect(await text).toBe('Done.');
  });

  it('tells of progress as preliminary results, before the result', async () => {
    await using seawall = await openTracker({ tools: [{ name: 'search', behaviour: SLOW }] });
    const { tools } = createSeawallTools(seawall, { progress: true });
    const { model, given } = scriptedModel([call('search')]);
    const { fullStream } = streamText({ model, tools, prompt: 'Go.', stopWhen: stepCountIs(5) });
    const results = (await partsOf(fullStream)).filter((part) => part.type === 'tool-result');
    const told = results.filter(({ preliminary }) => preliminary === true).map(({ output }) => output);
    expect(told[0]).toMatchObject({ kind: 'progress', progress: expect.any(Number) });
    expect(results.filter(({ preliminary }) => preliminary !== true)).toMatchObject([
      { output: { content: [{ type: 'text', text: 'found' }] } },
    ]);
    expect(lastOutputs(given)).toEqual([{ toolName: 'search', type: 'text', text: 'found' }]);
  });

  it('tells of no progress unless it is asked to', async () => {
    await using seawall = await openTracker({ tools: [{ name: 'search', behaviour: SLOW }] });
    const { tools } = createSeawallTools(seawall);
    const { model } = scriptedModel([call('search')]);
    const { fullStream } = streamText({ model, tools, prompt: 'Go.', stopWhen: stepCountIs(5) });
    const results = (await partsOf(fullStream)).filter((part) => part.type === 'tool-result');
    expect(results).toHaveLength(1);
  });

  it('tells of a call that fails while it tells of its progress', async () => {
    const behaviour = { ...SLOW, next: { kind: 'tool-error', text: '404 Not Found' } } as const;
    await using seawall = await openTracker({ tools: [{ name: 'search', behaviour }] });
    const { tools } = createSeawallTools(seawall, { progress: true });
    const { model, given } = scriptedModel([call('search')]);
    const { fullStream } = streamText({ model, tools, prompt: 'Go.', stopWhen: stepCountIs(5) });
    const parts = await partsOf(fullStream);
    expect(parts.find((part) => part.type === 'tool-error')).toMatchObject({ error: { kind: 'not_found' } });
    expect(lastOutputs(given)).toMatchObject([{ type: 'error-text' }]);
  });

  it.each([false, true])('that is aborted ends the call at its server (progress: %s)', async (progress) => {
    await using remote = await createScriptedHttpServer({ tools: [{ name: 'wait', behaviour: { kind: 'silent' } }] });
    await using seawall = await createSeawall({
      mcpServers: { tracker: { url: remote.url } },
      seawall: { prefix: 'on-conflict' },
    });
    await seawall.connect();
    const { tools } = createSeawallTools(seawall, { progress });
    const abort = new AbortController();
    const { model, given } = scriptedModel([call('wait')]);
    const { fullStream } = streamText({
      model,
      tools,
      prompt: 'Go.',
      abortSignal: abort.signal,
      stopWhen: stepCountIs(5),
    });
    const read = partsOf(fullStream);
    await remote.requestReceived(({ rpcMethod }) => rpcMethod === 'tools/call');
    abort.abort();
    expect((await read).map(({ type }) => type)).toContain('abort');
    await remote.requestReceived(({ rpcMethod }) => rpcMethod === 'notifications/cancelled');
    await expect.poll(() => seawall.policies('tracker')?.inFlight).toBe(0);
    expect(given).toHaveLength(1);
  });

  it('of preliminary results that nobody reads to the end ends the call at its server', async () => {
    await using remote = await createScriptedHttpServer({
      tools: [{ name: 'wait', behaviour: { ...SLOW, next: { kind: 'silent' } } }],
    });
    await using seawall = await createSeawall({ mcpServers: { tracker: { url: remote.url } } });
    await seawall.connect();
    const { tools } = createSeawallTools(seawall, { progress: true });
    const outputs: unknown = tools.tracker__wait?.execute?.({}, { toolCallId: '1', messages: [], context: {} });
    // The framework asks for it by the same method.
    const reader = (outputs as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    expect((await reader.next()).value).toMatchObject({ kind: 'progress' });
    await reader.return?.();
    await remote.requestReceived(({ rpcMethod }) => rpcMethod === 'notifications/cancelled');
  });
});
