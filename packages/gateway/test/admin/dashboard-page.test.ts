import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdminCodes, createGateway } from '@seawall/gateway';
import { describe, expect, it } from 'vitest';
import { FakeSeawall } from '../fake-seawall.ts';
import { openAdminWorld } from '../support/admin-world.ts';

const PAGE = `<head><base href="./" /><script src="./assets/index-1a2b.js" nonce="seawall-nonce"></script></head>`;
const SECRET = 'not for everybody';
/** What a browser sends when somebody opens an address. */
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Served extends AsyncDisposable {
  readonly dist: string;
  readonly baseUrl: string;
  /** Asks with the path exactly as it is written: `fetch` would tidy it up first. */
  get(path: string, options?: { method?: string; headers?: Readonly<Record<string, string>> }): Promise<Answer>;
}

/** A gateway with a small build of a dashboard, and with a secret file beside the build. */
async function serve(pageFolder?: () => string): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'seawall-page-'));
  const dist = join(folder, 'dist');
  await mkdir(join(dist, 'assets'), { recursive: true });
  const files = {
    'dist/index.html': PAGE,
    'dist/theme.js': 'theme()',
    'dist/icon.svg': '<svg/>',
    'dist/assets/index-1a2b.js': 'start()',
    'dist/assets/panel-3c4d.css': 'a{}',
    'dist/assets/geist-5e6f.woff2': 'font',
    'secret.txt': SECRET,
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  const admin = {
    token: () => ['a', 'token', 'of', 'this', 'test'].join('-'),
    codes: createAdminCodes(),
    open: () => Promise.reject(new Error('Nothing of the page may open the admin side.')),
    pageFolder: pageFolder ?? (() => dist),
  };
  const gateway = createGateway({ seawall: new FakeSeawall(), version: '1', admin });
  const { baseUrl } = await gateway.listen();
  return {
    dist,
    baseUrl,
    get: (path, { method = 'GET', headers = BROWSER } = {}) =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(baseUrl);
        httpRequest({ hostname, port, path, method, headers }, (response) => {
          let body = '';
          response.setEncoding('utf8');
          response.on('data', (chunk) => {
            body += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
        })
          .on('error', reject)
          .end();
      }),
    [Symbol.asyncDispose]: async () => {
      await gateway.close();
      await rm(folder, { recursive: true });
    },
  };
}

describe('the page of the dashboard', () => {
  it('is at the root and at the address of every screen, with the way back to the root', async () => {
    await using served = await serve();
    const bases = {
      '/': './',
      '/?range=1h': './',
      '/servers': './',
      '/servers/jira': '../',
      '/servers/my.server': '../',
      '/servers/a%2Fb': '../',
      '/errors/a/b': '../../',
      '/no-such-screen': './',
    };
    for (const [path, base] of Object.entries(bases)) {
      const { status, headers, body } = await served.get(path);
      expect([path, status, headers['content-type']]).toEqual([path, 200, 'text/html; charset=utf-8']);
      expect(body).toContain(`<base href="${base}" />`);
    }
    expect((await served.get('/', { headers: {} })).status).toBe(200);
    expect(await served.get('/servers', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('lets nothing run but what it brings, with a nonce that is never the same, and is kept nowhere', async () => {
    await using served = await serve();
    const nonces = new Set<string>();
    for (let count = 0; count < 3; count += 1) {
      const { headers, body } = await served.get('/servers/jira');
      const nonce = /nonce="([^"]+)"/.exec(body)?.[1] ?? '';
      nonces.add(nonce);
      expect(body).not.toContain('seawall-nonce');
      expect(headers).toMatchObject({
        'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
      });
    }
    expect(nonces.size).toBe(3);
  });

  it('is only for those who can show one: hosts that look for something else are told that it is not there', async () => {
    await using served = await serve();
    for (const accept of ['application/json', 'text/event-stream', 'application/json, text/event-stream']) {
      expect((await served.get('/', { headers: { accept } })).status, accept).toBe(404);
    }
    for (const path of ['/.well-known/oauth-protected-resource', '/mcp/', '/healthz/', '/favicon.ico', '/index.html']) {
      expect((await served.get(path)).status, path).toBe(404);
    }
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const { status, body } = await served.get('/', { method });
      expect([method, status, body]).toEqual([method, 404, expect.stringContaining('MCP is served at /mcp')]);
    }
  });

  it('takes the place of nothing else', async () => {
    await using served = await serve();
    expect(JSON.parse((await served.get('/healthz')).body)).toMatchObject({ version: '1' });
    expect((await served.get('/readyz')).headers['content-type']).toContain('application/json');
    expect((await served.get('/mcp')).status).toBe(400);
    expect((await served.get('/api/overview')).status).toBe(401);
    expect((await served.get('/api/no/such/thing')).status).toBe(401);
  });

  it.each(['/', '/servers/jira', '/theme.js'])(
    'is refused through a name that is not ours and to other sites at %s',
    async (path) => {
      await using served = await serve();
      expect((await served.get(path, { headers: { ...BROWSER, host: 'evil.example' } })).status).toBe(403);
      expect((await served.get(path, { headers: { ...BROWSER, origin: 'https://evil.example' } })).status).toBe(403);
    },
  );

  it('says how to build it where it is not built, and is there once it is', async () => {
    await using served = await serve();
    await rm(served.dist, { recursive: true });
    const { status, headers, body } = await served.get('/servers');
    expect([status, headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
    expect(body).toContain('npm run build');
    expect((await served.get('/assets/index-1a2b.js')).status).toBe(404);
    await mkdir(join(served.dist, 'assets'), { recursive: true });
    await writeFile(join(served.dist, 'index.html'), PAGE);
    await writeFile(join(served.dist, 'assets/index-7a8b.js'), 'next()');
    expect((await served.get('/')).status).toBe(200);
    expect(await served.get('/assets/index-7a8b.js')).toMatchObject({ status: 200, body: 'next()' });
  });

  it('says the same where its package is not installed', async () => {
    const absent = ['seawall', 'that', 'nobody', 'has'].join('-');
    await using served = await serve(() => import.meta.resolve(absent));
    expect(await served.get('/')).toMatchObject({ status: 503, body: expect.stringContaining('npm run build') });
  });

  it('may post to its gateway under every name that the configuration allows', async () => {
    const settings = { listen: { port: 0, allowedHosts: ['seawall.internal'] } };
    await using world = await openAdminWorld({ servers: {}, settings });
    const host = `seawall.internal:${new URL(world.baseUrl).port}`;
    const post = (origin: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const headers = { host, origin, 'content-type': 'application/json' };
        httpRequest(`${world.baseUrl}/api/session`, { method: 'POST', headers }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on('error', reject)
          .end(JSON.stringify({ code: world.codes.create().code }));
      });
    expect(await post('http://evil.example')).toBe(403);
    expect(await post('http://seawall.internal:1')).toBe(403);
    expect(await post(`http://${host}`)).toBe(200);
  });
});

describe('the files of the dashboard', () => {
  it.each([
    ['/assets/index-1a2b.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/panel-3c4d.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/geist-5e6f.woff2', 'font/woff2', 'public, max-age=31536000, immutable'],
    ['/theme.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/icon.svg', 'image/svg+xml', 'no-cache'],
  ])(
    'have their type, and are kept as long as their name stands for what is in them: %s',
    async (path, type, caching) => {
      await using served = await serve();
      for (const method of ['GET', 'HEAD']) {
        const { status, headers } = await served.get(path, { method, headers: {} });
        expect(status).toBe(200);
        expect(headers).toMatchObject({
          'content-type': type,
          'cache-control': caching,
          'x-content-type-options': 'nosniff',
        });
      }
      expect((await served.get(path, { method: 'POST' })).status).toBe(404);
    },
  );

  it('come compressed to those who take it, where that makes them smaller', async () => {
    await using served = await serve();
    const encodingOf = async (path: string, accepted: string): Promise<readonly (string | null)[]> => {
      const response = await fetch(`${served.baseUrl}${path}`, { headers: { 'accept-encoding': accepted } });
      return [response.headers.get('content-encoding'), response.headers.get('vary'), await response.text()];
    };
    const script = '/assets/index-1a2b.js';
    expect(await encodingOf(script, 'gzip, br')).toEqual(['gzip', 'accept-encoding', 'start()']);
    for (const accepted of ['br', 'gzip;q=0', 'identity, gzip; q=0.0, br']) {
      expect(await encodingOf(script, accepted), accepted).toEqual([null, 'accept-encoding', 'start()']);
    }
    expect(await encodingOf('/assets/geist-5e6f.woff2', 'gzip')).toEqual([null, null, 'font']);
  });

  it('are not there under names that the build does not have', async () => {
    await using served = await serve();
    for (const path of ['/assets/', '/assets/index-0000.js', '/assets/deeper/index-1a2b.js', '/assets']) {
      expect((await served.get(path)).status, path).toBe(404);
    }
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/servers/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/%252e%252e%252f%252e%252e%252fsecret.txt',
    '//secret.txt',
    '/theme.js%00.css',
    '/servers/%00',
    '/%ff',
    '/assets/./index-1a2b.js%2f..%2fpanel-3c4d.css',
  ])('are all that is read: %s', async (path) => {
    await using served = await serve();
    const { status, body } = await served.get(path);
    expect([status, body.includes(SECRET)]).toEqual([404, false]);
  });

  it('are no links to others', async () => {
    await using served = await serve();
    await symlink(join(served.dist, '../secret.txt'), join(served.dist, 'assets/link-1a2b.js'));
    await symlink(join(served.dist, '..'), join(served.dist, 'assets/up'));
    await served.get('/');
    expect((await served.get('/assets/link-1a2b.js')).status).toBe(404);
    expect((await served.get('/assets/up/secret.txt')).status).toBe(404);
    expect((await served.get('/assets/index-1a2b.js')).status).toBe(200);
  });
});
