import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '@seawall/core/base';
import { inNextTurn, nextTurn, processClock } from '../../servers/process-clock.mjs';
import { createScriptedProtocol, type ScriptedProtocol } from '../../servers/scripted-protocol.mjs';
import { applyHttpFault, executesBefore, MOVED_PATH, meets } from './apply-http-fault.ts';
import type { HttpFault } from './http-fault.ts';
import type { HttpScenario, RecordedRequest, ScriptedHttpServerOptions } from './http-scenario.ts';
import { HttpSessions } from './http-sessions.ts';
import { recordRequest } from './record-request.ts';
import { MESSAGES_PATH, openSseStream, SSE_PATH, takeSseMessage } from './serve-http-sse.ts';
import { type HttpServing, type Spoil, serveStreamableHttp } from './serve-streamable-http.ts';

/** A running scripted HTTP server; see {@link createScriptedHttpServer}. */
export interface ScriptedHttpServer extends AsyncDisposable {
  /** Where Streamable HTTP is served. */
  readonly url: string;
  /** Where the older HTTP+SSE transport is served. */
  readonly sseUrl: string;
  readonly port: number;
  /** The requests so far, oldest first; at most the last 10000. */
  readonly requests: readonly RecordedRequest[];
  /** The ids of the legacy sessions that are open. */
  readonly sessions: readonly string[];
  /** Connections of clients that are open. */
  readonly openConnections: number;
  /** Sets what goes wrong from the next request on; of several faults the first that fits counts. */
  setFault(fault: HttpFault | readonly HttpFault[] | null): Promise<void>;
  /** Resolves with the first request that `matches`, one that was recorded already included. */
  requestReceived(matches: (request: RecordedRequest) => boolean): Promise<RecordedRequest>;
  /** Forgets all legacy sessions, as a server does that was restarted behind a balancer. */
  loseSessions(): void;
  /** Breaks all connections, closes the port and opens it again. */
  restart(options?: RestartOptions): Promise<void>;
  /** Ends everything; may be called twice. */
  close(): Promise<void>;
}

/** Options of {@link ScriptedHttpServer.restart}. */
export interface RestartOptions {
  /** Whether sessions and everything else the server remembers are gone.
   * @default true */
  readonly loseSessions?: boolean;
}

const HOST = '127.0.0.1';
const MAX_RECORDED_REQUESTS = 10_000;
const MAX_LISTEN_ATTEMPTS = 100;
const LISTEN_RETRY_MS = 20;

/**
 * Starts an HTTP server in this process that plays `scenario` on 127.0.0.1.
 *
 * One server speaks Streamable HTTP of the legacy and the modern era and the older HTTP+SSE transport,
 * and breaks its answers as the faults say. A tool that crashes the server drops every connection and
 * session; the port stays open, as behind a supervisor.
 *
 * @example
 * await using server = await createScriptedHttpServer({ tools: [{ name: 'echo' }] });
 * await server.setFault({ kind: 'status', status: 503, methods: ['tools/call'], times: 2 });
 */
export async function createScriptedHttpServer(
  scenario: HttpScenario = {},
  options: ScriptedHttpServerOptions = {},
): Promise<ScriptedHttpServer> {
  const server = new RunningHttpServer(scenario, options.clock ?? processClock);
  await server.listen(options.port ?? 0);
  await server.setFault(options.fault ?? null);
  return server;
}

class RunningHttpServer implements ScriptedHttpServer {
  readonly requests: RecordedRequest[] = [];
  port = 0;
  readonly #scenario: HttpScenario;
  readonly #clock: Pick<Clock, 'now' | 'setTimer'>;
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Set<(request: RecordedRequest) => void>();
  readonly #uses = new Map<HttpFault, number>();
  #server: Server | undefined;
  #protocol: ScriptedProtocol;
  #sessions: HttpSessions;
  #faults: readonly HttpFault[] = [];
  #life = 1;
  #closed = false;

  constructor(scenario: HttpScenario, clock: Pick<Clock, 'now' | 'setTimer'>) {
    this.#scenario = scenario;
    this.#clock = clock;
    this.#protocol = this.#createProtocol();
    this.#sessions = new HttpSessions('life-1', scenario.resumable);
  }

  get url(): string {
    return `http://${HOST}:${this.port}${this.#scenario.path ?? '/mcp'}`;
  }

  get sseUrl(): string {
    return `http://${HOST}:${this.port}${SSE_PATH}`;
  }

  get sessions(): readonly string[] {
    return this.#sessions.ids;
  }

  get openConnections(): number {
    return this.#sockets.size;
  }

  async listen(port: number): Promise<void> {
    if (this.#server !== undefined || this.#closed) return;
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#server = await this.#open(port);
        break;
      } catch (error) {
        // For a moment the system may have lent our port to an outgoing connection.
        if (attempt === MAX_LISTEN_ATTEMPTS || port === 0) throw error;
        await new Promise<void>((resolve) => void processClock.setTimer(resolve, LISTEN_RETRY_MS));
      }
    }
    this.port = addressOf(this.#server).port;
  }

  async setFault(fault: HttpFault | readonly HttpFault[] | null): Promise<void> {
    this.#faults = fault === null ? [] : isList(fault) ? fault : [fault];
    this.#uses.clear();
    if (this.#faults.some(({ kind }) => kind === 'refuse')) await this.#stopListening();
    else await this.listen(this.port);
  }

  requestReceived(matches: (request: RecordedRequest) => boolean): Promise<RecordedRequest> {
    const known = this.requests.find(matches);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => {
      const see = (request: RecordedRequest): void => {
        if (!matches(request)) return;
        this.#waiting.delete(see);
        resolve(request);
      };
      this.#waiting.add(see);
    });
  }

  loseSessions(): void {
    this.#sessions.endAll();
  }

  async restart({ loseSessions = true }: RestartOptions = {}): Promise<void> {
    await this.#stopListening();
    if (loseSessions) this.#forget();
    if (!this.#faults.some(({ kind }) => kind === 'refuse')) await this.listen(this.port);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#protocol.close();
    this.#sessions.endAll();
    await this.#stopListening();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #createProtocol(): ScriptedProtocol {
    return createScriptedProtocol(this.#scenario, {
      clock: this.#clock,
      // In the next turn, so that an answer that was just given still leaves.
      crash: () => void inNextTurn(() => this.#crash()),
    });
  }

  #crash(): void {
    if (this.#closed) return;
    this.#forget();
    this.#dropConnections();
  }

  #forget(): void {
    this.#life += 1;
    this.#protocol.close();
    this.#sessions.endAll();
    this.#protocol = this.#createProtocol();
    this.#sessions = new HttpSessions(`life-${this.#life}`, this.#scenario.resumable);
  }

  #dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    this.#dropConnections();
    await closed;
    // Clients in this process hear that their connections are gone before we go on.
    await nextTurn();
    await nextTurn();
  }

  #open(port: number): Promise<Server> {
    const server = createServer((incoming, response) => {
      response.on('error', ignore);
      void recordRequest(incoming).then((request) => {
        if (request === undefined) response.destroy();
        else this.#answer(request, response);
      });
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', ignore);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, HOST, () => resolve(server));
    });
  }

  #answer(request: RecordedRequest, response: ServerResponse): void {
    this.requests.push(request);
    if (this.requests.length > MAX_RECORDED_REQUESTS) this.requests.shift();
    for (const see of [...this.#waiting]) see(request);
    const fault = this.#faultFor(request);
    const context = { request, response, clock: this.#clock, port: this.port };
    if (fault !== undefined && !executesBefore(fault)) {
      applyHttpFault(fault, context);
      return;
    }
    const spoil: Spoil | undefined =
      fault &&
      ((exchange, spoilt, headers) => ({
        ...exchange,
        notify: ignore,
        reply: (answer) => applyHttpFault(fault, { ...context, response: spoilt, answer, headers }),
      }));
    this.#route(request, response, spoil);
  }

  #route(request: RecordedRequest, response: ServerResponse, spoil: Spoil | undefined): void {
    const { bearerToken, path = '/mcp' } = this.#scenario;
    if (bearerToken !== undefined && request.headers.authorization !== `Bearer ${bearerToken}`) {
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"', 'content-type': 'text/plain' });
      response.end('Unauthorized');
      return;
    }
    const serving: HttpServing = {
      scenario: this.#scenario,
      protocol: this.#protocol,
      sessions: this.#sessions,
      spoil,
    };
    const [pathname] = request.path.split('?');
    if (pathname === path || pathname === MOVED_PATH) serveStreamableHttp(serving, request, response);
    else if (pathname === SSE_PATH && request.method === 'GET') openSseStream(serving, response);
    else if (pathname === MESSAGES_PATH && request.method === 'POST') takeSseMessage(serving, request, response);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
  }

  #faultFor(request: RecordedRequest): HttpFault | undefined {
    const fault = this.#faults.find(
      (one) => meets(one, request) && (this.#uses.get(one) ?? 0) < (one.times ?? Number.POSITIVE_INFINITY),
    );
    if (fault !== undefined) this.#uses.set(fault, (this.#uses.get(fault) ?? 0) + 1);
    return fault;
  }
}

/** A client that went away is no event for a test server, and a spoilt answer has no notifications. */
function ignore(): undefined {
  return undefined;
}

function isList(fault: HttpFault | readonly HttpFault[]): fault is readonly HttpFault[] {
  return Array.isArray(fault);
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('An HTTP server listens on an IP address.');
  return address;
}
