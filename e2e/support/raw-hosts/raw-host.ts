import { until } from '../polling.ts';
import type { ProcessStart } from '../processes.ts';
import { type Era, HttpLink } from './http-link.ts';
import { isMessage, type Message, memberAt } from './messages.ts';
import type { RawLink } from './raw-link.ts';
import { StdioLink } from './stdio-link.ts';

/** Where a gateway is reached: at an address, or as a process to start. */
export type RawFront = { readonly url: string } | { readonly start: ProcessStart };

export interface RawHostOptions {
  /** Tells hosts apart in ids. */
  readonly name: string;
  readonly era: Era;
  readonly capabilities?: Message;
  /** Answers a question; without one it is never answered. */
  readonly answer?: (question: Message) => Message;
}

/** What came that is neither an answer nor a question. */
export interface Heard {
  readonly method: string;
  readonly params: unknown;
  /** The request in whose stream it came. */
  readonly via: string | undefined;
}

export interface CallOptions {
  readonly logLevel?: string;
  readonly breaksStream?: boolean;
}

/** A request under way. */
export interface RawCall {
  readonly method: string;
  readonly params: Message;
  /** The ids that it went under: a call that is asked something goes on under another. */
  readonly ids: readonly string[];
  /** Resolves with the first thing that came for it, or its end. */
  readonly stirred: Promise<void>;
  /** The answer, or `undefined` when there is none and none can come. */
  readonly settled: Promise<Message | undefined>;
  /** Takes it back as the protocol has it. */
  cancel(): void;
}

/** Rounds of questions that a host goes along with. */
const MAX_ROUNDS = 8;

/** A host that speaks by hand, so that it sees each message, and may do what no SDK would. */
export class RawHost implements AsyncDisposable {
  readonly name: string;
  readonly era: Era;
  readonly questions: Message[] = [];
  readonly heard: Heard[] = [];
  /** What must never happen. */
  readonly faults: string[] = [];
  readonly calls: RawCall[] = [];
  readonly #options: RawHostOptions;
  readonly #under = new Map<string, UnderWay>();
  #link: RawLink | undefined;
  #ids = 0;

  private constructor(options: RawHostOptions) {
    this.name = options.name;
    this.era = options.era;
    this.#options = options;
  }

  /** Starts or reaches the gateway and says hello. */
  static async connect(front: RawFront, options: RawHostOptions): Promise<RawHost> {
    const host = new RawHost(options);
    const receive = (message: Message, via: string | undefined) => host.#receive(message, via);
    host.#link =
      'url' in front
        ? new HttpLink({ url: front.url, era: options.era, receive })
        : await StdioLink.start(front.start, receive);
    if (options.era === 'modern') await host.call('server/discover').settled;
    else await host.#initialize();
    return host;
  }

  get link(): RawLink {
    if (this.#link === undefined) throw new Error('The host is not connected.');
    return this.#link;
  }

  /** Requests that have no answer yet and may get one. */
  get openCalls(): number {
    return this.#under.size;
  }

  call(method: string, params: Message = {}, options: CallOptions = {}): RawCall {
    const ids: string[] = [];
    const ending = new AbortController();
    let stir = (): void => undefined;
    const stirred = new Promise<void>((resolve) => {
      stir = resolve;
    });
    const settled = this.#rounds({ method, params, options }, { ids, stir, ending }).finally(stir);
    const cancel = (): void => {
      const isOverHttp = this.link instanceof HttpLink;
      if (!isOverHttp || this.era === 'legacy') this.notify('notifications/cancelled', { requestId: ids.at(-1) });
      // An older host leaves it to the gateway to end the stream.
      if (!isOverHttp || this.era === 'modern') ending.abort();
    };
    const call = { method, params, ids, stirred, settled, cancel };
    this.calls.push(call);
    return call;
  }

  tool(name: string, args: Message = {}, options: CallOptions = {}): RawCall {
    return this.call('tools/call', { name, arguments: args }, options);
  }

  notify(method: string, params: Message = {}): void {
    this.#say({ jsonrpc: '2.0', method, params });
  }

  /** What the host was told under a method. */
  told(method: string): readonly Heard[] {
    return this.heard.filter((heard) => heard.method === method);
  }

  /** Is gone without a word; all its calls are. */
  vanish(): void {
    this.link.vanish();
    for (const { ending } of this.#under.values()) ending.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { ending } of this.#under.values()) ending.abort();
    await this.#link?.close();
  }

  async #initialize(): Promise<void> {
    const clientInfo = { name: this.name, version: '1' };
    const { capabilities = {} } = this.#options;
    const { settled } = this.call('initialize', { protocolVersion: '2025-11-25', capabilities, clientInfo });
    if (!isMessage(memberAt(await settled, 'result'))) throw new Error(`${this.name} was not let in.`);
    await this.link.send({ jsonrpc: '2.0', method: 'notifications/initialized' }, unhurried());
    if (this.link instanceof HttpLink) await this.link.openStream();
  }

  async #rounds(
    { method, params, options }: { method: string; params: Message; options: CallOptions },
    way: { readonly ids: string[]; readonly stir: () => void; readonly ending: AbortController },
  ): Promise<Message | undefined> {
    let extra: Message = {};
    for (let round = 0; round <= MAX_ROUNDS; round += 1) {
      const id = `${this.name}-${++this.#ids}`;
      way.ids.push(id);
      const request = { jsonrpc: '2.0', id, method, params: this.#enveloped({ ...params, ...extra }, id, options) };
      const answer = await this.#exchange(request, options, way);
      const asked = memberAt(answer, 'result', 'inputRequests') ?? {};
      const isAsked = memberAt(answer, 'result', 'resultType') === 'input_required';
      if (!isAsked || this.#options.answer === undefined || round === MAX_ROUNDS) return answer;
      const requestState = memberAt(answer, 'result', 'requestState');
      const inputResponses = Object.fromEntries(
        Object.entries(asked).map(([key, question]) => [key, this.#answerTo(question)]),
      );
      extra = { inputResponses, ...(requestState === undefined ? {} : { requestState }) };
    }
    return undefined;
  }

  async #exchange(
    request: Message & { readonly id: string },
    { breaksStream = false }: CallOptions,
    { stir, ending }: { readonly stir: () => void; readonly ending: AbortController },
  ): Promise<Message | undefined> {
    const under = new UnderWay(stir, ending);
    this.#under.set(request.id, under);
    const over = this.link.send(request, { signal: ending.signal, breaksStream });
    // Over HTTP the end of the stream is waited for: whatever comes after the answer is seen.
    await (this.link instanceof HttpLink ? over : Promise.race([over, under.answered]));
    this.#under.delete(request.id);
    this.#done.set(request.id, under);
    return under.answer;
  }

  readonly #done = new Map<string, UnderWay>();

  #enveloped(params: Message, id: string, { logLevel }: CallOptions): Message {
    const progressToken = `token-${id}`;
    if (this.era === 'legacy') return { ...params, _meta: { progressToken } };
    return {
      ...params,
      _meta: {
        progressToken,
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': this.#options.capabilities ?? {},
        ...(logLevel === undefined ? {} : { 'io.modelcontextprotocol/logLevel': logLevel }),
      },
    };
  }

  #receive(message: Message, via: string | undefined): void {
    if (via !== undefined) this.#under.get(via)?.stir();
    if (typeof message.method !== 'string') this.#settle(message, via);
    else if ('id' in message) this.#reply(message);
    else this.#hear({ method: message.method, params: message.params, via });
  }

  #settle(message: Message, via: string | undefined): void {
    const id = String(message.id);
    const under = this.#under.get(id) ?? this.#done.get(id);
    if (under === undefined) return void this.faults.push(`answer to an unknown id: ${JSON.stringify(message)}`);
    if (via !== undefined && via !== id) this.faults.push(`answer to ${id} in the stream of ${via}`);
    if (under.answer !== undefined) this.faults.push(`second answer to ${id}`);
    under.take(message);
  }

  #hear(heard: Heard): void {
    this.heard.push(heard);
    if (heard.method !== 'notifications/progress') return;
    const token = String(memberAt(heard.params, 'progressToken'));
    const id = token.replace(/^token-/, '');
    const under = this.#under.get(id) ?? this.#done.get(id);
    if (under === undefined) this.faults.push(`progress of somebody else's: ${token}`);
    if (under?.answer !== undefined) this.faults.push(`progress after the answer to ${id}`);
    if (heard.via !== undefined && heard.via !== id)
      this.faults.push(`progress of ${id} in the stream of ${heard.via}`);
    under?.stir();
  }

  #reply({ id, method, params }: Message): void {
    if (method === 'ping') this.#say({ jsonrpc: '2.0', id, result: {} });
    else if (this.#options.answer === undefined) this.questions.push({ method, params });
    else this.#say({ jsonrpc: '2.0', id, result: this.#answerTo({ method, params }) });
  }

  #answerTo(question: unknown): Message {
    const asked = isMessage(question) ? question : {};
    this.questions.push(asked);
    return this.#options.answer?.(asked) ?? {};
  }

  #say(message: Message): void {
    // Sending never rejects.
    void this.link.send(message, unhurried());
  }
}

/** A message that is not given up. */
function unhurried() {
  return { signal: new AbortController().signal };
}

/** A request, and what became of it. */
class UnderWay {
  readonly answered: Promise<void>;
  readonly stir: () => void;
  readonly ending: AbortController;
  answer: Message | undefined;
  #resolve = (): void => undefined;

  constructor(stir: () => void, ending: AbortController) {
    this.stir = stir;
    this.ending = ending;
    this.answered = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  take(answer: Message): void {
    this.answer ??= answer;
    this.stir();
    this.#resolve();
  }
}

/** The answer of a call, which has to come. @throws Error naming the call when it does not settle. */
export async function settle(call: RawCall, withinMs = 30_000): Promise<Message | undefined> {
  let outcome: { readonly answer: Message | undefined } | undefined;
  void call.settled.then((answer) => {
    outcome = { answer };
  });
  const what = `${call.method} ${JSON.stringify(call.params).slice(0, 300)} (${call.ids.join(', ')}) settles`;
  return (await until(() => outcome, { what, withinMs, everyMs: 10 })).answer;
}
