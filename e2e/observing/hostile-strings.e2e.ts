import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type GatewayProcess, serversUp, startGateway } from '../support/gateway-process.ts';
import { connectHost, type Host, type Reply } from '../support/hosts.ts';
import { until } from '../support/polling.ts';
import { findLeaks, type ToldText } from '../support/secret-scan.ts';
import { filesBelow, type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { adminExits, cellsOf, commandExits, type Exit } from './exits.ts';
import { HOSTILE_NAMES, hostileConfiguration, MANY_CHARACTERS, USABLE_NAMES } from './hostile-strings.ts';
import { recordBodies, startMailServer } from './receivers.ts';

/** What a terminal obeys, and what turns writing around; line feeds are the program's own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

describe('hostile names and texts with a secret in everything', () => {
  it.each(['json', 'pretty'])(
    'leak, steer, inject and fill nothing, wherever they come out, with a %s log (A135, A143, A146)',
    async (format) => {
      await using folder = await temporaryFolder();
      const secret = `${randomBytes(18).toString('base64url')}+/&"${randomBytes(6).toString('hex')}`;
      await using webhook = await recordBodies(200);
      await using slack = await recordBodies(200);
      await using pagerduty = await recordBodies(202);
      await using mail = await startMailServer();
      const sinks = {
        webhook: { type: 'webhook', url: webhook.url },
        slack: { type: 'slack', url: slack.url },
        pagerduty: { type: 'pagerduty', url: pagerduty.url, routingKey: 'a routing key' },
        email: {
          type: 'email',
          host: '127.0.0.1',
          port: mail.port,
          security: 'none',
          from: 'a@example.com',
          to: ['b@example.com'],
        },
        log: { type: 'log' },
      };
      const config = await hostileConfiguration(folder, { secret, sinks });
      const before = await readdir(folder.path);
      await using gateway = await startGateway({ folder, config, args: ['--log-format', format] });
      await serversUp(gateway, 'talkative');
      const replies = await callAll(gateway, secret);
      const told = () => [webhook.bodies, slack.bodies, pagerduty.bodies, mail.mails];
      await until(() => told().every((bodies) => bodies.length >= HOSTILE_NAMES.length), {
        what: 'every sink is told of every server',
        withinMs: 240_000,
      });
      const exits = [...(await adminExits(gateway, await tokenOf(gateway))), ...(await commandExits(folder, gateway))];
      const notices = told().flatMap((bodies, index) =>
        bodies.map((body) => ({
          where: `notice ${index}`,
          text: typeof body === 'string' ? body : JSON.stringify(body),
        })),
      );
      gateway.send('SIGTERM');
      await gateway.ended;
      const files = [...(await filesBelow(gateway.dataDir)), ...(await filesBelow(folder.file('exported')))];
      const stderr: Exit = { where: 'stderr', kind: 'terminal', text: gateway.stderr };

      expectNothingTold(
        [...replies, ...exits, ...notices, ...files, stderr, { where: 'stdout', text: gateway.stdout }],
        secret,
      );
      for (const exit of [...exits, stderr]) expectSafe(exit);
      if (format === 'json')
        for (const line of linesOf(gateway.stderr)) expect(JSON.parse(line)).toHaveProperty('level');
      else expect(linesOf(gateway.stderr).filter((line) => line.startsWith('ALERT'))).toEqual([]);
      for (const body of slack.bodies) expect(JSON.stringify(body)).not.toMatch(/<script|<!channel|<@U1/);
      for (const text of mail.mails) expect(text).not.toMatch(/^ALERT: all is well/m);
      for (const text of mail.mails) expect(text.slice(text.indexOf('text/html'))).not.toMatch(/<script/);
      await expectInPlace(folder, before, files);
      expectBounded(replies, notices, files, gateway.stderr);
    },
  );
});

/** Calls every tool, those that say much and break included. */
async function callAll(gateway: GatewayProcess, secret: string): Promise<readonly ToldText[]> {
  await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
  const names = (await host.toolNames()).filter((name) => name.startsWith('talkative__'));
  expect(names).toHaveLength(HOSTILE_NAMES.length + 2);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  const replies: ToldText[] = [];
  for (const name of names) replies.push({ where: name, text: await answerOf(host, name, secret) });
  return replies;
}

async function answerOf(host: Host, name: string, secret: string): Promise<string> {
  try {
    const reply: Reply = await host.call(name, { key: 'value', token: secret });
    expect([name, reply.isError]).toEqual([name, true]);
    return JSON.stringify(reply);
  } catch (error) {
    return `${error}`;
  }
}

function expectNothingTold(texts: readonly ToldText[], secret: string): void {
  const [random = '', hex = ''] = secret.split('+/&"');
  expect(findLeaks(texts, [secret, random, hex])).toEqual([]);
}

function expectSafe({ where, kind, text }: Exit): void {
  const about = (found: unknown): unknown => ({ where, found });
  if (kind === 'json') JSON.parse(text);
  if (kind === 'ndjson') for (const line of linesOf(text)) JSON.parse(line);
  if (kind === 'csv') {
    const formulas = cellsOf(text).filter((cell) => /^[=+@\t\r]/.test(cell) || /^-(?!\d+(?:\.\d+)?$)/.test(cell));
    expect(about(formulas)).toEqual(about([]));
  }
  if (kind === 'metrics') {
    const odd = linesOf(text).filter((line) => !line.startsWith('# ') && !METRIC_LINE.test(line));
    expect(about(odd)).toEqual(about([]));
  }
  // Data for programs holds names as they are, escaped where its form asks for that.
  if (kind === 'terminal' || kind === 'metrics') expect(about(STEERING.exec(text)?.[0])).toEqual(about(undefined));
}

const METRIC_LINE =
  /^(?:seawall|mcp_client)_[a-z_]+(?<!forged)(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*\})? (?:-?[0-9.e+-]+|\+Inf)$/;

/** Nothing lies elsewhere, and no name of a file is hostile. */
async function expectInPlace(
  folder: TemporaryFolder,
  before: readonly string[],
  files: readonly ToldText[],
): Promise<void> {
  const own = ['exported', 'gateway.json', 'gateway-data'];
  expect((await readdir(folder.path)).toSorted()).toEqual([...new Set([...before, ...own])].toSorted());
  for (const { where } of files) expect(where.slice(folder.path.length)).toMatch(/^[\w./-]+$/);
  const exported = await readdir(folder.file('exported'));
  expect(exported.filter((name) => name.endsWith('_errors.jsonl'))).toHaveLength(USABLE_NAMES.length + 1);
}

function expectBounded(
  replies: readonly ToldText[],
  notices: readonly ToldText[],
  files: readonly ToldText[],
  stderr: string,
): void {
  const longest = (texts: readonly ToldText[]): number => Math.max(...texts.map(({ text }) => text.length));
  expect(longest(notices)).toBeLessThan(64_000);
  expect(longest(linesOf(stderr).map((text) => ({ where: '', text })))).toBeLessThan(200_000);
  // What a tool answers is the host's own, whole; what is added to it is short.
  expect(longest(replies)).toBeLessThan(MANY_CHARACTERS * 2);
  expect(longest(files)).toBeLessThan(MANY_CHARACTERS);
}

async function tokenOf({ dataDir }: GatewayProcess): Promise<string> {
  const { token } = JSON.parse(await readFile(join(dataDir, 'admin.json'), 'utf8'));
  return String(token);
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
