import type { ServerScenario } from '@seawall/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { ANY, closeAll, type Era, WAYS } from '../front/connect.ts';
import { openWorld } from './real-world.ts';

afterEach(closeAll);

const ICONS = [{ src: 'https://example.com/i.png', mimeType: 'image/png', sizes: ['48x48'] }];
const FIELDS = { icons: ICONS, _meta: { 'x/y': { deep: 1 } }, laterField: { a: [1] } };
const RESULT = {
  content: [{ type: 'text', text: 'hi', annotations: { audience: ['user'] }, _meta: { 'a/b': 1 } }],
  structuredContent: { n: 1, deep: { list: [1, 2] } },
  _meta: { 'c/d': 2 },
};
const SCENARIO: ServerScenario = {
  tools: [
    {
      name: 'make',
      annotations: { readOnlyHint: true },
      fields: { ...FIELDS, title: 'Make', outputSchema: { type: 'object', properties: { n: { type: 'number' } } } },
      behaviour: { kind: 'result', result: RESULT },
    },
  ],
  prompts: [{ name: 'greet', fields: FIELDS }],
  resources: [{ uri: 'file:///a', text: 'A', fields: { ...FIELDS, annotations: { priority: 1 } } }],
  resourceTemplates: [{ uriTemplate: 'doc://{id}', fields: FIELDS }],
  resultFields: { 'resources/read': { ttlMs: 5000, cacheScope: 'public', _meta: { 'e/f': 3 } } },
};

const UPSTREAM: readonly Era[] = ['legacy', 'modern'];
const PAIRINGS = WAYS.flatMap(([way, era]) => UPSTREAM.map((upstream) => [way, era, upstream] as const));

describe.each(PAIRINGS)('for a host over %s in the %s era, a server of the %s era', (way, era, upstream) => {
  it('keeps icons, annotations, metadata and fields that nobody knows', async () => {
    await using world = await openWorld({ ...SCENARIO, era: upstream });
    const client = await world.connect([way, era]);
    const ask = (method: string, params: Record<string, unknown> = {}) => client.request({ method, params }, ANY);
    expect(await ask('tools/list')).toMatchObject({
      tools: [{ name: 'make', ...FIELDS, annotations: { readOnlyHint: true } }],
    });
    expect(await ask('prompts/list')).toMatchObject({ prompts: [{ name: 'greet', ...FIELDS }] });
    expect(await ask('resources/list')).toMatchObject({ resources: [{ ...FIELDS, annotations: { priority: 1 } }] });
    expect(await ask('resources/templates/list')).toMatchObject({ resourceTemplates: [FIELDS] });
    expect(await ask('tools/call', { name: 'make', arguments: {} })).toMatchObject(RESULT);
  });

  it('tells the truth about how long an answer may be kept', async () => {
    await using world = await openWorld({ ...SCENARIO, era: upstream });
    const client = await world.connect([way, era]);
    const read = await client.request({ method: 'resources/read', params: { uri: 'file:///a' } }, ANY);
    expect(read).toMatchObject({ ttlMs: 5000, cacheScope: 'public', _meta: { 'e/f': 3 } });
    const list = await client.request({ method: 'tools/list' }, ANY);
    // What changes is told, and a list is made of many: none may be kept.
    if (era === 'modern') expect(list).toMatchObject({ ttlMs: 0, cacheScope: 'private' });
    else expect(list).not.toHaveProperty('ttlMs');
  });
});
