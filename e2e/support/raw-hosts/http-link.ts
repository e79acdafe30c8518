import { Agent, type IncomingMessage, request } from 'node:http';
import { isMessage, type Message, memberAt } from './messages.ts';
import type { RawLink, Receive, SendOptions } from './raw-link.ts';

export type Era = 'legacy' | 'modern';

/** The streams of one host over Streamable HTTP, on connections of its own. */
export class HttpLink implements RawLink {
  /** Every status that was answered with. */
  readonly statuses: number[] = [];
  /** Streams that could not be taken up again. */
  readonly refusals: string[] = [];
  readonly #agent = new Agent({ keepAlive: true });
  readonly #url: string;
  readonly #era: Era;
  readonly #receive: Receive;
  readonly #responses = new Set<IncomingMessage>();
  #session: Readonly<Record<string, string>> = {};
  #isGone = false;

  constructor(options: { readonly url: string; readonly era: Era; readonly receive: Receive }) {
    this.#url = options.url;
    this.#era = options.era;
    this.#receive = options.receive;
  }

  async send(message: Message, { signal, breaksStream = false }: SendOptions): Promise<void> {
    const id = typeof message.id === 'string' && 'method' in message ? message.id : undefined;
    const response = await this.#open('POST', this.#headersOf(message), { body: JSON.stringify(message), signal });
    if (response === undefined) return;
    this.#keepSession(message, response);
    const lastEventId = await this.#read(response, id, breaksStream);
    if (!breaksStream || lastEventId === undefined) return;
    const again = { ...this.#session, accept: 'text/event-stream', 'last-event-id': lastEventId };
    const resumed = await this.#open('GET', again, { signal });
    if (resumed !== undefined && resumed.statusCode !== 200)
      this.refusals.push(`${resumed?.statusCode} for Last-Event-ID ${lastEventId}`);
    if (resumed?.statusCode === 200) await this.#read(resumed, id, false);
  }

  async sendBytes(bytes: Buffer, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    const response = await this.#open('POST', { ...this.#session, ...headers }, { body: bytes });
    if (response !== undefined) await this.#read(response, undefined, false);
  }

  /** Opens the stream of the session, in which comes what belongs to no request; resolves once it is open. */
  async openStream(): Promise<void> {
    const response = await this.#open('GET', { ...this.#session, accept: 'text/event-stream' }, {});
    if (response?.statusCode !== 200) throw new Error(`No stream: ${response?.statusCode}`);
    // It ends with the host; reading never rejects.
    void this.#read(response, undefined, false);
  }

  freeze(): void {
    this.#isGone = true;
    for (const response of this.#responses) {
      response.pause();
      response.socket.pause();
    }
  }

  vanish(): void {
    this.#isGone = true;
    this.#agent.destroy();
  }

  async close(): Promise<void> {
    if (!this.#isGone && 'mcp-session-id' in this.#session) (await this.#open('DELETE', this.#session, {}))?.resume();
    this.vanish();
  }

  #open(
    method: string,
    headers: Readonly<Record<string, string>>,
    { body, signal }: { readonly body?: string | Buffer; readonly signal?: AbortSignal },
  ): Promise<IncomingMessage | undefined> {
    return new Promise((resolve) => {
      if (this.#isGone && method !== 'DELETE') return resolve(undefined);
      const sent = request(this.#url, {
        method,
        agent: this.#agent,
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
        ...(signal === undefined ? {} : { signal }),
      });
      sent.once('error', () => resolve(undefined));
      sent.once('response', (response) => {
        this.statuses.push(response.statusCode ?? 0);
        // Whoever gives up or vanishes breaks it; what was read counts.
        response.on('error', () => undefined);
        this.#responses.add(response.once('close', () => this.#responses.delete(response)));
        resolve(response);
      });
      sent.end(body);
    });
  }

  /** Reads a response to its end, or to its first event; the id of the last event is given back. */
  async #read(response: IncomingMessage, id: string | undefined, isBroken: boolean): Promise<string | undefined> {
    const isStream = response.headers['content-type']?.startsWith('text/event-stream') === true;
    let lastEventId: string | undefined;
    let rest = '';
    try {
      for await (const chunk of response.setEncoding('utf8')) {
        rest += String(chunk);
        if (!isStream) continue;
        const events = rest.split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) {
          lastEventId = /^id: ?(.*)$/m.exec(event)?.[1] ?? lastEventId;
          this.#take(/^data: ?(.*)$/m.exec(event)?.[1] ?? '', id);
          if (!isBroken || lastEventId === undefined) continue;
          // What came with it is lost, as it would be on a line that broke.
          response.destroy();
          return lastEventId;
        }
      }
      if (!isStream) this.#take(rest, id);
    } catch {
      // The stream broke: what was read before counts.
    }
    return lastEventId;
  }

  #take(text: string, id: string | undefined): void {
    if (text === '') return;
    const value: unknown = JSON.parse(text);
    for (const message of Array.isArray(value) ? value : [value]) if (isMessage(message)) this.#receive(message, id);
  }

  #headersOf(message: Message): Readonly<Record<string, string>> {
    if (this.#era === 'legacy') return this.#session;
    const name = memberAt(message, 'params', 'name') ?? memberAt(message, 'params', 'uri');
    return {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': String(message.method),
      ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
    };
  }

  #keepSession(message: Message, response: IncomingMessage): void {
    const session = response.headers['mcp-session-id'];
    if (message.method !== 'initialize' || typeof session !== 'string') return;
    this.#session = { 'mcp-session-id': session, 'mcp-protocol-version': '2025-11-25' };
  }
}
