import { byComparableKey } from '../read/comparable-key.ts';
import { isPlainArray, isPlainRecord, type PlainRecord, type PlainValue } from '../read/plain-value.ts';
import { addCode, addOnce, type FactsDraft } from './facts.ts';

/** Under which names vendors put their codes, the more exact ones first. All keys are compared without case, `_`, `-`. */
const CODE_KEYS = [
  'code',
  'errorcode',
  'errcode',
  'subcode',
  'errorsubcode',
  'sqlstate',
  'reason',
  'issue',
  'type',
  'errortype',
  'error',
  'err',
  'codename',
  'tag',
  'name',
  'slug',
  'kind',
  'category',
  'status',
  'statustext',
  'title',
  'message',
  'rule',
] as const;

/** Under which names vendors put what happened in words. */
const MESSAGE_KEYS = [
  'message',
  'msg',
  'errordescription',
  'errormessage',
  'errmsg',
  'errormsg',
  'errorsummary',
  'errordetail',
  'error',
  'err',
  'detail',
  'details',
  'description',
  'reason',
  'title',
  'summary',
  'text',
  'hint',
  'explanation',
  'faultstring',
  'statustext',
  'failure',
  'cause',
  'body',
  'data',
  'stderr',
  'exception',
  'information',
  'note',
] as const;

const STATUS_KEYS = [
  'status',
  'statuscode',
  'httpstatus',
  'httpstatuscode',
  'httpcode',
  'code',
  'errorcode',
  'cod',
] as const;

/** Where more of the same may stand. */
const NESTED_KEYS = [
  'error',
  'err',
  'errors',
  'errormessages',
  'detail',
  'details',
  'data',
  'response',
  'body',
  'cause',
  'causedby',
  'rootcause',
  'meta',
  'metadata',
  'extensions',
  'fault',
  'fields',
  'innererror',
  'result',
  'messages',
  'message',
  'status',
  'context',
  'path',
  'issues',
  'unionerrors',
  'content',
] as const;

/** Where a result would stand. */
const RESULT_KEYS = ['content', 'result', 'info'] as const;
const SAYS_NOTHING = /^(?:not ?ok|nok|ko|error|fail(?:ed|ure)?)$/i;

const FIELD_KEYS = ['field', 'param', 'parameter', 'property', 'path', 'loc', 'pointer'] as const;
const MAX_DEPTH = 5;

/** Collects what an object tells: codes, statuses, messages, fields at fault. */
export function collectObject(value: PlainValue, draft: FactsDraft): readonly string[] {
  const messages: string[] = [];
  walk(value, { draft, messages, depth: 0, budget: { nodes: 80 } });
  return messages;
}

interface Walk {
  readonly draft: FactsDraft;
  readonly messages: string[];
  readonly depth: number;
  readonly budget: { nodes: number };
}

function walk(value: PlainValue, at: Walk): void {
  if (at.depth > MAX_DEPTH || at.budget.nodes <= 0) return;
  at.budget.nodes -= 1;
  if (isPlainArray(value)) {
    for (const item of value.slice(0, 10)) {
      if (typeof item === 'string') addMessage(item, at);
      else walk(item, { ...at, depth: at.depth + 1 });
    }
  } else if (isPlainRecord(value)) walkRecord(value, at);
}

function walkRecord(record: PlainRecord, at: Walk): void {
  const fields = byComparableKey(record);
  if (isResponseFault(fields)) at.draft.isResponseAtFault = true;
  noteClass(fields.get('name'), at.draft);
  for (const key of CODE_KEYS) {
    const code = fields.get(key);
    if (key !== 'name' || !isClass(code)) noteCode(code, at.draft);
  }
  for (const key of STATUS_KEYS) noteStatus(fields.get(key), at.draft);
  for (const key of FIELD_KEYS) noteField(fields.get(key), at.draft);
  for (const key of MESSAGE_KEYS) {
    const text = fields.get(key);
    if (typeof text === 'string') addMessage(text, at);
  }
  // Where nothing else is said, what stands where a result would stand says it.
  if (at.messages.every((message) => SAYS_NOTHING.test(message)))
    for (const key of RESULT_KEYS) {
      const text = fields.get(key);
      if (typeof text === 'string') addMessage(text, at);
    }
  for (const key of NESTED_KEYS) {
    const inner = fields.get(key);
    if (typeof inner !== 'object' || inner === null || (key === 'path' && isPlainArray(inner))) continue;
    const next = { ...at, depth: at.depth + 1 };
    if (key === 'errors' || key === 'fields') noteFieldErrors(inner, next);
    if (FIELD_LIST_KEYS.has(key)) walkFieldErrors(inner, next);
    walk(inner, next);
  }
}

/** Where a body may keep the problems by the fields that have them. */
const FIELD_LIST_KEYS: ReadonlySet<string> = new Set(['errors', 'fields', 'details']);

const MAX_FIELDS = 20;

/** `{ "details": { "email": [{ "error": "DuplicateValue" }] } }`: under each field a list of its problems. */
function walkFieldErrors(errors: PlainValue, at: Walk): void {
  if (!isPlainRecord(errors)) return;
  for (const problems of Object.values(errors).slice(0, MAX_FIELDS))
    if (isPlainArray(problems) && problems.every((problem) => isPlainRecord(problem)))
      walk(problems, { ...at, depth: at.depth + 1 });
}

/** `{ "errors": { "summary": "You must specify a summary." } }` names the fields by its keys. */
function noteFieldErrors(errors: PlainValue, at: Walk): void {
  if (!isPlainRecord(errors)) return;
  for (const [field, problem] of Object.entries(errors).slice(0, MAX_FIELDS)) {
    const text = isPlainArray(problem) ? problem[0] : problem;
    if (typeof text !== 'string' || text === '' || !/\s/.test(text)) continue;
    addOnce(at.draft.fields, field);
    addMessage(text, at);
  }
}

/**
 * A validator that found something else than an object or a list where the whole should be one looked at a response:
 * arguments are always an object.
 */
function isResponseFault(fields: ReadonlyMap<string, PlainValue>): boolean {
  const path = fields.get('path');
  if (fields.get('code') !== 'invalid_type' || !isPlainArray(path) || path.length > 0) return false;
  const message = fields.get('message');
  const received = fields.get('received') ?? (typeof message === 'string' ? /received (\w+)/.exec(message)?.[1] : '');
  return typeof received === 'string' && /^(?:string|number|boolean|array)$/.test(received);
}

/** Classes of languages; those of vendors' clients, as `ThrottlingException`, are codes too. */
const CLASS_SHAPE =
  /^(?:Syntax|Type|Reference|Range|Eval|URI|Aggregate|Value|Key|Attribute|Index|Runtime|Assertion|Zod|JSONDecode)Error$/;

/** What stands under `name` and ends as a class does is one, and no code of a vendor. */
function noteClass(value: PlainValue | undefined, draft: FactsDraft): void {
  if (isClass(value)) addOnce(draft.classes, value);
}

function isClass(value: PlainValue | undefined): value is string {
  return typeof value === 'string' && CLASS_SHAPE.test(value);
}

const CODE_SHAPE = /^[A-Za-z][\w.#:/-]{1,99}$/;
const SQLSTATE_SHAPE = /^(?=.*\d)[0-9A-Z]{5}$/;

function noteCode(value: PlainValue | undefined, draft: FactsDraft): void {
  if (typeof value === 'string' && (CODE_SHAPE.test(value) || SQLSTATE_SHAPE.test(value)))
    addCode(draft, value, 'field');
  else if (typeof value === 'number' && value <= -32000 && value > -32900) addOnce(draft.rpcCodes, value);
}

function noteStatus(value: PlainValue | undefined, draft: FactsDraft): void {
  const number = typeof value === 'string' && /^[2-5]\d\d$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 300 && number < 600)
    addOnce(draft.fieldStatuses, number);
}

function noteField(value: PlainValue | undefined, draft: FactsDraft): void {
  const path = isPlainArray(value) ? value.filter((part) => typeof part !== 'object').join('.') : value;
  if (typeof path === 'string' && path !== '' && path.length <= 80 && !/\s/.test(path)) addOnce(draft.fields, path);
}

function addMessage(text: string, at: Walk): void {
  if (text.trim() !== '') addOnce(at.messages, text);
}
