import { createScriptedHttpServer } from '@seawall/testkit';
import { EnvHttpProxyAgent, fetch } from 'undici';
import { describe, expect, it } from 'vitest';
import { chooseProxy } from '../../src/doctor/http/choose-proxy.ts';
import { readProxySettings } from '../../src/egress/proxy-settings.ts';
import { ENVIRONMENT, examine, stepOf } from './examine.ts';
import { freePort, serveProxy } from './sockets.ts';

const FAR = 'http://seawall-far.test/mcp';

describe('a proxy', () => {
  it('that opens the way is named with its variable, and host and port are left to it', async () => {
    await using http = await createScriptedHttpServer({});
    const asked: string[] = [];
    await using proxy = await serveProxy({
      target: Number(new URL(http.url).port),
      onConnect: (url) => asked.push(url),
    });
    const environment = { ...ENVIRONMENT, http_proxy: `http://127.0.0.1:${proxy.port}` };
    const server = await examine({ url: FAR }, { environment });
    expect(server.failure).toBeUndefined();
    expect(stepOf(server, 'proxy')).toMatchObject({ outcome: 'passed', detail: expect.stringContaining('http_proxy') });
    expect([stepOf(server, 'dns').outcome, stepOf(server, 'tcp').outcome]).toEqual(['skipped', 'skipped']);
    expect(new Set(asked)).toEqual(new Set(['seawall-far.test:80']));
  });

  it('that wants credentials fails with the variable that they belong into (B81)', async () => {
    await using proxy = await serveProxy({ target: 1, status: 407 });
    const environment = { ...ENVIRONMENT, HTTP_PROXY: `http://127.0.0.1:${proxy.port}` };
    const { failure } = await examine({ url: FAR }, { environment });
    expect(failure).toMatchObject({
      id: 'proxy',
      fix: expect.stringMatching(/credentials \(Basic\): put them into HTTP_PROXY/),
    });
  });

  it('that refuses, or is not there, fails, without its credentials (B81)', async () => {
    await using proxy = await serveProxy({ target: 1, status: 403 });
    const address = (port: number): string => `http://${['ada', 'lovelace-secret'].join(':')}@127.0.0.1:${port}`;
    const refusing = await examine({ url: FAR }, { environment: { ...ENVIRONMENT, ALL_PROXY: address(proxy.port) } });
    expect(refusing.failure).toMatchObject({ id: 'proxy', detail: expect.stringContaining('HTTP 403') });
    const port = await freePort();
    const absent = await examine({ url: FAR }, { environment: { ...ENVIRONMENT, ALL_PROXY: address(port) } });
    expect(absent.failure).toMatchObject({ id: 'proxy', code: 'CONNECTION_REFUSED' });
    expect(JSON.stringify([refusing, absent])).not.toMatch(/lovelace|ada/);
  });

  it('that is no URL fails as configuration', async () => {
    const { failure } = await examine({ url: FAR }, { environment: { ...ENVIRONMENT, http_proxy: 'socks5://x:1' } });
    expect(failure).toMatchObject({ id: 'proxy', code: 'CONFIG_INVALID' });
  });

  it.each([
    ['http://a.test/', { HTTP_PROXY: 'P' }],
    ['https://a.test/', { HTTP_PROXY: 'P' }],
    ['http://a.test/', { HTTPS_PROXY: 'P' }],
    ['http://a.test/', { HTTP_PROXY: 'P', NO_PROXY: 'a.test' }],
    ['http://b.a.test/', { HTTP_PROXY: 'P', NO_PROXY: '.a.test' }],
    ['http://b.a.test/', { HTTP_PROXY: 'P', NO_PROXY: '*.a.test' }],
    ['http://ba.test/', { HTTP_PROXY: 'P', NO_PROXY: 'a.test' }],
    ['http://a.test:81/', { HTTP_PROXY: 'P', NO_PROXY: 'a.test:80' }],
    ['http://a.test/', { HTTP_PROXY: 'P', NO_PROXY: 'x.test, a.test:80' }],
    ['http://a.test/', { HTTP_PROXY: 'P', NO_PROXY: '*' }],
    ['http://a.test/', { HTTP_PROXY: 'P', NO_PROXY: 'x.test *' }],
    ['http://a.test/', { HTTP_PROXY: 'P', NO_PROXY: 'a.test:0' }],
  ])('is chosen for %s under %j as the egress chooses it', async (url, variables) => {
    let asked = 0;
    await using proxy = await serveProxy({ target: 1, status: 502, onConnect: () => (asked += 1) });
    const environment = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [
        name,
        value === 'P' ? `http://127.0.0.1:${proxy.port}` : value,
      ]),
    );
    const agent = new EnvHttpProxyAgent({
      ...readProxySettings(new URL(url), environment),
      connect: { lookup: (_host, _options, callback) => callback(new Error('Nothing is reached directly.'), []) },
    });
    await fetch(url, { dispatcher: agent }).catch(() => undefined);
    await agent.destroy();
    expect(chooseProxy(new URL(url), environment).kind).toBe(asked > 0 ? 'proxy' : 'direct');
  });
});
