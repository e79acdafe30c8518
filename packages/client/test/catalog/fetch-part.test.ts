import { registerSecrets } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { expect, it } from 'vitest';
import { fetchPart } from '../../src/catalog/fetch-part.ts';
import type { ConnectionInfo } from '../../src/connection/connection.ts';
import { answering, createFakeConnector, tool } from '../support/fake-connector.ts';

const REGION = { type: 'string', 'x-mcp-header': 'Region' };
/** Asks for the same header twice. */
const TWICE = { name: 'twice', inputSchema: { type: 'object', properties: { a: REGION, b: REGION } } };
const OVER_STDIO = { era: 'modern', transport: 'stdio' } as const;

/** Fetches the tools of a server. */
async function fetchTools(
  source: Pick<ConnectionInfo, 'era' | 'transport'>,
  tools: readonly object[] = [tool('good'), TWICE],
) {
  const clock = createFakeClock();
  const answer = answering({ 'tools/list': { tools } });
  const { signal } = new AbortController();
  const listener = { onNotification: () => undefined, onRequest: () => Promise.resolve({}) };
  const connection = await createFakeConnector({ clock, answer }).connect(listener, { signal, capabilities: {} });
  const asked = { ...connection, info: { ...connection.info, ...source } };
  const fetched = await fetchPart(asked, 'tools', { serverName: 'jira', clock, timeoutMs: 1000, signal });
  return { listed: fetched.lists.tools?.map(({ name }) => name), leftOut: fetched.leftOut, lists: fetched.lists };
}

it('leaves out a tool that asks for headers which can not be sent, and says why', async () => {
  expect(await fetchTools({ era: 'modern', transport: 'http' })).toMatchObject({
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
  expect(await fetchTools(source)).toMatchObject({ listed: ['good', 'twice'], leftOut: [] });
});

it('hides configured secrets in definitions, and leaves out what is called by one', async () => {
  const secret = ['correct', 'horse', 'battery'].join('-');
  using _registered = registerSecrets([secret]);
  const told = { ...tool('told'), description: `Calls the service with ${secret}.` };
  const fetched = await fetchTools(OVER_STDIO, [told, tool(`get_${secret}`)]);
  expect(fetched).toMatchObject({
    listed: ['told'],
    lists: { tools: [{ description: 'Calls the service with [REDACTED:configured].' }] },
    leftOut: [{ message: 'Its name holds a value that is configured as a secret.' }],
  });
  expect(JSON.stringify(fetched)).not.toContain(secret);
});
