import { describe, expect, it } from 'vitest';
import type { Pack } from '../../../src/index.ts';
import type { PackFinder } from '../../../src/policies/fallback/failed-call.ts';
import { fallbacksOf, findFallbacks } from '../../../src/policies/fallback/fallback.ts';
import { findLastResort } from '../../../src/policies/fallback/last-resort.ts';
import { failedCall, outage, serverWith, settingsOf } from './failed-calls.ts';

const PACK: Pack = {
  name: 'acme',
  title: 'Acme',
  servers: ['acme'],
  tools: [{ names: ['acme_find'], safety: 'read' }],
  fallbacks: [{ instead: [{ pack: 'acme', tool: 'acme_find' }], lastResort: { message: 'Acme {operation} is down.' } }],
};
const failed = failedCall({ server: 'acme', tool: 'acme_find', error: outage('acme') });
const second = serverWith('second', { acme_find: ['query'] });
const find = (findPack: PackFinder, servers = [second]) =>
  findFallbacks({ failed, configured: undefined, servers, findPack }).map(({ server }) => server);

describe('the fallbacks of a pack of the user', () => {
  it('go to a server that the same pack speaks about', () => {
    expect(find(() => PACK)).toEqual(['second']);
  });

  it('are not looked for where there are no packs at all', () => {
    expect(findFallbacks({ failed, configured: undefined, servers: [second] })).toEqual([]);
    expect(findLastResort({ failed, configured: undefined })).toBeUndefined();
  });

  it('pass over a server whose tools are not known yet', () => {
    expect(find(() => PACK, [{ name: 'unlisted' }, second])).toEqual(['second']);
  });

  it('pass over a tool of the same name that another pack speaks about, or none', () => {
    expect(find(({ server }) => (server === 'acme' ? PACK : undefined))).toEqual([]);
    expect(find(({ server }) => (server === 'acme' ? PACK : { ...PACK, name: 'other' }))).toEqual([]);
  });

  it('pass over a tool that its pack has no word of', () => {
    const { tools: _, ...silent } = PACK;
    const other: Pack = { ...PACK, fallbacks: [{ instead: [{ pack: 'quiet', tool: 'acme_find' }] }] };
    expect(find(({ server }) => (server === 'acme' ? other : { ...silent, name: 'quiet' }))).toEqual([]);
  });

  it('know a server by its further names', () => {
    const asked: unknown[] = [];
    const findPack: PackFinder = (context) => {
      asked.push(context);
      return PACK;
    };
    find(findPack, [{ ...second, aliases: ['acme-two'] }, serverWith('third', { acme_find: [] })]);
    expect(asked).toEqual([
      { server: 'acme', tool: 'acme_find', aliases: [] },
      { server: 'second', tool: 'acme_find', aliases: ['acme-two'] },
      { server: 'third', tool: 'acme_find', aliases: [] },
    ]);
  });

  it('are those for every tool, where the pack does not know the one that failed', () => {
    const pack: Pack = { ...PACK, fallbacks: [...(PACK.fallbacks ?? []), { tools: ['acme_find'], instead: [] }] };
    expect(fallbacksOf(pack, 'acme_count')).toEqual(PACK.fallbacks);
    expect(fallbacksOf(pack, 'acme_find')).toHaveLength(2);
    expect(fallbacksOf({ name: 'bare', title: 'Bare', servers: [] }, 'any')).toEqual([]);
  });

  it('say their words also of a tool that the pack does not know, and of a read that may have run', () => {
    const say = (tool: string) =>
      findLastResort({ failed: { ...failed, tool, delivery: 'unknown' }, configured: undefined, findPack: () => PACK });
    expect(say('acme_count')?.message).toBe('Acme count is down.');
    expect(say('acme_find')?.message).toBe('Acme find is down.');
  });

  it('of a vendor with many sites tell the site in one argument of several', () => {
    const instead = [{ pack: 'acme', tool: 'acme_find', arguments: { site: { isSite: true } } }] as const;
    const pack: Pack = {
      ...PACK,
      baseUrlSettings: ['ACME_URL'],
      siteArguments: ['siteId', 'site'],
      fallbacks: [{ instead }],
    };
    const setting = settingsOf({ ACME_URL: 'https://a.example' });
    const servers = [serverWith('second', { acme_find: ['site'] })];
    expect(
      findFallbacks({ failed: { ...failed, setting }, configured: undefined, servers, findPack: () => pack }),
    ).toMatchObject([{ server: 'second', arguments: { site: 'a.example' } }]);
  });
});
