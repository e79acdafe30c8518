import type { ServerScenario } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { connectLeg, LEGS } from './legs.ts';

const ICONS = [{ src: 'https://example.com/icon.png', mimeType: 'image/png', sizes: ['48x48'] }];

const SCENARIO: ServerScenario = {
  infoFields: { title: 'Scripted server', icons: ICONS, websiteUrl: 'https://example.com/' },
  tools: [
    {
      name: 'count',
      fields: {
        title: 'Count',
        icons: ICONS,
        outputSchema: { type: 'object', properties: { rows: { type: 'number' } }, required: ['rows'] },
        _meta: { 'example.com/cost': 3 },
      },
      behaviour: {
        kind: 'result',
        result: { content: [], structuredContent: { rows: 3 }, _meta: { 'example.com/trace': 'a' }, unknown: true },
      },
    },
  ],
  resources: [{ uri: 'doc://one', fields: { icons: ICONS, annotations: { audience: ['user'] } } }],
  prompts: [{ name: 'greet', fields: { icons: ICONS } }],
  resultFields: {
    'tools/list': { ttlMs: 60_000, cacheScope: 'public', _meta: { 'example.com/list': 1 }, unknown: true },
    'resources/read': { ttlMs: 5_000, cacheScope: 'private' },
  },
};

/** Takes any result as it is. */
const ANYTHING = {
  '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) },
} as const;

describe.each(LEGS)('over $transport, $era', (leg) => {
  it('carries what results and definitions hold beside the usual', async () => {
    await using connected = await connectLeg(leg, SCENARIO);
    const { client } = connected;
    const ask = (method: string, params: Record<string, unknown> = {}): Promise<unknown> =>
      client.request({ method, params }, ANYTHING);
    expect(client.getServerVersion()).toMatchObject({ title: 'Scripted server', icons: ICONS });
    expect(await ask('tools/list')).toMatchObject({
      tools: [{ title: 'Count', icons: ICONS, _meta: { 'example.com/cost': 3 }, outputSchema: {} }],
      ttlMs: 60_000,
      cacheScope: 'public',
      _meta: { 'example.com/list': 1 },
      unknown: true,
    });
    expect(await ask('resources/list')).toMatchObject({ resources: [{ icons: ICONS, annotations: {} }] });
    expect(await ask('prompts/list')).toMatchObject({ prompts: [{ icons: ICONS }] });
    expect(await ask('resources/read', { uri: 'doc://one' })).toMatchObject({ ttlMs: 5_000, cacheScope: 'private' });
    expect(await client.callTool({ name: 'count' })).toMatchObject({
      structuredContent: { rows: 3 },
      _meta: { 'example.com/trace': 'a' },
      unknown: true,
    });
  });
});
