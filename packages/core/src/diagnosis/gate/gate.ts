import type { EvidenceView } from '../read/evidence-view.ts';
import { findLooseObjects } from '../read/loose-json.ts';
import { isPlainRecord, type PlainValue, parseJson } from '../read/plain-value.ts';
import { isEmptyBody, saysNoResults } from './empty-body.ts';
import { isEmptyText, saysNothingFound } from './empty-text.ts';
import { readEnvelope, wordsOf } from './envelope.ts';
import { isErrorText } from './error-text.ts';
import { speaksOfOwnWork } from './own-work.ts';
import { isPartialBody } from './partial-body.ts';
import type { ToolManner } from './tool-manner.ts';
import {
  API_WORDS,
  FETCH_WORDS,
  HEALTH_WORDS,
  RAW_WORDS,
  REPORT_WORDS,
  RUN_WORDS,
  SEARCH_WORDS,
  SHELL_WORDS,
  TOPIC_WORDS,
} from './tool-words.ts';

/** What the gate decides: a failure, or what kind of result. */
export type GateVerdict = 'failure' | 'none' | 'empty' | 'partial';

/** A body that is longer is content, whatever stands in it; it is not even parsed. */
const MAX_BODY = 12_000;

/**
 * Decides whether there is a failure at all. A word inside content never is one: for a result without `isError` only its
 * whole body, or a short text as a whole, can be.
 */
export function passGate(view: EvidenceView, manner: ToolManner): GateVerdict {
  if (view.channel === 'http_response') return passResponse(view, manner);
  if (view.channel !== 'tool_result') return 'failure';
  if (view.isError) return isFoundNothing(view, manner) ? 'empty' : 'failure';
  return passResult(view, manner);
}

/** A response that is no failure by its status may still hold the report of one. */
function passResponse(view: EvidenceView, manner: ToolManner): GateVerdict {
  if (view.status === undefined || view.status >= 300) return 'failure';
  const [text = ''] = view.texts;
  const body = view.objects[0] ?? parseBody(text, view.length);
  if (body === undefined && /^\s*</.test(text)) return 'failure';
  return readEnvelope(body) === undefined ? passResult({ ...view, blocks: 1 }, manner) : 'failure';
}

const MAX_NOTHING = 200;

/** Some servers report a search without hits as an error; the words must say nothing but that. */
function isFoundNothing(view: EvidenceView, manner: ToolManner): boolean {
  const said = view.texts[0]?.trim().replace(/^(?:error:|❌|⚠️) ?/i, '') ?? '';
  if (said === '' || view.length > MAX_NOTHING) return false;
  if (NO_HITS.test(said)) return true;
  return isSearch(manner) && NONE_OF_MANY.test(said) && saysNothingFound(said);
}

const NO_HITS =
  /^(?:no (?:[\w-]+ ){0,3}?(?:results?|matches|hits)(?: (?:were )?found)?(?: for\b.{0,120}|[.!].{0,120})?|.{0,60}\bzero_results\b.{0,60}|0 results\b.{0,60}|nothing found[.!]?)$/is;

/** `no modules found for query: x`; what a search needs for its own work is another matter. */
const NONE_OF_MANY =
  /^no (?:\w+ ){0,3}\w+s (?:were )?found (?:for|matching|with|in)\b(?!.{0,100}\b(?:config|environment|path)\b)/i;

function isSearch({ words, changes }: ToolManner): boolean {
  return !changes && words.some((word) => SEARCH_WORDS.has(word));
}

function passResult(view: EvidenceView, manner: ToolManner): GateVerdict {
  const [text = ''] = view.texts;
  const isWhole = view.blocks <= 1;
  const structured = view.objects[0];
  const body = isWhole ? parseBody(text, view.length) : undefined;
  const whole = body ?? (text === '' ? structured : undefined);
  if (isFailedBody(whole, manner)) return manner.asks && reportsNothingFound(whole) ? 'empty' : 'failure';
  if (isWhole && body === undefined && !view.hasOtherContent && isErrorText(text, view.length, manner))
    return 'failure';
  if (!manner.changes && isEmpty(view, text, body, manner)) return 'empty';
  return isPartialBody(whole) ? 'partial' : 'none';
}

/** The head of a text tells whether it can be JSON; most results are decided here, without parsing. */
function parseBody(text: string, length: number): PlainValue | undefined {
  if (length > MAX_BODY || length === 0 || length > text.length) return undefined;
  if (!/^\s*[[{]/.test(text)) return undefined;
  return parseJson(text) ?? (/^\s*\{'/.test(text) ? parseDump(text) : undefined);
}

/** The dump of a Python dictionary, when it is the whole text. */
function parseDump(text: string): PlainValue | undefined {
  const [object] = findLooseObjects(text);
  return object && object.start <= 4 && object.end >= text.trimEnd().length ? object.value : undefined;
}

/** What only gives out the words of others may give out the report of an error too. */
function isFailedBody(body: PlainValue | undefined, manner: ToolManner): boolean {
  if (body === undefined) return false;
  if (hasFailedPage(body)) return true;
  const inner = unwrapResult(body);
  const strength = readEnvelope(inner);
  if (strength === undefined) return holdsErrorText(inner, manner);
  if (strength === 'likely' && manner.words.some((word) => REPORT_WORDS.has(word))) return false;
  if (isPlainRecord(inner) && inner.type === 'error' && manner.words.some((word) => TOPIC_WORDS.has(word)))
    return false;
  if (manner.words.some((word) => HEALTH_WORDS.has(word)) && isPlainRecord(inner) && isText(inner.status)) return false;
  if (manner.content !== 'verbatim' || isApiOfMessages(manner, strength)) return true;
  return isOwnAnswer(inner, manner, strength) || isOwnReport(inner, manner, strength);
}

/** `{ "result": "Error: …" }`: one text in an object is read like one that comes bare. */
function holdsErrorText(body: PlainValue, manner: ToolManner): boolean {
  if (!isPlainRecord(body)) return false;
  const keys = Object.keys(body);
  // A block of content, given out as a text.
  const isBlock = keys.length === 2 && body.type === 'text' && 'text' in body;
  const key = isBlock ? 'text' : (keys[0] ?? '');
  const said = body[key];
  return (
    (isBlock || keys.length === 1) &&
    TEXT_KEYS.has(key) &&
    typeof said === 'string' &&
    isErrorText(said, said.length, manner)
  );
}

const TEXT_KEYS: ReadonlySet<string> = new Set([
  'result',
  'message',
  'Message',
  'msg',
  'response',
  'output',
  'text',
  'content',
  'status',
  'data',
  'answer',
]);

/** A search that finds nothing is an error to some APIs; a status or a flag beside it makes it one. */
function reportsNothingFound(body: PlainValue | undefined): boolean {
  const words = wordsOf(body);
  return words !== undefined && saysNoResults(words);
}

/** Messages and threads of an API come as objects, so that a flag like `ok: false` is the API's own. */
function isApiOfMessages({ words }: ToolManner, strength: 'certain' | 'likely'): boolean {
  if (strength !== 'certain' || !words.some((word) => API_WORDS.has(word))) return false;
  return !words.some((word) => RAW_WORDS.has(word) && !API_WORDS.has(word));
}

/**
 * The whole form of an answer, with its flag, its error and where the result would stand: what gives out a console or the
 * memory of a program has wrapped it itself.
 */
function isOwnAnswer(body: PlainValue, { words }: ToolManner, strength: 'certain' | 'likely'): boolean {
  if (strength !== 'certain' || !isPlainRecord(body) || !ANSWER_KEYS.every((key) => key in body)) return false;
  return !words.some((word) => RAW_WORDS.has(word) || FETCH_WORDS.has(word));
}

/** What runs something of a service reports whether it ran; what reads one thing reports that it is not there. */
function isOwnReport(body: PlainValue, manner: ToolManner, strength: 'certain' | 'likely'): boolean {
  const { words } = manner;
  if (strength !== 'certain' || words.some((word) => SHELL_WORDS.has(word) || REPORT_WORDS.has(word))) return false;
  if (!manner.asks && words.some((word) => RUN_WORDS.has(word))) return true;
  // What is downloaded is kept, and the answer says how that went.
  if (
    words.includes('download') &&
    !words.some((word) => RAW_WORDS.has(word) || (FETCH_WORDS.has(word) && word !== 'download'))
  )
    return true;
  return speaksOfOwnWork(wordsOf(body) ?? '', manner);
}

const ANSWER_KEYS = ['success', 'error', 'data'] as const;

/** Python servers put plain results under `result`. */
function unwrapResult(body: PlainValue): PlainValue {
  if (!isPlainRecord(body)) return body;
  const keys = Object.keys(body);
  if (keys.length !== 1 || (keys[0] !== 'result' && keys[0] !== 'response')) return body;
  const inner = body[keys[0]];
  return typeof inner === 'string' && /^\s*\{/.test(inner)
    ? (parseJson(inner) ?? body)
    : isPlainText(inner)
      ? body
      : inner;
}

function isText(value: PlainValue | undefined): value is string {
  return typeof value === 'string';
}

function isPlainText(value: PlainValue | undefined): value is string | null | undefined {
  return value === null || value === undefined || typeof value === 'string';
}

/** A page that was read and is not there: `metadata.statusCode` of scrapers. */
function hasFailedPage(body: PlainValue): boolean {
  const page = isPlainRecord(body) && isPlainRecord(body.data) ? body.data : body;
  const metadata = isPlainRecord(page) ? page.metadata : undefined;
  const status = isPlainRecord(metadata) ? (metadata.statusCode ?? metadata.status_code) : undefined;
  return status === 404 || status === 410;
}

function isEmpty(view: EvidenceView, text: string, body: PlainValue | undefined, manner: ToolManner): boolean {
  if (view.hasOtherContent) return false;
  if (view.blocks === 0 || view.length === 0) return view.objects.length === 0 || isEmptyBody(view.objects[0]);
  if (body !== undefined) return isEmptyBody(body);
  if (manner.content !== 'none' && !manner.asks) return false;
  // To a tool that reports faults, none found is what it is for.
  if (manner.words.some((word) => REPORT_WORDS.has(word)) && !isSearch(manner)) return text.trim() === '';
  return isEmptyText(text, view.length, manner.asks);
}
