import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSeawallUri, toSeawallUri } from '../../src/names/resource-uri.ts';
import { createUriTemplateMatcher } from '../../src/names/uri-template.ts';

const MATCHING: readonly (readonly [string, string])[] = [
  ['file:///a', 'file:///a'],
  ['test://template/{id}/data', 'test://template/123/data'],
  ['test://template/{id}/data', 'test://template/a%20b/data'],
  ['map?{x,y}', 'map?1024,768'],
  ['{+path}/here', '/foo/bar/here'],
  ['file://{+path}', 'file:///etc/hosts'],
  ['X{#var}', 'X#value'],
  ['X{.x,y}', 'X.1024.768'],
  ['{/var,x}/here', '/value/1024/here'],
  ['{;x,y,empty}', ';x=1024;y=768;empty'],
  ['search{?q,lang}', 'search?q=cat&lang=en'],
  ['search{?q,lang}', 'search'],
  ['fixed?a=1{&x}', 'fixed?a=1&x=2'],
  ['{var:3}', 'val'],
  ['{/list*}', '/red/green'],
  ['lonely{brace', 'lonely{brace'],
];

const NOT_MATCHING: readonly (readonly [string, string])[] = [
  ['test://template/{id}/data', 'test://template/1/2/data'],
  ['test://template/{id}/data', 'test://template/1'],
  ['search{?q}', 'searching'],
  ['X{.x}', 'X1024'],
  ['{id}', 'a?b'],
  ['file:///a', 'file:///b'],
];

describe('createUriTemplateMatcher', () => {
  it.each(MATCHING)('%s matches %s', (template, uri) => {
    expect(createUriTemplateMatcher(template).matches(uri)).toBe(true);
  });

  it.each(NOT_MATCHING)('%s does not match %s', (template, uri) => {
    expect(createUriTemplateMatcher(template).matches(uri)).toBe(false);
  });

  it('matches every expansion of a simple template', () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed()));
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(createUriTemplateMatcher('x://{a}/mid/{b}').matches(`x://${a}/mid/${b}`)).toBe(true);
      }),
    );
  });

  it('takes no longer for a template that makes other matchers try everything', () => {
    const matcher = createUriTemplateMatcher(`${'{+a}x'.repeat(100)}y`);
    expect(matcher.matches('x'.repeat(5000))).toBe(false);
  });

  it('matches nothing when the template or the URI is too long', () => {
    expect(createUriTemplateMatcher(`${'a'.repeat(3000)}{b}`).matches(`${'a'.repeat(3000)}c`)).toBe(false);
    expect(createUriTemplateMatcher('{+a}').matches('x'.repeat(20_000))).toBe(false);
  });
});

describe('seawall URIs', () => {
  it('lead back to their server and URI', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (server, uri) => {
        const expected = { server: server.toWellFormed(), uri: uri.toWellFormed() };
        expect(parseSeawallUri(toSeawallUri(server, uri))).toEqual(expected);
      }),
    );
  });

  it.each(['file:///a', 'seawall://only-a-server', 'seawall://%E0%A4%A/x'])('%s is none', (uri) => {
    expect(parseSeawallUri(uri)).toBeUndefined();
  });
});
