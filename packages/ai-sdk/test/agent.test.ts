import type { ScriptedTool } from '@seawall/testkit';
import { stepCountIs, ToolLoopAgent } from 'ai';
import { describe, expect, it } from 'vitest';
import { createSeawallTools } from '../src/index.ts';
import { lastOutputs } from './support/given-outputs.ts';
import { partsOf } from './support/parts-of.ts';
import { call } from './support/run-agent.ts';
import { scriptedModel } from './support/scripted-model.ts';
import { openTracker } from './support/world.ts';

const DENIED: ScriptedTool = { name: 'create', behaviour: { kind: 'tool-error', text: '403 Forbidden' } };

describe('an agent of the framework', () => {
  it('takes the tools as they are, and goes on when one fails, streamed or not', async () => {
    await using seawall = await openTracker({ tools: [{ name: 'search' }, DENIED] });
    const { tools, prepareStep } = createSeawallTools(seawall);
    for (const isStreamed of [false, true]) {
      const { model, given } = scriptedModel([call('create'), call('search', { n: 1 })]);
      const agent = new ToolLoopAgent({ model, tools, prepareStep, stopWhen: stepCountIs(5) });
      if (isStreamed) await partsOf((await agent.stream({ prompt: 'Go.' })).fullStream);
      else expect((await agent.generate({ prompt: 'Go.' })).text).toBe('Done.');
      expect(lastOutputs(given)).toEqual([{ toolName: 'search', type: 'text', text: '{"n":1}' }]);
      expect(JSON.stringify(given[1]?.prompt.at(-1))).toContain('error-text');
    }
  });
});
