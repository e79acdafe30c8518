import { MCPError } from '@seawall/core';
import { generateText, stepCountIs } from 'ai';
import { describe, expect, it } from 'vitest';
import { createSeawallTools, isToolFailure } from '../src/index.ts';
import { FAULT_CASES, SECRET, SERVER, TOOL } from './support/fault-cases.ts';
import { openFaulty } from './support/faulty-world.ts';
import { lastOutputs, transcriptOf } from './support/given-outputs.ts';
import { scriptedModel } from './support/scripted-model.ts';

/** A line of a stack, or a path of the server's machine. */
const STACK = /\n\s*at |\/srv\/|node_modules|\.js:\d/;

describe.each(FAULT_CASES)('when $title ($kind)', (fault) => {
  async function run(onToolError: 'throw' | 'return') {
    await using seawall = await openFaulty(fault);
    const { tools, prepareStep } = createSeawallTools(seawall, { onToolError });
    const { model, given } = scriptedModel([{ calls: [{ name: TOOL, input: { query: 'x' } }] }]);
    const { steps, text, response } = await generateText({
      model,
      tools,
      prepareStep,
      prompt: 'Search.',
      stopWhen: stepCountIs(5),
    });
    const [told] = lastOutputs(given);
    return { first: steps[0], text, told, transcript: `${transcriptOf(given)}${JSON.stringify(response.messages)}` };
  }

  function expectClean(transcript: string): void {
    expect(transcript).toContain(TOOL);
    expect(transcript).not.toContain(SECRET);
    expect(transcript.replaceAll('\\n', '\n')).not.toMatch(STACK);
  }

  it('the model learns what, where and how to go on, the developer gets the error, and the run goes on (A92, A100)', async () => {
    const { first, text, told, transcript } = await run('throw');
    expect(told).toMatchObject({ toolName: TOOL, type: 'error-text', text: expect.stringMatching(fault.told) });
    expect(told?.text).toContain(`"${SERVER}"`);
    const failed = first?.content.find((part) => part.type === 'tool-error');
    if (failed?.type !== 'tool-error') throw new Error('There is no tool-error part.');
    if (!MCPError.isInstance(failed.error)) throw new Error('The error is none of ours.');
    expect(failed.error).toBeInstanceOf(MCPError);
    expect(failed.error).toMatchObject({ kind: fault.kind, message: told?.text });
    expect(told?.text).toContain(failed.error.originalMessage);
    expect(text).toBe('Done.');
    expectClean(transcript);
  });

  it('a failure can be returned, and the model reads the same (A99, A105)', async () => {
    const { first, text, told, transcript } = await run('return');
    expect(told).toMatchObject({ toolName: TOOL, type: 'error-text', text: expect.stringMatching(fault.told) });
    const output: unknown = first?.toolResults[0]?.output;
    if (!isToolFailure(output)) throw new Error('The output is no failure.');
    expect(output).toMatchObject({ isError: true, server: SERVER, tool: TOOL, error: { kind: fault.kind } });
    expect(output.content[0].text).toBe(told?.text);
    expect(text).toBe('Done.');
    expectClean(transcript);
  });
});
