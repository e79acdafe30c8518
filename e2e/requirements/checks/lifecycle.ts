import { expect } from 'vitest';
import type { Checks, Place, ScenarioPart } from '../place.ts';
import { eventually, resultOf } from '../talk.ts';
import { JSON_HEADERS } from '../wire/http-wire.ts';
import type { WireMessage } from '../wire/message.ts';
import { LEGACY_VERSION, MODERN_VERSION, type Reply, WireHost } from '../wire/wire-host.ts';

export const lifecycleScenario: ScenarioPart = ({ name }) => ({
  name,
  infoFields: { title: `Server ${name}` },
  instructions: `Instructions of ${name}.`,
});

export const LIFECYCLE_CHECKS: Checks<
  | 'lifecycle-version'
  | 'lifecycle-unknown-version'
  | 'lifecycle-capabilities'
  | 'lifecycle-server-info'
  | 'lifecycle-instructions'
  | 'lifecycle-ping'
  | 'lifecycle-unknown-method'
  | 'lifecycle-other-era'
  | 'lifecycle-ids'
  | 'lifecycle-parse-error'
  | 'lifecycle-invalid-request'
> = {
  'lifecycle-version': async ({ host }) => {
    const { protocolVersion, supportedVersions } = welcomeOf(host);
    if (host.era === LEGACY_VERSION) expect(protocolVersion).toBe(LEGACY_VERSION);
    else expect(supportedVersions).toContain(MODERN_VERSION);
  },
  'lifecycle-unknown-version': async (place) => {
    const reply = await greetWith(place, '2099-01-01');
    if (place.pairing.host === LEGACY_VERSION) expect(resultOf(reply).protocolVersion).toBe(LEGACY_VERSION);
    else
      expect(reply.error).toMatchObject({
        code: -32_022,
        data: { supported: expect.arrayContaining([MODERN_VERSION]), requested: '2099-01-01' },
      });
  },
  'lifecycle-capabilities': async ({ host }) => {
    expect(welcomeOf(host).capabilities).toMatchObject({
      tools: { listChanged: true },
      prompts: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      logging: {},
      completions: {},
    });
  },
  'lifecycle-server-info': async ({ host }) => {
    const { serverInfo, _meta } = welcomeOf(host);
    const info = host.era === LEGACY_VERSION ? serverInfo : Object(_meta)['io.modelcontextprotocol/serverInfo'];
    expect(info).toMatchObject({ name: expect.stringMatching(/./), version: expect.stringMatching(/./) });
  },
  'lifecycle-instructions': async ({ host, server }) => {
    // One that connected before its servers did is told without them, so a new host is asked.
    const { instructions } = host.era === LEGACY_VERSION ? welcomeOf(host) : resultOf(await discover(host));
    expect(instructions).toContain(`Instructions of ${server}.`);
  },
  'lifecycle-ping': async ({ host }) => {
    expect(await host.request('ping')).toMatchObject({ result: {}, error: undefined });
  },
  'lifecycle-unknown-method': async ({ host, pairing }) => {
    const reply = await host.request('no/such/method');
    expect(reply.error?.code).toBe(-32_601);
    if (pairing.front === 'http' && pairing.host === MODERN_VERSION) expect(reply.status).toBe(404);
  },
  'lifecycle-other-era': async ({ host }) => {
    const methods =
      host.era === MODERN_VERSION
        ? ['ping', 'logging/setLevel', 'resources/subscribe', 'resources/unsubscribe']
        : ['server/discover', 'subscriptions/listen'];
    for (const method of methods) expect((await host.request(method)).error?.code, method).toBe(-32_601);
  },
  'lifecycle-ids': async ({ host }) => {
    for (const id of [0, 7_000_001, 9_007_199_254_740_991, 'text', '0', 'ünï-✓ "id"']) {
      const mark = host.heard.length;
      resultOf(await host.request('prompts/list', {}, { id }));
      const answers = host.heard.slice(mark).filter(({ message }) => message.method === undefined);
      expect(answers.map(({ message }) => message.id)).toStrictEqual([id]);
    }
  },
  'lifecycle-parse-error': async (place) => {
    expect((await sayRaw(place, '{"jsonrpc": "2.0", "id": 1, ')).error?.code).toBe(-32_700);
    resultOf(await place.host.request('prompts/list'));
  },
  'lifecycle-invalid-request': async (place) => {
    expect((await sayRaw(place, '{"hello": "there"}')).error?.code).toBe(-32_600);
    resultOf(await place.host.request('prompts/list'));
  },
};

function welcomeOf(host: WireHost) {
  if (host.welcome === undefined) throw new Error('The host said no hello.');
  return resultOf(host.welcome);
}

function discover(host: WireHost): Promise<Reply> {
  return host.request('server/discover');
}

/** Says hello in a version that does not exist. */
async function greetWith(place: Place, protocolVersion: string): Promise<Reply> {
  const { pairing, host } = place;
  if (pairing.host === MODERN_VERSION) {
    const meta = { 'io.modelcontextprotocol/protocolVersion': protocolVersion };
    return host.request('tools/list', {}, { meta, headers: { 'mcp-protocol-version': protocolVersion } });
  }
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'odd-host', version: '1' } };
  if (pairing.front === 'stdio')
    return new WireHost(LEGACY_VERSION, await place.startStdio(), {}).request('initialize', params);
  const message = { jsonrpc: '2.0', id: 1, method: 'initialize', params };
  const response = await fetch(place.url, { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(message) });
  const [, data = '{}'] = /^data: ?(\{.*\})$/m.exec(await response.text()) ?? [];
  const { result, error } = JSON.parse(data);
  return { result, error, status: response.status };
}

/** Sends what is no request, and gives the answer that names none. */
async function sayRaw({ host, url }: Place, text: string): Promise<WireMessage> {
  const { wire } = host;
  if (wire.kind === 'http') {
    const headers = { ...JSON_HEADERS, ...wire.headers };
    const response = await fetch(url, { method: 'POST', headers, body: text });
    return JSON.parse(await response.text());
  }
  const mark = host.heard.length;
  wire.write(`${text}\n`);
  return await eventually('the gateway answered what is no request', () =>
    host.heard
      .slice(mark)
      .map(({ message }) => message)
      .find(({ id, error }) => (id === null || id === undefined) && error !== undefined),
  );
}
