import { expect } from 'vitest';
import type { Checks, ScenarioPart } from '../place.ts';
import { listed, PROMPTS, resultOf, wholeList } from '../talk.ts';

const DEFINITION = {
  description: 'Writes a poem ✓',
  arguments: [
    { name: 'topic', title: 'Topic', description: 'What about', required: true },
    { name: 'style', 'x-unknown': 1 },
  ],
} as const;
const FIELDS = {
  title: 'A poem',
  icons: [{ src: 'https://example.com/poem.svg', mimeType: 'image/svg+xml' }],
  _meta: { 'com.example/origin': [1] },
  'x-unknown': { kept: true },
} as const;
const MESSAGES = [
  { role: 'user', content: { type: 'text', text: 'look ✓', annotations: { priority: 0.25 } } },
  { role: 'assistant', content: { type: 'image', data: 'aW1hZ2U=', mimeType: 'image/png' } },
  { role: 'user', content: { type: 'audio', data: 'YXVkaW8=', mimeType: 'audio/wav' } },
  {
    role: 'user',
    content: { type: 'resource', resource: { uri: 'test://inside', mimeType: 'text/plain', text: 'in' } },
  },
  { role: 'user', content: { type: 'resource_link', uri: 'test://linked', name: 'linked' } },
] as const;
const GET_META = { 'com.example/got': { kept: [true] } };

export const promptsScenario: ScenarioPart = () => ({
  prompts: [
    { name: 'poem', text: 'A {style} poem about {topic}.', ...DEFINITION, fields: FIELDS },
    { name: 'talk', messages: MESSAGES },
    ...['a', 'b', 'c', 'd'].map((name) => ({ name })),
  ],
  resultFields: { 'prompts/get': { _meta: GET_META } },
});

export const PROMPT_CHECKS: Checks<
  | 'prompts-list'
  | 'prompts-definition'
  | 'prompts-arguments'
  | 'prompts-content'
  | 'prompts-unknown'
  | 'prompts-missing-argument'
> = {
  'prompts-list': async ({ host, name }) => {
    const names = (await wholeList(host, ...PROMPTS)).map((prompt) => prompt.name);
    expect(names).toEqual(expect.arrayContaining(['poem', 'talk', 'a', 'b', 'c', 'd'].map(name)));
    expect(new Set(names).size).toBe(names.length);
  },
  'prompts-definition': async ({ host, name }) => {
    const definition = await listed(host, PROMPTS, ['name', name('poem')]);
    expect(definition).toEqual({ name: name('poem'), ...DEFINITION, ...FIELDS });
  },
  'prompts-arguments': async ({ host, name }) => {
    const args = { topic: 'ünï "✓"', style: 'short' };
    expect(resultOf(await host.request('prompts/get', { name: name('poem'), arguments: args }))).toMatchObject({
      description: DEFINITION.description,
      messages: [{ role: 'user', content: { type: 'text', text: 'A short poem about ünï "✓".' } }],
      _meta: GET_META,
    });
  },
  'prompts-content': async ({ host, name }) => {
    expect(resultOf(await host.request('prompts/get', { name: name('talk') })).messages).toEqual(MESSAGES);
  },
  'prompts-unknown': async ({ host, name }) => {
    expect((await host.request('prompts/get', { name: name('nothing') })).error?.code).toBe(-32_602);
  },
  'prompts-missing-argument': async ({ host, name }) => {
    const { error } = await host.request('prompts/get', { name: name('poem'), arguments: { style: 'long' } });
    expect(error?.code).toBe(-32_602);
    expect(error?.message).toContain('Missing argument topic');
  },
};
