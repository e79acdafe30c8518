import { request } from 'node:http';
import { expect } from 'vitest';
import type { Checks, Place, ScenarioPart } from '../place.ts';
import { callTool, isJson, jsonOf, listed, resultOf, TOOLS } from '../talk.ts';
import { JSON_HEADERS, readEvents } from '../wire/http-wire.ts';
import type { Json } from '../wire/message.ts';
import { INFO, LEGACY_VERSION, MODERN_VERSION } from '../wire/wire-host.ts';

const REGION = { type: 'string', 'x-mcp-header': 'Region' } as const;

export const httpFrontScenario: ScenarioPart = () => ({
  tools: [
    {
      name: 'regional',
      inputSchema: { type: 'object', properties: { region: REGION } },
      behaviour: { kind: 'inspect' },
    },
    { name: 'slow', behaviour: { kind: 'progress', steps: 2, everyMs: 50 } },
  ],
});

export const HTTP_CHECKS: Checks<
  | 'http-session-id'
  | 'http-session-end'
  | 'http-session-unknown'
  | 'http-session-missing'
  | 'http-version-unknown'
  | 'http-origin'
  | 'http-host'
  | 'http-accept'
  | 'http-notification'
  | 'http-resume'
  | 'http-get-without-session'
  | 'http-headers-missing'
  | 'http-headers-disagree'
  | 'http-param-headers-to-server'
  | 'http-param-headers-checked'
> = {
  'http-session-id': async (place) => {
    const session = (await openSession(place))['mcp-session-id'];
    expect(session).toMatch(/^[\x21-\x7e]{16,}$/);
    expect((await openSession(place))['mcp-session-id']).not.toBe(session);
  },
  'http-session-end': async (place) => {
    const headers = await openSession(place);
    const ended = await fetch(place.url, { method: 'DELETE', headers });
    expect(ended.ok).toBe(true);
    expect((await post(place, LIST, headers)).status).toBe(404);
  },
  'http-session-unknown': async (place) => {
    const headers = { 'mcp-session-id': 'nobody-has-it', 'mcp-protocol-version': LEGACY_VERSION };
    expect((await post(place, LIST, headers)).status).toBe(404);
  },
  'http-session-missing': async (place) => {
    expect((await post(place, LIST, { 'mcp-protocol-version': LEGACY_VERSION })).status).toBe(400);
  },
  'http-version-unknown': async (place) => {
    const version = { 'mcp-protocol-version': '2099-01-01' };
    const headers = place.pairing.host === LEGACY_VERSION ? { ...(await openSession(place)), ...version } : version;
    expect((await post(place, modernBody('tools/list', {}, '2099-01-01'), headers)).status).toBe(400);
  },
  'http-origin': async (place) => {
    for (const origin of ['https://evil.example', 'null']) expect(await statusOf(place, { origin }), origin).toBe(403);
  },
  'http-host': async (place) => {
    expect(await statusOf(place, { host: 'evil.example' })).toBe(403);
  },
  'http-accept': async (place) => {
    for (const accept of ['text/html', 'image/*']) {
      const [body, headers] = validRequest(place);
      expect((await post(place, body, { ...headers, accept })).status, accept).toBe(406);
    }
  },
  'http-notification': async (place) => {
    const response = await post(place, { method: 'notifications/initialized' }, await openSession(place));
    expect(response.status).toBe(202);
    expect(await response.text()).toBe('');
  },
  'http-resume': async (place) => {
    const headers = await openSession(place);
    const params = { name: place.name('slow'), arguments: {}, _meta: { progressToken: 'slow' } };
    const gone = new AbortController();
    const first = await post(place, { id: 7, method: 'tools/call', params }, headers, gone.signal);
    const { value } = await readEvents(first.body).next();
    const lastEventId = value?.id ?? '';
    expect(lastEventId).not.toBe('');
    gone.abort();
    const resumed = await fetch(place.url, {
      headers: { accept: 'text/event-stream', ...headers, 'last-event-id': lastEventId },
    });
    const messages: Json[] = [];
    for await (const { data } of readEvents(resumed.body)) {
      if (data !== '') messages.push(JSON.parse(data));
      if (messages.some(({ id }) => id === 7)) break;
    }
    expect(messages.at(-1)).toMatchObject({ id: 7, result: { content: [{ text: 'ok' }] } });
    await fetch(place.url, { method: 'DELETE', headers });
  },
  'http-get-without-session': async ({ url }) => {
    const response = await fetch(url, { headers: { accept: 'text/event-stream' } });
    await response.text();
    expect([400, 405]).toContain(response.status);
  },
  'http-headers-missing': async (place) => {
    const params = { name: place.name('echo'), arguments: {} };
    for (const missing of ['mcp-protocol-version', 'mcp-method', 'mcp-name']) {
      const headers = Object.fromEntries(Object.entries(headersOf(place)).filter(([name]) => name !== missing));
      await expectMismatch(await post(place, modernBody('tools/call', params), headers), missing);
    }
  },
  'http-headers-disagree': async (place) => {
    const params = { name: place.name('echo'), arguments: {} };
    for (const wrong of [{ 'mcp-method': 'tools/list' }, { 'mcp-name': 'another' }]) {
      const response = await post(place, modernBody('tools/call', params), { ...headersOf(place), ...wrong });
      await expectMismatch(response, JSON.stringify(wrong));
    }
  },
  'http-param-headers-to-server': async ({ host, name, pairing }) => {
    await listed(host, TOOLS, ['name', name('regional')]);
    for (const [region, header] of [
      ['eu-west', 'eu-west'],
      ['ü✓', `=?base64?${Buffer.from('ü✓').toString('base64')}?=`],
    ] as const) {
      const isChecked = pairing.host === MODERN_VERSION && pairing.front === 'http';
      const own = isChecked ? { 'mcp-param-region': header } : {};
      const seen = jsonOf(await callTool(host, name('regional'), { region }, { headers: own }));
      expect(isJson(seen) ? seen.headers : undefined).toMatchObject({ 'mcp-param-region': header });
    }
  },
  'http-param-headers-checked': async (place) => {
    const { host, name } = place;
    await listed(host, TOOLS, ['name', name('regional')]);
    const call = (headers: Record<string, string>) => callTool(host, name('regional'), { region: 'eu' }, { headers });
    expect(await call({})).toMatchObject({ status: 400, error: { code: -32_020 } });
    expect(await call({ 'mcp-param-region': 'us' })).toMatchObject({ status: 400, error: { code: -32_020 } });
    resultOf(await call({ 'mcp-param-region': 'eu' }));
  },
};

const LIST: Json = { id: 1, method: 'tools/list' };

function post(
  { url }: Place,
  message: Json,
  headers: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { ...JSON_HEADERS, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function openSession(place: Place): Promise<Record<string, string>> {
  const response = await post(place, INITIALIZE, {});
  await response.text();
  return {
    'mcp-session-id': response.headers.get('mcp-session-id') ?? '',
    'mcp-protocol-version': LEGACY_VERSION,
  };
}

const INITIALIZE: Json = {
  id: 1,
  method: 'initialize',
  params: { protocolVersion: LEGACY_VERSION, capabilities: {}, clientInfo: INFO },
};

function modernBody(method: string, params: Json, version: string = MODERN_VERSION): Json {
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': INFO,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return { id: 1, method, params: { ...params, _meta: envelope } };
}

function headersOf({ name }: Place): Record<string, string> {
  return { 'mcp-protocol-version': MODERN_VERSION, 'mcp-method': 'tools/call', 'mcp-name': name('echo') };
}

/** What the gateway would answer, as the era of the pairing's host says it. */
function validRequest({ pairing }: Place): readonly [Json, Record<string, string>] {
  if (pairing.host === LEGACY_VERSION) return [INITIALIZE, {}];
  const headers = { 'mcp-protocol-version': MODERN_VERSION, 'mcp-method': 'tools/list' };
  return [modernBody('tools/list', {}), headers];
}

/** The status for a request with headers that `fetch` lets nobody set. */
function statusOf(place: Place, headers: Record<string, string>): Promise<number> {
  const [body, own] = validRequest(place);
  return new Promise((resolve, reject) => {
    const sent = request(
      place.url,
      { method: 'POST', headers: { ...JSON_HEADERS, ...own, ...headers } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sent.on('error', reject).end(JSON.stringify({ jsonrpc: '2.0', ...body }));
  });
}

async function expectMismatch(response: Response, what: string): Promise<void> {
  expect(response.status, what).toBe(400);
  expect(await response.json(), what).toMatchObject({ id: 1, error: { code: -32_020 } });
}
