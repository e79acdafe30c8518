import { join } from 'node:path';
import { scriptedStdioServer } from '@seawall/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oddBytes, oddHeaders } from './support/fuzz/odd-hosts.ts';
import { oddBody, oddLines, type Script } from './support/fuzz/odd-scripts.ts';
import {
  type GatewayProcess,
  homeEnvironment,
  readiness,
  startGateway,
  stdioGateway,
} from './support/gateway-process.ts';
import { until } from './support/polling.ts';
import { isAlive, type StartedProcess, startProcess } from './support/processes.ts';
import { chosenSeed } from './support/raw-hosts/chance.ts';
import type { Era } from './support/raw-hosts/http-link.ts';
import { HttpLink } from './support/raw-hosts/http-link.ts';
import { type Message, memberAt, textOf } from './support/raw-hosts/messages.ts';
import { RawHost, settle } from './support/raw-hosts/raw-host.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const SERVER = join(import.meta.dirname, 'support/fuzz/odd-server-main.mjs');
const ERAS: readonly Era[] = ['legacy', 'modern'];
/** Short, because many answers never come. */
const LIMITS = {
  timeoutMs: 700,
  totalTimeoutMs: 1500,
  maxTotalTimeoutMs: 3000,
  connectTimeoutMs: 4000,
  listTimeoutMs: 1500,
};
const CAPABILITIES = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };

const ask = {
  name: 'ask',
  behaviour: {
    kind: 'ask',
    method: 'elicitation/create',
    params: { message: 'sure?', requestedSchema: { type: 'object', properties: {} } },
    timeoutMs: 500,
  },
} as const;

const GOOD = {
  tools: [{ name: 'echo' }, ask],
  resources: [{ uri: 'doc://1', text: 'one' }],
  prompts: [{ name: 'greet' }],
  maxLifetimeMs: 300_000,
};
const neighbours = {
  good: { ...scriptedStdioServer(GOOD), seawall: LIMITS },
  newer: { ...scriptedStdioServer({ ...GOOD, era: 'modern' }), seawall: LIMITS },
};

/** Hosts that do nothing wrong, of both eras. */
class Healthy implements AsyncDisposable {
  readonly #hosts: readonly RawHost[];
  #calls = 0;

  static async connect(url: string): Promise<Healthy> {
    const options = { capabilities: CAPABILITIES, answer: () => ({ action: 'accept', content: { sure: true } }) };
    return new Healthy(
      await Promise.all(ERAS.map((era) => RawHost.connect({ url }, { ...options, name: `well-${era}`, era }))),
    );
  }

  private constructor(hosts: readonly RawHost[]) {
    this.#hosts = hosts;
  }

  /** Servers that do nothing wrong answer them. */
  async expectServed(): Promise<void> {
    await Promise.all(this.#hosts.flatMap((host) => ['good', 'newer'].map((server) => this.#expectEcho(host, server))));
    for (const host of this.#hosts) expect(host.faults).toEqual([]);
  }

  async #expectEcho(host: RawHost, server: string): Promise<void> {
    this.#calls += 1;
    const sent = { call: this.#calls };
    expect(textOf(await settle(host.tool(`${server}__echo`, sent)))).toBe(JSON.stringify(sent));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host[Symbol.asyncDispose]()));
  }
}

async function expectGatewayLives(gateway: GatewayProcess): Promise<void> {
  expect(isAlive(gateway.pid), gateway.stderr.slice(-3000)).toBe(true);
  expect((await readiness(gateway)).status).toBe(200);
  const isIdle = async () => memberAt(await (await fetch(`${gateway.origin}/readyz`)).json(), 'runningCalls') === 0;
  await until(isIdle, { what: 'no call runs any more' });
}

function oddServer(options: { readonly link: string; readonly era: Era; readonly scripts?: object }) {
  return { command: process.execPath, args: [SERVER, JSON.stringify(options)] };
}

async function startOddHttpServer(
  folder: TemporaryFolder,
  options: { readonly era: Era; readonly scripts?: object },
): Promise<{ readonly process: StartedProcess; readonly url: string }> {
  const start = { ...oddServer({ link: 'http', ...options }), env: homeEnvironment(folder.path) };
  const process = await startProcess(start);
  const [, url = ''] = await process.printed(/listening on (http:\S+)/);
  return { process, url };
}

const ODD = ['stdio-legacy', 'stdio-modern', 'http-legacy', 'http-modern'] as const;

describe('servers that say anything', () => {
  it('during calls: each call settles, the gateway and its other servers go on', async () => {
    await using folder = await temporaryFolder();
    const httpLegacy = await startOddHttpServer(folder, { era: 'legacy' });
    await using _legacy = httpLegacy.process;
    const httpModern = await startOddHttpServer(folder, { era: 'modern' });
    await using _modern = httpModern.process;
    const mcpServers = {
      ...neighbours,
      'stdio-legacy': { ...oddServer({ link: 'stdio', era: 'legacy' }), seawall: LIMITS },
      'stdio-modern': { ...oddServer({ link: 'stdio', era: 'modern' }), seawall: LIMITS },
      'http-legacy': { url: httpLegacy.url, seawall: LIMITS },
      'http-modern': { url: httpModern.url, seawall: LIMITS },
    };
    await using gateway = await startGateway({ folder, config: { mcpServers } });
    await using healthy = await Healthy.connect(gateway.url);
    const call = fc.constantFrom(...ODD).chain((server) =>
      fc.record({
        server: fc.constant(server),
        script: server.startsWith('stdio') ? oddLines : oddBody,
        era: fc.constantFrom(...ERAS),
      }),
    );
    const codes = new Map<string, number>();
    const run = async (calls: readonly { readonly server: string; readonly script: Script; readonly era: Era }[]) => {
      const connecting = ERAS.map((era) =>
        RawHost.connect(
          { url: gateway.url },
          { name: `odd-${era}`, era, capabilities: CAPABILITIES, answer: () => ({ action: 'accept', content: {} }) },
        ),
      );
      const hosts = await Promise.all(connecting);
      const sent = calls.flatMap(({ server, script, era }) =>
        hosts.filter((host) => host.era === era).map((host) => host.tool(`${server}__say`, { script })),
      );
      await healthy.expectServed();
      const answers = await Promise.all(sent.map((one) => settle(one)));
      expect(sent.filter((_, at) => !isAnswer(answers[at])).map(({ params, ids }) => ({ params, ids }))).toEqual([]);
      for (const answer of answers) {
        const code = String(memberAt(answer, 'result', '_meta', 'dev.seawall/error', 'code') ?? 'none');
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
      for (const host of hosts) {
        expect(host.faults).toEqual([]);
        await host[Symbol.asyncDispose]();
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(call, { minLength: 4, maxLength: 12 }), run), {
      numRuns: 15,
      seed: chosenSeed('odd answers'),
      endOnFailure: true,
    });
    // Most of what was said reached the gateway, and was not refused before it was sent.
    expect(codes.size).toBeGreaterThan(3);
    await using host = await RawHost.connect({ url: gateway.url }, { name: 'later', era: 'modern' });
    for (const server of ODD) {
      const works = async () => textOf(await settle(host.tool(`${server}__say`, { plain: 1 }))) === '{"plain":1}';
      await until(works, { what: `${server} is used again when it does nothing odd` });
    }
    await expectGatewayLives(gateway);
  }, 240_000);

  it('while they are connected to and listed: the gateway and its other servers go on', async () => {
    const method = fc.constantFrom(
      'initialize',
      'server/discover',
      'tools/list',
      'resources/list',
      'prompts/list',
      'ping',
    );
    const scripts = (script: fc.Arbitrary<Script>) => fc.dictionary(method, script, { minKeys: 1, maxKeys: 2 });
    const servers = fc.array(fc.record({ era: fc.constantFrom(...ERAS), scripts: scripts(oddLines) }), {
      minLength: 4,
      maxLength: 4,
    });
    const overHttp = fc.record({ era: fc.constantFrom(...ERAS), scripts: scripts(oddBody) });
    const run = async (
      odd: readonly { readonly era: Era; readonly scripts: object }[],
      http: { era: Era; scripts: object },
    ) => {
      await using folder = await temporaryFolder();
      const { process: httpServer, url } = await startOddHttpServer(folder, http);
      await using _server = httpServer;
      const entries = odd.map((options, at) => [
        `odd-${at}`,
        { ...oddServer({ link: 'stdio', ...options }), seawall: LIMITS },
      ]);
      const mcpServers = { ...neighbours, ...Object.fromEntries(entries), 'odd-http': { url, seawall: LIMITS } };
      await using gateway = await startGateway({ folder, config: { mcpServers } });
      await using healthy = await Healthy.connect(gateway.url);
      await healthy.expectServed();
      await using host = await RawHost.connect({ url: gateway.url }, { name: 'lists', era: 'legacy' });
      for (const kind of ['tools', 'resources', 'prompts']) {
        expect(isAnswer(await settle(host.call(`${kind}/list`)))).toBe(true);
      }
      const calls = [...odd.keys(), 'http'].map((at) => host.tool(`odd-${at}__say`));
      for (const one of calls) expect(isAnswer(await settle(one))).toBe(true);
      await healthy.expectServed();
      await expectGatewayLives(gateway);
    };
    await fc.assert(fc.asyncProperty(servers, overHttp, run), {
      numRuns: 3,
      seed: chosenSeed('odd handshakes'),
      endOnFailure: true,
    });
  }, 240_000);
});

describe('hosts that say anything', () => {
  it('over HTTP: the gateway never fails itself, and serves others', async () => {
    await using folder = await temporaryFolder();
    await using gateway = await startGateway({ folder, config: { mcpServers: neighbours } });
    await using healthy = await Healthy.connect(gateway.url);
    const exchange = fc.record({ bytes: oddBytes, headers: oddHeaders, isInSession: fc.boolean() });
    const run = async (
      exchanges: readonly { bytes: Buffer; headers: Readonly<Record<string, string>>; isInSession: boolean }[],
    ) => {
      // It answers no question, but what it says may happen to.
      const host = await RawHost.connect(
        { url: gateway.url },
        { name: 'odd', era: 'legacy', capabilities: CAPABILITIES },
      );
      const bare = new HttpLink({ url: gateway.url, era: 'modern', receive: () => undefined });
      const { link } = host;
      const sending = exchanges.map(({ bytes, headers, isInSession }) =>
        (isInSession ? link : bare).sendBytes(bytes, headers),
      );
      await healthy.expectServed();
      host.vanish();
      await bare.close();
      await Promise.all(sending);
      const statuses = [...bare.statuses, ...(link instanceof HttpLink ? link.statuses : [])];
      expect(statuses.filter((status) => status >= 500)).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(fc.array(exchange, { minLength: 5, maxLength: 20 }), run), {
      numRuns: 40,
      seed: chosenSeed('odd hosts over HTTP'),
      endOnFailure: true,
    });
    await healthy.expectServed();
    await expectGatewayLives(gateway);
  }, 240_000);

  it('over stdio: what is said after it is answered as if nothing had been', async () => {
    await using folder = await temporaryFolder();
    const start = await stdioGateway({ folder, config: { mcpServers: neighbours } });
    const line = fc.record({ bytes: oddBytes, pieceLength: fc.integer({ min: 1, max: 300 }) });
    await using host = await RawHost.connect({ start }, { name: 'odd', era: 'legacy', capabilities: CAPABILITIES });
    const run = async (lines: readonly { readonly bytes: Buffer; readonly pieceLength: number }[]) => {
      for (const { bytes, pieceLength } of lines) {
        for (let at = 0; at < bytes.length; at += pieceLength) {
          await host.link.sendBytes(bytes.subarray(at, at + pieceLength));
        }
        await host.link.sendBytes(Buffer.from('\n'));
      }
      const sent = { lines: lines.length };
      expect(textOf(await settle(host.tool('good__echo', sent)))).toBe(JSON.stringify(sent));
    };
    await fc.assert(fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), run), {
      numRuns: 60,
      seed: chosenSeed('odd hosts over stdio'),
      endOnFailure: true,
    });
  }, 240_000);
});

function isAnswer(answer: Message | undefined): boolean {
  return answer !== undefined && ('result' in answer || 'error' in answer);
}
