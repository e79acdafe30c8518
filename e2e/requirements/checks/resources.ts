import { expect } from 'vitest';
import type { Checks, ScenarioPart } from '../place.ts';
import { uriOf } from '../server-names.ts';
import { callTool, follow, listed, RESOURCES, resultOf, TEMPLATES, wholeList } from '../talk.ts';
import { LEGACY_VERSION } from '../wire/wire-host.ts';

const FIELDS = {
  title: 'A text',
  description: 'With everything ✓',
  size: 11,
  icons: [{ src: 'data:image/svg+xml;base64,PHN2Zy8+', sizes: ['any'] }],
  annotations: { audience: ['assistant'], priority: 1, lastModified: '2026-01-01T00:00:00Z' },
  _meta: { 'com.example/origin': { nested: [1, null] } },
  'x-unknown': 'kept',
} as const;
const READ_META = { 'com.example/read': ['kept'] };

export const resourcesScenario: ScenarioPart = ({ name }) => ({
  resources: [
    { uri: uriOf(name, 'text'), name: 'text', mimeType: 'text/markdown', text: '# ünï ✓\n', fields: FIELDS },
    { uri: uriOf(name, 'blob'), name: 'blob', mimeType: 'image/png', blob: 'AAECAwT/' },
    { uri: uriOf(name, 'watched') },
    { uri: uriOf(name, 'other') },
    { uri: uriOf(name, 'last') },
  ],
  resourceTemplates: [
    { uriTemplate: uriOf(name, 'items/{item}'), name: 'items', mimeType: 'text/plain', fields: FIELDS },
    ...['a', 'b', 'c'].map((kind) => ({ uriTemplate: uriOf(name, `${kind}/{id}`), name: kind })),
  ],
  tools: [
    { name: 'touch', behaviour: { kind: 'announce', change: { resourceUri: uriOf(name, 'watched') } } },
    { name: 'touch-other', behaviour: { kind: 'announce', change: { resourceUri: uriOf(name, 'other') } } },
  ],
  resultFields: { 'resources/read': { _meta: READ_META } },
});

const UPDATED = 'notifications/resources/updated';

export const RESOURCE_CHECKS: Checks<
  | 'resources-list'
  | 'resources-definition'
  | 'resources-templates'
  | 'resources-text'
  | 'resources-blob'
  | 'resources-template-read'
  | 'resources-not-found'
  | 'resources-subscribe'
  | 'resources-unsubscribe'
> = {
  'resources-list': async ({ host, uri }) => {
    const uris = (await wholeList(host, ...RESOURCES)).map((resource) => resource.uri);
    expect(uris).toEqual(expect.arrayContaining(['text', 'blob', 'watched', 'other', 'last'].map(uri)));
    expect(new Set(uris).size).toBe(uris.length);
  },
  'resources-definition': async ({ host, uri }) => {
    expect(await listed(host, RESOURCES, ['uri', uri('text')])).toEqual({
      uri: uri('text'),
      name: 'text',
      mimeType: 'text/markdown',
      ...FIELDS,
    });
  },
  'resources-templates': async ({ host, uri }) => {
    const templates = (await wholeList(host, ...TEMPLATES)).map(({ uriTemplate }) => uriTemplate);
    expect(templates).toEqual(expect.arrayContaining(['items/{item}', 'a/{id}', 'b/{id}', 'c/{id}'].map(uri)));
    expect(await listed(host, TEMPLATES, ['uriTemplate', uri('items/{item}')])).toEqual({
      uriTemplate: uri('items/{item}'),
      name: 'items',
      mimeType: 'text/plain',
      ...FIELDS,
    });
  },
  'resources-text': async ({ host, uri }) => {
    expect(resultOf(await host.request('resources/read', { uri: uri('text') }))).toMatchObject({
      contents: [{ uri: uri('text'), mimeType: 'text/markdown', text: '# ünï ✓\n' }],
      _meta: READ_META,
    });
  },
  'resources-blob': async ({ host, uri }) => {
    expect(resultOf(await host.request('resources/read', { uri: uri('blob') })).contents).toEqual([
      { uri: uri('blob'), mimeType: 'image/png', blob: 'AAECAwT/' },
    ]);
  },
  'resources-template-read': async ({ host, uri }) => {
    const item = uri('items/%C3%BC-7');
    expect(resultOf(await host.request('resources/read', { uri: item })).contents).toEqual([
      { uri: item, mimeType: 'text/plain', text: item },
    ]);
  },
  'resources-not-found': async ({ host, uri }) => {
    expect((await host.request('resources/read', { uri: uri('nowhere') })).error).toMatchObject({
      code: host.era === LEGACY_VERSION ? -32_002 : -32_602,
      data: { uri: uri('nowhere') },
    });
  },
  'resources-subscribe': async ({ host, name, uri }) => {
    await using following = await follow(host, { resourceSubscriptions: [uri('watched')] });
    for (let updates = 0; updates < 2; updates += 1) {
      const mark = host.heard.length;
      resultOf(await callTool(host, name('touch')));
      await host.hear(UPDATED, { mark, fits: (params) => params.uri === uri('watched') });
    }
    resultOf(await callTool(host, name('touch-other')));
    expect(host.heardOf(UPDATED, following.mark).map((params) => params.uri)).not.toContain(uri('other'));
  },
  'resources-unsubscribe': async ({ host, name, uri }) => {
    const first = await follow(host, { resourceSubscriptions: [uri('watched')] });
    await using other = await follow(host, { resourceSubscriptions: [uri('other')] });
    await first[Symbol.asyncDispose]();
    // A subscription that ends with its stream ends when the server has noticed, so the next call comes after it.
    resultOf(await callTool(host, name('touch')));
    const mark = host.heard.length;
    resultOf(await callTool(host, name('touch')));
    resultOf(await callTool(host, name('touch-other')));
    await host.hear(UPDATED, { mark: other.mark, fits: (params) => params.uri === uri('other') });
    expect(host.heardOf(UPDATED, mark).map((params) => params.uri)).not.toContain(uri('watched'));
  },
};
