import { anyOf } from '../read/any-of.ts';
import { HEAD_LENGTH } from '../read/clip.ts';
import type { EvidenceView } from '../read/evidence-view.ts';
import { findLooseObjects } from '../read/loose-json.ts';
import { type PlainValue, parseJson } from '../read/plain-value.ts';
import { collectObject } from './collect-object.ts';
import { addOnce, createFactsDraft, type Facts, type FactsDraft } from './facts.ts';
import { findCodes } from './find-codes.ts';
import { findStatuses } from './find-status.ts';
import { isHtml, readHtml } from './html.ts';
import { splitCauses, splitParagraph, withoutStack } from './paragraphs.ts';
import { peelWrappers } from './wrappers.ts';

/** How deep messages in messages are followed: JSON in the text of JSON in a text. */
const MAX_DEPTH = 4;
const MAX_TEXTS = 24;

/** Takes everything off the evidence that others wrapped around what happened, and collects what the wrappers tell. */
export function peel(view: EvidenceView, tool: string | undefined): Facts {
  const draft = createFactsDraft();
  if (view.status !== undefined && view.status >= 300) draft.fieldStatuses.push(view.status);
  if (view.rpcCode !== undefined) draft.rpcCodes.push(view.rpcCode);
  for (const link of view.links) if (/\w/.test(link.name) && link.name !== 'Error') addOnce(draft.classes, link.name);
  draft.isEndpoint = view.links.some(({ name }) => ENDPOINT_ERRORS.has(name)) || namesEndpoint(view, tool);
  const work: Work = { draft, tool, texts: 0 };
  for (const object of view.objects) peelObject(object, 0, work);
  for (const text of view.texts) peelText(text, 0, work);
  return finish(draft);
}

/** Errors of the SDK's transports: what answered was the MCP endpoint. */
const ENDPOINT_ERRORS: ReadonlySet<string> = new Set([
  'StreamableHTTPError',
  'SdkHttpError',
  'SseError',
  'io.ktor.client.plugins.sse.SSEClientException',
]);

/** Before a tool is called, a client of HTTP that fails at such an address was looking for the server. */
function namesEndpoint({ channel, texts: [text = ''] }: EvidenceView, tool: string | undefined): boolean {
  return (
    channel === 'exception' &&
    !tool &&
    /\bfor url:? ['"]?https?:\/\/[^\s'"]{1,400}\/(?:mcp|sse)\/?['"]?(?:\s|$)/.test(text)
  );
}

interface Work {
  readonly draft: FactsDraft;
  readonly tool: string | undefined;
  texts: number;
}

function peelText(text: string, depth: number, work: Work): void {
  work.texts += 1;
  if (work.texts > MAX_TEXTS || depth > MAX_DEPTH) return;
  const trimmed = text.trim();
  const whole = /^[{["]/.test(trimmed) ? parseJson(trimmed) : undefined;
  if (typeof whole === 'object' && whole !== null) peelObject(whole, depth, work);
  else if (typeof whole === 'string') peelText(whole, depth + 1, work);
  else if (isHtml(trimmed)) peelPage(trimmed, work);
  else peelMessage(trimmed, depth, work);
}

function peelPage(text: string, work: Work): void {
  work.draft.isHtml = true;
  work.draft.isUnreadable = true;
  peelWords(peelWrappers(beforePage(text), work.tool, work.draft), readHtml(fromPage(text)), work);
}

function peelMessage(text: string, depth: number, work: Work): void {
  const { draft, tool } = work;
  if (/<\/\w{1,40}>/.test(text)) findCodes(text, draft);
  const inner = withoutTags(peelWrappers(text, tool, draft));
  const objects = findLooseObjects(inner).map((object) => ({
    ...object,
    messages: collectObject(object.value, draft),
  }));
  if (isCutOff(inner)) draft.isUnreadable = true;
  let at = 0;
  const words: string[] = [];
  for (const { start, end, messages } of objects) {
    // What says nothing as an object, as the dump of a Go struct, stays in the words.
    words.push(inner.slice(at, messages.length > 0 ? start : end));
    at = end;
  }
  words.push(inner.slice(at));
  peelWords(words.join(' ').trim(), '', work);
  for (const { value, messages } of objects) {
    addOnce(draft.objects, value);
    for (const message of messages) peelText(message, depth + 1, work);
  }
}

/** JSON that ends in the middle: the answer broke off. What we clipped ourselves is longer. */
function isCutOff(text: string): boolean {
  return text.length < HEAD_LENGTH && /^(?:\{\s*"|\[\s*\{)/.test(text) && !/[}\]]$/.test(text);
}

/** An object in a text or a body: its messages are texts that may be wrapped again. */
function peelObject(value: PlainValue, depth: number, work: Work): void {
  addOnce(work.draft.objects, value);
  for (const message of collectObject(value, work.draft)) peelText(message, depth + 1, work);
}

function peelWords(text: string, page: string, work: Work): void {
  for (const part of [text, page]) {
    if (part !== '') for (const cause of splitCauses(withoutStack(part))) peelCause(cause, work);
  }
}

function peelCause(text: string, { draft, tool }: Work): void {
  const { said, rest } = splitParagraph(text);
  const message = peelWrappers(said, tool, draft);
  if (message !== '') addOnce(draft.primary, message);
  if (rest !== '') addOnce(draft.rest, rest);
  findStatuses(said.toLowerCase(), draft);
  const answered = ANSWERED.exec(rest)?.[1];
  if (answered !== undefined) addOnce(draft.textStatuses, Number(answered));
  findCodes(said, draft);
}

/** How clients of Go print an answer below their own words. */
const ANSWERED = /(?:^|\n)\s*Code: ([45]\d\d)\. Errors:/;

function beforePage(text: string): string {
  return text.slice(0, Math.max(0, text.indexOf('<')));
}

function fromPage(text: string): string {
  return text.slice(Math.max(0, text.indexOf('<')));
}

/** What is marked up in a message is part of it. */
function withoutTags(text: string): string {
  return /<\/\w{1,40}>/.test(text)
    ? text
        .replace(/<\/?[A-Za-z][^<>]{0,200}>/g, ' ')
        .replace(/ {2,}/g, ' ')
        .trim()
    : text;
}

/** Texts that stand where an error was destroyed on its way. */
const NOTHING_SAID = new RegExp(
  `^${anyOf([
    /\[object \w+\]|undefined|null|none|nan|\{\}/,
    /error|failed|exception|unknown(?: error)?|internal error|something went wrong/,
    /an (?:unknown |unexpected |internal )?error (?:has )?occurred/,
    /unhandled errors in a taskgroup \(\d+ sub-exceptions?\)/,
    /no (?:error )?message(?: available)?|tool (?:execution )?failed/,
  ])}?[.!:]*$`,
  'i',
);

/** Who says so read what came back, and not what was sent. */
const ABOUT_RESPONSE = new RegExp(
  `\\b${anyOf([
    /(?:pars|validat|decod|deseriali[sz]|read)\w* (?:\S{1,40} ){0,3}(?:response|reply|result|output)\b/,
    /(?:invalid|malformed|unexpected|bad) (?:\S{1,40} ){0,2}(?:response|reply|result|output)\b/,
    /(?:response|reply|result|output) (?:\w+ ){0,2}(?:validation|schema|parsing|format|shape|did not|does not|failed)\b/,
  ])}`,
  'i',
);
const ABOUT_ARGUMENTS = /\b(?:arguments?|parameters?|params|inputs?)\b/i;

/** Codes that the validators of messages and arguments give. */
const VALIDATOR_CODE =
  /^(?:invalid_(?:type|union|union_discriminator|enum_value|literal|string|value|format|date|key|element)|unrecognized_keys|too_small|too_big)$/;

/** A validator's findings below words about a response are faults of the response. */
function isResponseFault(text: string, { codes }: FactsDraft): boolean {
  if (!codes.some(({ value }) => VALIDATOR_CODE.test(value))) return false;
  return ABOUT_RESPONSE.test(text) && !ABOUT_ARGUMENTS.test(text);
}

function finish(draft: FactsDraft): Facts {
  const text = draft.primary.join('\n');
  const statuses = [
    ...draft.fieldStatuses,
    ...draft.textStatuses.filter((status) => !draft.fieldStatuses.includes(status)),
  ];
  return {
    text,
    lower: text.toLowerCase(),
    rest: draft.rest.join('\n'),
    codes: draft.codes.toSorted((a, b) => (a.place === b.place ? 0 : a.place === 'field' ? -1 : 1)),
    statuses,
    fieldStatuses: draft.fieldStatuses.length,
    rpcCodes: draft.rpcCodes,
    classes: draft.classes,
    objects: draft.objects,
    fields: draft.fields,
    isEndpoint: draft.isEndpoint,
    isHtml: draft.isHtml,
    isResponseAtFault: draft.isResponseAtFault || isResponseFault(text, draft),
    isUnreadable: draft.isUnreadable,
    isMasked: draft.primary.every((part) => NOTHING_SAID.test(part.trim())),
  };
}
