import { until } from '../support/polling.ts';
import type { Place } from './place.ts';
import type { Json } from './wire/message.ts';
import {
  type Answerer,
  type AskOptions,
  LEGACY_VERSION,
  MODERN_VERSION,
  PATIENCE_MS,
  type Reply,
  type WireHost,
} from './wire/wire-host.ts';

/** The result of a request. @throws Error when it failed. */
export function resultOf(reply: Reply): Json {
  if (reply.result === undefined) throw new Error(`The answer is an error: ${JSON.stringify(reply.error)}`);
  return reply.result;
}

/** Calls a tool. */
export function callTool(host: WireHost, name: string, args: Json = {}, options: AskOptions = {}): Promise<Reply> {
  return host.request('tools/call', { name, arguments: args }, options);
}

/** The text of a result's first block. */
export function textOf(reply: Reply): string {
  const { content } = resultOf(reply);
  const block: unknown = Array.isArray(content) ? content[0] : undefined;
  return isJson(block) ? String(block.text) : '';
}

/** What a tool answered as JSON text. */
export function jsonOf(reply: Reply): unknown {
  const text = textOf(reply);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`The tool did not answer with JSON: ${text.slice(0, 500)}`, { cause });
  }
}

/** What the upstream server saw of a call. */
export async function inspect(place: Place, args: Json = {}, options: AskOptions = {}): Promise<Json> {
  const seen = jsonOf(await callTool(place.host, place.name('inspect'), args, options));
  if (!isJson(seen)) throw new Error('The server did not tell what it saw.');
  return seen;
}

/** All entries of a list, over all its pages. */
export async function wholeList(host: WireHost, method: string, field: string): Promise<readonly Json[]> {
  const entries: Json[] = [];
  let cursor: unknown;
  do {
    const page = resultOf(await host.request(method, cursor === undefined ? {} : { cursor }));
    const found = page[field];
    if (!Array.isArray(found)) throw new Error(`${method} has no ${field}.`);
    entries.push(...found);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return entries;
}

/** The entry of a list whose `field` is `value`. @throws Error when there is none. */
export async function listed(
  host: WireHost,
  [method, field]: readonly [string, string],
  [key, value]: readonly [string, string],
): Promise<Json> {
  const entries = await wholeList(host, method, field);
  const found = entries.find((entry) => entry[key] === value);
  if (found === undefined) throw new Error(`${value} is not among ${entries.map((entry) => entry[key]).join(', ')}`);
  return found;
}

export const TOOLS = ['tools/list', 'tools'] as const;
export const RESOURCES = ['resources/list', 'resources'] as const;
export const TEMPLATES = ['resources/templates/list', 'resourceTemplates'] as const;
export const PROMPTS = ['prompts/list', 'prompts'] as const;

/** How a call went in which the server asked something. */
export interface Conversation {
  readonly reply: Reply;
  readonly questions: readonly { readonly method: string; readonly params: Json }[];
  /** The results that asked for input, for a host of 2026-07-28. */
  readonly rounds: readonly Json[];
}

/** Calls a tool and answers what its server asks meanwhile, as the era of the host has it. */
export async function converse(
  host: WireHost,
  [method, params]: readonly [string, Json],
  answer: Answerer,
  options: AskOptions = {},
): Promise<Conversation> {
  const questions: { readonly method: string; readonly params: Json }[] = [];
  const rounds: Json[] = [];
  const answerer: Answerer = (question) => {
    questions.push(question);
    return answer(question);
  };
  if (host.era === LEGACY_VERSION) {
    host.answerer = answerer;
    return { reply: await host.request(method, params, options), questions, rounds };
  }
  let reply = await host.request(method, params, options);
  while (reply.result?.resultType === 'input_required') {
    rounds.push(reply.result);
    reply = await host.request(method, { ...params, ...(await answersTo(reply.result, answerer)) }, options);
  }
  return { reply, questions, rounds };
}

/** What a host of 2026-07-28 comes back with. */
export async function answersTo({ inputRequests, requestState }: Json, answer: Answerer): Promise<Json> {
  const inputResponses: Record<string, Json> = {};
  for (const [key, question] of Object.entries(isJson(inputRequests) ? inputRequests : {})) {
    if (!isJson(question)) throw new Error(`${key} asks nothing.`);
    inputResponses[key] = await answer({
      method: String(question.method),
      params: isJson(question.params) ? question.params : {},
    });
  }
  return {
    ...(inputRequests === undefined ? {} : { inputResponses }),
    ...(requestState === undefined ? {} : { requestState }),
  };
}

/** What a host wants to hear of. */
export interface Wishes {
  readonly toolsListChanged?: true;
  readonly promptsListChanged?: true;
  readonly resourcesListChanged?: true;
  readonly resourceSubscriptions?: readonly string[];
}

/** What a host hears of, until it is disposed of. */
export interface Following extends AsyncDisposable {
  /** Where in {@link WireHost.heard} it began. */
  readonly mark: number;
}

/** Has a host told of changes: each resource by a request, or everything by a stream, as its era has it. */
export async function follow(host: WireHost, wishes: Wishes): Promise<Following> {
  const mark = host.heard.length;
  const uris = wishes.resourceSubscriptions ?? [];
  if (host.era === MODERN_VERSION) {
    const asked = host.ask('subscriptions/listen', { notifications: wishes });
    await Promise.race([host.hear('notifications/subscriptions/acknowledged', { mark }), asked.reply.then(refuse)]);
    return { mark, [Symbol.asyncDispose]: () => asked.cancel() };
  }
  for (const uri of uris) resultOf(await host.request('resources/subscribe', { uri }));
  return {
    mark,
    [Symbol.asyncDispose]: async () => {
      for (const uri of uris) resultOf(await host.request('resources/unsubscribe', { uri }));
    },
  };
}

function refuse(reply: Reply): never {
  throw new Error(`There is nothing to hear: ${JSON.stringify(reply.error ?? reply.result)}`);
}

/** Waits until `check` holds. */
export function eventually<Value>(
  what: string,
  check: () => Value | undefined | false | Promise<Value | undefined | false>,
): Promise<Value> {
  return until(check, { what, withinMs: PATIENCE_MS, everyMs: 10 });
}

/** Whether something is an object of JSON. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
