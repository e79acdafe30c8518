import { createFakeClock } from '@seawall/testkit';
import { expect, it } from 'vitest';
import { fetchPart } from '../../src/catalog/fetch-part.ts';
import type { ConnectionInfo } from '../../src/connection/connection.ts';
import { answering, createFakeConnector, tool } from '../support/fake-connector.ts';

/** Fetches the tools of a server of which one asks for the same header twice. */
async function fetchTools(source: Pick<ConnectionInfo, 'era' | 'transport'>) {
  const clock = createFakeClock();
  const region = { type: 'string', 'x-mcp-header': 'Region' };
  const twice = { name: 'twice', inputSchema: { type: 'object', properties: { a: region, b: region } } };
  const answer = answering({ 'tools/list': { tools: [tool('good'), twice] } });
  const { signal } = new AbortController();
  const listener = { onNotification: () => undefined, onRequest: () => Promise.resolve({}) };
  const connection = await createFakeConnector({ clock, answer }).connect(listener, { signal, capabilities: {} });
  const asked = { ...connection, info: { ...connection.info, ...source } };
  const fetched = await fetchPart(asked, 'tools', { serverName: 'jira', clock, timeoutMs: 1000, signal });
  return { listed: fetched.lists.tools?.map(({ name }) => name), leftOut: fetched.leftOut };
}

it('leaves out a tool that asks for headers which can not be sent, and says why', async () => {
  expect(await fetchTools({ era: 'modern', transport: 'http' })).toEqual({
    listed: ['good'],
    leftOut: [
      {
        path: 'tools["twice"]',
        message: 'Its "x-mcp-header" at "b" is the name of another header too.',
        severity: 'warning',
      },
    ],
  });
});

it.each([
  { era: 'modern', transport: 'stdio' },
  { era: 'legacy', transport: 'http' },
] as const)('keeps such a tool of a $era server over $transport, to which no headers are sent', async (source) => {
  expect(await fetchTools(source)).toEqual({ listed: ['good', 'twice'], leftOut: [] });
});
