import { describe, expect, it } from 'vitest';
import { createServices } from '../../src/data/services.tsx';
import { adminQuery, pagesQuery } from '../../src/data/use-admin.ts';
import { logFilter } from '../../src/screens/errors/log-filter.ts';
import { fetchAhead } from '../../src/shell/fetch-ahead.ts';

const ORIGIN = 'http://127.0.0.1:1';

function open(baseUrl = '/seawall') {
  const asked: string[] = [];
  const services = createServices({
    baseUrl,
    fetch: async (input) => {
      asked.push(String(input));
      return Response.json({ items: [] });
    },
    openStream: () => () => undefined,
  });
  const ahead = (path: string): void => fetchAhead(services, new URL(path, ORIGIN));
  return { services, asked, ahead };
}

describe('what a link leads to', () => {
  it('is asked for once, as the screen asks for it', async () => {
    const { services, asked, ahead } = open();
    ahead('/seawall/log?servers=jira&text=tide');
    ahead('/seawall/log?servers=jira&text=tide');
    const list = pagesQuery(services, 'listErrors', logFilter({ servers: 'jira', text: 'tide' }));
    await services.queries.ensureInfiniteQueryData(list);
    expect(asked).toEqual(['/seawall/api/errors?servers=jira&text=tide']);
  });

  it('is asked for of each screen with a list', () => {
    const { asked, ahead } = open();
    for (const screen of ['servers', 'errors', 'log', 'calls']) ahead(`/seawall/${screen}`);
    expect(asked.map((url) => url.replace(/\?.*/, ''))).toEqual([
      '/seawall/api/servers',
      '/seawall/api/groups',
      '/seawall/api/errors',
      '/seawall/api/calls',
    ]);
  });

  it('is not asked for where it is known: the screen shows that, and reads it anew by itself', () => {
    const { services, asked, ahead } = open();
    const { queryKey } = pagesQuery(services, 'listErrors', logFilter({}));
    services.queries.setQueryData(queryKey, { pages: [{ items: [] }], pageParams: [undefined] });
    services.queries.setQueryData(adminQuery(services, 'listServers').queryKey, { items: [] });
    ahead('/seawall/log');
    ahead('/seawall/servers');
    expect(asked).toEqual([]);
  });

  it('is not asked for where the link leads to one thing, to a file or elsewhere', () => {
    const { asked, ahead } = open();
    for (const path of ['/seawall/log/error-1', '/seawall/api/groups?format=csv', '/log', '/seawall', '/']) ahead(path);
    expect(asked).toEqual([]);
  });

  it('is found where the page lies at the root of a host', () => {
    const { asked, ahead } = open('');
    ahead('/log?servers=jira');
    expect(asked).toEqual(['/api/errors?servers=jira']);
  });
});
