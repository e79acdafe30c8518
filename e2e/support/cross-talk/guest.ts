import type { Era } from '../raw-hosts/http-link.ts';
import { type Message, memberAt, textOf } from '../raw-hosts/messages.ts';
import { type Heard, type RawCall, type RawFront, RawHost } from '../raw-hosts/raw-host.ts';
import { documentOf, SERVERS, type ServerName, TELLING } from './upstreams.ts';

/** What a guest may do. Its own tools are those with its number. */
export type Deed =
  | 'echo'
  | 'work'
  | 'slow'
  | 'write'
  | 'talk'
  | 'form'
  | 'sample'
  | 'update'
  | 'subscribe'
  | 'unsubscribe'
  | 'level'
  | 'crash';

export interface Order {
  readonly deed: Deed;
  readonly server: ServerName;
  readonly document: number;
  readonly breaksStream: boolean;
}

/** A call of a guest and what its answer has to be. */
export interface Errand {
  readonly guest: Guest;
  readonly order: Order;
  readonly nonce: string;
  readonly call: RawCall;
  isCancelled: boolean;
}

let nonces = 0;

/** A host with a number that knows what it asked for, so that it notices what is somebody else's. */
export class Guest {
  readonly host: RawHost;
  readonly number: number;
  /** Streams of `subscriptions/listen`: they end with the guest. */
  readonly listens: RawCall[] = [];
  readonly #called = new Set<ServerName>();
  readonly #subscribed = new Set<string>();
  #hasLevel = false;

  static async arrive(
    front: RawFront,
    { number, era }: { readonly number: number; readonly era: Era },
  ): Promise<Guest> {
    const host = await RawHost.connect(front, {
      name: `guest${number}.${++nonces}`,
      era,
      capabilities: { elicitation: { form: {}, url: {} }, sampling: {} },
      answer: ({ method }) =>
        method === 'elicitation/create'
          ? { action: 'accept', content: { by: `guest ${number}.` } }
          : { role: 'assistant', model: 'm', content: { type: 'text', text: `by guest ${number}.` } },
    });
    return new Guest(host, number);
  }

  private constructor(host: RawHost, number: number) {
    this.host = host;
    this.number = number;
  }

  /** Sets about something. */
  run(order: Order): Errand | undefined {
    const { deed, server, document } = order;
    if (deed === 'subscribe' || deed === 'unsubscribe') return this.#subscription(order);
    if (deed === 'level') return this.#setLevel(order);
    const ownTools: readonly Deed[] = ['talk', 'form', 'sample'];
    const own = ownTools.includes(deed) ? `${deed}-${this.number}` : deed;
    const tool = deed === 'update' ? `update-${document}` : own;
    this.#called.add(server);
    const nonce = `nonce-${++nonces}.`;
    const call = this.host.tool(
      `${server}__${tool}`,
      { nonce },
      {
        breaksStream: order.breaksStream && this.host.era === 'legacy',
        ...(deed === 'talk' ? { logLevel: 'error' } : {}),
      },
    );
    return { guest: this, order, nonce, call, isCancelled: false };
  }

  /** What it got that it must not. */
  wrongs(): readonly string[] {
    const { faults, questions, heard } = this.host;
    return [
      ...faults,
      ...questions
        .filter((question) => !this.#isOwn(question))
        .map((question) => `question of others: ${json(question)}`),
      ...heard.filter((message) => !this.#mayHear(message)).map((message) => `not to be heard: ${json(message)}`),
    ].map((wrong) => `guest ${this.number} (${this.host.era}): ${wrong}`);
  }

  #subscription({ deed, server, document }: Order): undefined {
    const uri = documentOf(server, document);
    if (deed === 'subscribe') this.#subscribed.add(uri);
    if (this.host.era === 'legacy') {
      this.host.call(`resources/${deed}`, { uri });
    } else if (deed === 'subscribe') {
      this.listens.push(this.host.call('subscriptions/listen', { notifications: { resourceSubscriptions: [uri] } }));
    } else {
      this.listens.pop()?.cancel();
    }
    return undefined;
  }

  #setLevel({ document }: Order): undefined {
    // 2026-07-28 has levels of calls only.
    if (this.host.era === 'modern') return undefined;
    this.#hasLevel = true;
    this.host.call('logging/setLevel', { level: document === 0 ? 'debug' : 'error' });
    return undefined;
  }

  #isOwn(question: Message): boolean {
    const asked =
      question.method === 'elicitation/create'
        ? memberAt(question, 'params', 'message')
        : memberAt(question, 'params', 'messages', '0', 'content', 'text');
    return asked === `form-${this.number}` || asked === `sample-${this.number}`;
  }

  #mayHear({ method, params, via }: Heard): boolean {
    switch (method) {
      case 'notifications/message':
        return this.#mayHearLog(params);
      case 'notifications/resources/updated':
        return this.#subscribed.has(String(memberAt(params, 'uri'))) && !this.#isCallOfTool(via);
      case 'notifications/progress':
      case 'notifications/cancelled':
      case 'notifications/tools/list_changed':
      case 'notifications/resources/list_changed':
      case 'notifications/prompts/list_changed':
        return true;
      case 'notifications/subscriptions/acknowledged':
        return this.host.era === 'modern' && !this.#isCallOfTool(via);
      default:
        return false;
    }
  }

  #mayHearLog(params: unknown): boolean {
    const isOwn = memberAt(params, 'data') === `talk-${this.number}`;
    if (isOwn) return this.host.era === 'legacy' || memberAt(params, 'level') === 'error';
    const server = SERVERS.find((name) => name === memberAt(params, 'logger'));
    if (server === undefined || TELLING.includes(server)) return false;
    return this.#called.has(server) || this.#hasLevel;
  }

  #isCallOfTool(via: string | undefined): boolean {
    const call = this.host.calls.find(({ ids }) => via !== undefined && ids.includes(via));
    return call?.method === 'tools/call';
  }
}

/** What is wrong with an answer; `undefined` when it is one of its own request. A failure is no wrong. */
export function wrongOfAnswer({ guest, order, nonce, call }: Errand, answer: Message | undefined): string | undefined {
  if (answer === undefined || isFailure(answer)) return undefined;
  const text = textOf(answer);
  const asks = order.deed === 'form' || order.deed === 'sample';
  const strangers = [...text.matchAll(/guest (\d+)\./g)].filter(([, number]) => Number(number) !== guest.number);
  const isRight = asks ? strangers.length === 0 : text === JSON.stringify({ nonce });
  return isRight
    ? undefined
    : `guest ${guest.number}: ${call.ids.join(', ')} ${order.deed} at ${order.server} got ${text}`;
}

export function isFailure(answer: Message | undefined): boolean {
  return answer === undefined || 'error' in answer || memberAt(answer, 'result', 'isError') === true;
}

/** Whether a tool answered with the error that declined its question: nobody could tell whose call it came from. */
export function isDeclined(answer: Message | undefined): boolean {
  const error = memberAt(answer, 'result', '_meta', 'dev.seawall/error', 'context', 'diagnosis');
  return String(memberAt(error, 'quote')).includes('does not tell to which of them it belongs');
}

function json(value: unknown): string {
  return JSON.stringify(value).slice(0, 500);
}
