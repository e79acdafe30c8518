import { expect } from 'vitest';
import type { Checks, ScenarioPart } from '../place.ts';
import { callTool, eventually, follow, inspect, listed, resultOf, TOOLS, textOf, wholeList } from '../talk.ts';
import type { Json } from '../wire/message.ts';

const DESCRIBED = {
  name: 'described',
  description: 'Tells the weather.\n\nUnicode: ünïcödé ✓ 天気.',
  inputSchema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { city: { type: 'string', minLength: 1, examples: ['Bern'] }, days: { $ref: '#/$defs/days' } },
    required: ['city'],
    additionalProperties: false,
    $defs: { days: { type: 'integer', minimum: 1, default: 3 } },
    'x-vendor': { kept: true },
  },
  annotations: { title: 'Weather', readOnlyHint: true, openWorldHint: false, 'x-hint': 'kept' },
  fields: {
    title: 'The weather',
    icons: [{ src: 'https://example.com/icon.png', mimeType: 'image/png', sizes: ['48x48'], theme: 'dark' }],
    outputSchema: { type: 'object', properties: { degrees: { type: 'number' } }, required: ['degrees'] },
    _meta: { 'com.example/origin': { nested: [1, null, 'two'] } },
    'x-unknown': ['kept'],
  },
} as const;

const STRUCTURED = { degrees: 21.5, wind: { from: 'N', gusts: [1, 2.25] }, 'x-more': null } as const;

const CONTENT = [
  { type: 'text', text: 'plain\n"quoted" ✓', annotations: { audience: ['user'], priority: 0.5 }, _meta: { a: 1 } },
  { type: 'image', data: 'aW1hZ2U=', mimeType: 'image/png', annotations: { lastModified: '2026-01-01T00:00:00Z' } },
  { type: 'audio', data: 'YXVkaW8=', mimeType: 'audio/wav' },
  { type: 'resource', resource: { uri: 'test://embedded/text', mimeType: 'text/plain', text: 'inside' } },
  { type: 'resource', resource: { uri: 'test://embedded/blob', mimeType: 'image/gif', blob: 'YmxvYg==' } },
  { type: 'resource_link', uri: 'test://linked', name: 'linked', title: 'A link', size: 12, mimeType: 'text/html' },
] as const;

export const toolsScenario: ScenarioPart = () => ({
  tools: [
    DESCRIBED,
    { name: 'echo' },
    { name: 'inspect', behaviour: { kind: 'inspect' } },
    { name: 'contents', behaviour: { kind: 'result', result: { content: CONTENT } } },
    {
      name: 'structured',
      fields: { outputSchema: DESCRIBED.fields.outputSchema },
      behaviour: {
        kind: 'result',
        result: { content: [{ type: 'text', text: JSON.stringify(STRUCTURED) }], structuredContent: STRUCTURED },
      },
    },
    { name: 'wrong', behaviour: { kind: 'tool-error', text: 'There is no city "Atlantis".' } },
    {
      name: 'refuses',
      behaviour: { kind: 'rpc-error', code: -32_602, message: 'days is no number', data: { field: ['days', 1] } },
    },
    {
      name: 'refuses-its-way',
      behaviour: { kind: 'rpc-error', code: -32_050, message: 'out of ink', data: { cartridge: 'cyan' } },
    },
    {
      name: 'annotated',
      behaviour: {
        kind: 'result',
        result: {
          content: [{ type: 'text', text: 'ok' }],
          _meta: { 'com.example/cost': { cents: 3 } },
          'x-unknown': ['kept'],
        },
      },
    },
    { name: 'grow', behaviour: { kind: 'add-tool', tool: { name: 'grown' } } },
    { name: 'shrink', behaviour: { kind: 'remove-tool', name: 'grown' } },
  ],
});

export const TOOL_CHECKS: Checks<
  | 'tools-list-complete'
  | 'tools-definition'
  | 'tools-order'
  | 'tools-cursor'
  | 'tools-cache-hints'
  | 'tools-list-changed'
  | 'tools-arguments'
  | 'tools-content'
  | 'tools-structured'
  | 'tools-is-error'
  | 'tools-unknown'
  | 'tools-error'
  | 'tools-vendor-error'
  | 'tools-meta-to-server'
  | 'tools-meta-to-host'
  | 'tools-at-once'
  | 'tools-large'
> = {
  'tools-list-complete': async ({ host, name }) => {
    const names = (await wholeList(host, ...TOOLS)).map((tool) => tool.name);
    expect(new Set(names).size).toBe(names.length);
    const scripted = toolsScenario({ name: '', folder: '' }).tools ?? [];
    expect(names).toEqual(expect.arrayContaining(scripted.map((tool) => name(tool.name))));
  },
  'tools-definition': async ({ host, name }) => {
    const { fields, ...own } = DESCRIBED;
    const definition = await listed(host, TOOLS, ['name', name(DESCRIBED.name)]);
    expect(definition).toEqual({ ...own, ...fields, name: name(DESCRIBED.name) });
  },
  'tools-order': async ({ host }) => {
    const order = async () => (await wholeList(host, ...TOOLS)).map((tool) => tool.name);
    expect(await order()).toEqual(await order());
  },
  'tools-cursor': async ({ host }) => {
    for (const method of ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'])
      expect((await host.request(method, { cursor: 'never-given-out' })).error?.code, method).toBe(-32_602);
  },
  'tools-cache-hints': async ({ host, uri }) => {
    for (const method of ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'])
      expect(resultOf(await host.request(method)), method).toMatchObject(CACHE_HINTS);
    expect(resultOf(await host.request('resources/read', { uri: uri('text') }))).toMatchObject(CACHE_HINTS);
    expect(resultOf(await host.request('server/discover'))).toMatchObject(CACHE_HINTS);
  },
  'tools-list-changed': async ({ host, name }) => {
    const isListed = async () => (await wholeList(host, ...TOOLS)).some((tool) => tool.name === name('grown'));
    for (const [tool, isExpected] of [
      ['grow', true],
      ['shrink', false],
    ] as const) {
      await using following = await follow(host, { toolsListChanged: true });
      resultOf(await callTool(host, name(tool)));
      await host.hear('notifications/tools/list_changed', following);
      await eventually('the list is the new one', async () => (await isListed()) === isExpected);
    }
  },
  'tools-arguments': async ({ host, name }) => {
    const deep = `${'{"in":'.repeat(60)}"[end]"${'}'.repeat(60)}`;
    const text = `{"":"empty","ünï ✓ 天気 \\ud83d\\ude00":"\\u0000\\u2028\\"","deep":${deep},"numbers":[0,-1,1.5,1e21,9007199254740993e-3],"none":null,"list":[[],{},[[false]]],"__proto__":{"own":1},"constructor":"own"}`;
    const args: Json = JSON.parse(text);
    expect(textOf(await callTool(host, name('echo'), args))).toBe(JSON.stringify(args));
  },
  'tools-content': async ({ host, name }) => {
    expect(resultOf(await callTool(host, name('contents'))).content).toEqual(CONTENT);
  },
  'tools-structured': async ({ host, name }) => {
    expect(resultOf(await callTool(host, name('structured')))).toMatchObject({
      content: [{ type: 'text', text: JSON.stringify(STRUCTURED) }],
      structuredContent: STRUCTURED,
    });
  },
  'tools-is-error': async ({ host, name }) => {
    expect(resultOf(await callTool(host, name('wrong')))).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: expect.stringContaining('The server said: "There is no city "Atlantis"."') }],
      _meta: { 'dev.seawall/error': { kind: expect.any(String), code: expect.any(String) } },
    });
  },
  'tools-unknown': async ({ host, name }) => {
    expect((await callTool(host, name('no-such-tool'))).error?.code).toBe(-32_602);
  },
  'tools-error': async ({ host, name }) => {
    const { error } = await callTool(host, name('refuses'));
    expect(error).toMatchObject({ code: -32_602, data: { field: ['days', 1] } });
    expect(error?.message).toContain('days is no number');
  },
  'tools-vendor-error': async ({ host, name }) => {
    const { error } = await callTool(host, name('refuses-its-way'));
    expect(error).toMatchObject({ code: -32_050, data: { cartridge: 'cyan' } });
  },
  'tools-meta-to-server': async (place) => {
    const meta = { 'com.example/request': { depth: [1, 'two'] }, plain: 'kept' };
    expect((await inspect(place, {}, { meta })).meta).toMatchObject(meta);
  },
  'tools-meta-to-host': async ({ host, name }) => {
    expect(resultOf(await callTool(host, name('annotated')))).toMatchObject({
      _meta: { 'com.example/cost': { cents: 3 } },
      'x-unknown': ['kept'],
    });
  },
  'tools-at-once': async ({ host, name }) => {
    const numbers = Array.from({ length: 50 }, (_, number) => number);
    const replies = await Promise.all(numbers.map((number) => callTool(host, name('echo'), { number })));
    expect(replies.map(textOf)).toEqual(numbers.map((number) => JSON.stringify({ number })));
  },
  'tools-large': async ({ host, name }) => {
    const args = { text: 'large ✓ '.repeat(120_000) };
    expect(textOf(await callTool(host, name('echo'), args)) === JSON.stringify(args)).toBe(true);
  },
};

const CACHE_HINTS = { ttlMs: expect.any(Number), cacheScope: expect.stringMatching(/^(public|private)$/) };
