import { type JsonValue, type StdioScenario, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { examine, stepOf } from './examine.ts';

const withTools = (...tools: readonly JsonValue[]): StdioScenario => ({
  methodFaults: { 'tools/list': { kind: 'result', result: { tools: [...tools] } } },
});
const tool = (name: string, inputSchema: JsonValue = { type: 'object' }): JsonValue => ({ name, inputSchema });
const examineScenario = (scenario: StdioScenario) => examine(scriptedStdioServer(scenario));

describe('what a server offers', () => {
  it('fails when its tools can not be listed (B87)', async () => {
    const { failure } = await examineScenario({ advertiseOnly: ['tools'] });
    expect(failure).toMatchObject({ id: 'tools', code: 'METHOD_NOT_FOUND' });
  });

  it('fails when it ends while it lists them, with how it ended', async () => {
    const { failure } = await examineScenario({
      methodFaults: { 'tools/list': { kind: 'exit', exitCode: 7, stderr: 'out of luck\n' } },
    });
    expect(failure).toMatchObject({
      id: 'tools',
      code: 'PROCESS_EXITED',
      detail: expect.stringContaining('out of luck'),
    });
  });

  it('fails when the list does not come in time, with the option that gives it more (B89, B90)', async () => {
    const silent = scriptedStdioServer({ methodFaults: { 'tools/list': { kind: 'silent' } } });
    const { failure } = await examine({ ...silent, seawall: { listTimeoutMs: 300 } });
    expect(failure).toMatchObject({ id: 'tools', code: 'LIST_TIMEOUT', fix: expect.stringContaining('listTimeoutMs') });
  });

  it('fails for a tool that hosts could not use, and names it and what is wrong', async () => {
    const { failure } = await examineScenario(withTools(tool('good'), tool('bad', { properties: {} })));
    expect(failure).toMatchObject({
      id: 'schemas',
      code: 'INVALID_RESULT',
      detail: expect.stringContaining('1 of 2 tools'),
      lines: [expect.stringContaining('"bad": "inputSchema"')],
    });
  });

  it('is told of schemas that model APIs may refuse', async () => {
    const schema = { type: 'object', properties: { a: { type: 'str' } }, required: ['a', 'b'] };
    const server = await examineScenario(withTools(tool('odd', schema)));
    expect(stepOf(server, 'schemas')).toMatchObject({
      outcome: 'warning',
      lines: [
        expect.stringContaining('"odd": "inputSchema.required" names "b"'),
        expect.stringContaining('"odd": "inputSchema.properties.a.type" is "str"'),
      ],
    });
  });

  it('is told of names that stand twice, are too long, or have characters that hosts refuse', async () => {
    const long = 'l'.repeat(70);
    const server = await examineScenario(withTools(tool('twice'), tool('twice'), tool(long), tool('a b')));
    expect(stepOf(server, 'names')).toMatchObject({ outcome: 'warning' });
    const lines = stepOf(server, 'names').lines?.join('\n') ?? '';
    for (const part of ['"twice" is listed 2 times', `"${long}" has 73 characters`, '"a b" has characters'])
      expect(lines).toContain(part);
  });

  it('is told of prompts and resources that are advertised and not known', async () => {
    const server = await examineScenario({ advertiseOnly: ['prompts', 'resources'] });
    expect(stepOf(server, 'prompts')).toMatchObject({ outcome: 'warning', detail: expect.stringContaining('-32601') });
    expect(stepOf(server, 'resources')).toMatchObject({ outcome: 'warning' });
    expect(server.failure).toBeUndefined();
  });

  it('fails when a server that has nothing to list is gone', async () => {
    const { failure } = await examineScenario({
      capabilities: {},
      methodFaults: { initialize: { kind: 'exit', afterAnswer: true, exitCode: 5 } },
    });
    expect(failure).toMatchObject({ code: 'PROCESS_EXITED', detail: expect.stringContaining('code 5') });
  });

  it('is told of a server without tools', async () => {
    const server = await examineScenario({ tools: [] });
    expect(stepOf(server, 'tools').outcome).toBe('warning');
  });
});
