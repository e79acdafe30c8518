import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScriptedHttpServer, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { runDoctor } from '../../src/doctor/run-doctor.ts';
import { createTemporaryFolder } from '../config/temporary-folder.ts';
import { configure, ENVIRONMENT, examineAll } from './examine.ts';

/** Made at run time, and unlike any vendor's: only the configuration tells that it is one. */
const secret = (place: string): string => ['harbour', place, 'lantern', '7261'].join('-');

/** A server that tells all it knows, over and over, and ends. */
const TELLTALE = `
  const all = JSON.stringify(process.env) + process.argv.slice(1).join(' ');
  process.stdout.write(all + '\\n');
  process.stderr.write(all + '\\n' + Object.values(process.env).map(encodeURIComponent).join(' ') + '\\n');
  process.stderr.write([...(process.env.PLAIN_SETTING ?? '')].join('\\u001b[0m') + '\\n');
  setTimeout(() => process.exit(1), 50);
`;

const EVERYWHERE: readonly string[] = [
  'env',
  'plain',
  'arg',
  'header',
  'cookie',
  'password',
  'query',
  'placeholder',
  'faulty',
  'proxy',
  'name',
].map(secret);

function expectClean(value: unknown): void {
  const text = JSON.stringify(value);
  for (const hidden of EVERYWHERE) {
    for (const spelling of [hidden, encodeURIComponent(hidden), Buffer.from(hidden).toString('base64').slice(0, -3)])
      expect(text).not.toContain(spelling);
  }
}

describe('a report', () => {
  it('holds no value of a variable, a header, an argument or a URL, whatever the server does (B82, B83)', async () => {
    await using http = await createScriptedHttpServer({ name: secret('name') });
    const challenge = `Bearer error="invalid", error_description="not ${secret('header')}", scope="${secret('cookie')}"`;
    await using refusing = await createScriptedHttpServer(
      {},
      { fault: { kind: 'status', status: 401, headers: { 'www-authenticate': challenge }, body: secret('header') } },
    );
    await using echoing = await createScriptedHttpServer(
      {},
      { fault: { kind: 'status', status: 404, body: `no such thing: ${secret('query')} ${secret('header')}` } },
    );
    const env = { API_TOKEN: secret('env'), PLAIN_SETTING: secret('plain') };
    const headers = {
      Authorization: `Bearer ${secret('header')}`,
      Cookie: `sid=${secret('cookie')}`,
      'X-Own': secret('name'),
    };
    const at = (url: string): string =>
      `${url.replace('http://', `http://${['ada', secret('password')].join(':')}@`)}?token=${secret('query')}`;
    const progress: unknown[] = [];
    const report = await examineAll(
      {
        telltale: { command: 'node', args: ['-e', TELLTALE, '--api-key', secret('arg')], env },
        well: { ...scriptedStdioServer({}), env: { ...scriptedStdioServer({}).env, ...env } },
        missing: { command: 'no-such-command', args: ['--token', secret('arg')], env },
        open: { url: at(http.url), headers },
        refused: { url: at(refusing.url), headers },
        wrong: { url: at(echoing.url), headers },
        faulty: { command: 'node', env: { API_TOKEN: secret('faulty'), B: '${SEAWALL_TEST_UNSET}' }, cwd: 5 },
        proxied: { url: 'http://seawall-far.test/mcp', headers },
      },
      {
        environment: { ...ENVIRONMENT, http_proxy: `http://${['ada', secret('proxy')].join(':')}@127.0.0.1:1` },
        onProgress: (event) => progress.push(event),
      },
    );
    expect(report.summary).toMatchObject({ servers: 8, failed: 6 });
    expect(progress.length).toBeGreaterThan(50);
    expectClean(report);
    expectClean(progress);
    // What was told is marked: a server that tells nothing would be clean too.
    expect(JSON.stringify(report)).toContain('[REDACTED:');
  });

  it('holds nothing of what the last words of a script quote', async () => {
    await using folder = await createTemporaryFolder();
    const file = join(folder.path, 'server');
    await writeFile(file, '#!/bin/sh\necho "bad key: $KEY" >&2\nexit 2\n');
    await chmod(file, 0o755);
    const report = await examineAll({ x: { command: file, env: { KEY: secret('env') } } });
    expect(JSON.stringify(report)).toContain('bad key');
    expectClean(report);
  });

  it('forgets the secrets when it is done', async () => {
    const configuration = await configure({ x: { command: 'no-such-command', env: { KEY: secret('plain') } } });
    await runDoctor(configuration, { environment: ENVIRONMENT });
    const { redactText } = await import('@seawall/core');
    expect(redactText(secret('plain'))).toBe(secret('plain'));
  });
});
