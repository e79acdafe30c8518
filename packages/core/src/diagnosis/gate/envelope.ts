import { byComparableKey } from '../read/comparable-key.ts';
import { isPlainArray, isPlainRecord, type PlainRecord, type PlainValue } from '../read/plain-value.ts';
import { describesError, hasOnlyCompanions, isText } from './beside-report.ts';

/**
 * How sure it is that a whole body is the report of an error: `certain` where it says so by a flag, `likely` where it has
 * the fields of one and nothing else.
 */
export type EnvelopeStrength = 'certain' | 'likely' | undefined;

/** A body by its comparable keys. */
type Fields = ReadonlyMap<string, PlainValue>;

/** Whether a whole body is the report of an error. */
export function readEnvelope(body: PlainValue | undefined): EnvelopeStrength {
  if (isPlainArray(body)) return isErrorRows(body) ? 'likely' : undefined;
  if (!isPlainRecord(body)) return undefined;
  const isBare = hasOnlyCompanions(body);
  // Most bodies are results and have no such field: they are done here.
  if (!isBare && !Object.keys(body).some((key) => FLAGS.test(key))) return undefined;
  const fields = byComparableKey(body);
  if (saysFailed(fields)) return 'certain';
  if (!isBare) return undefined;
  if (saysFailedBesideNothing(fields)) return 'certain';
  return isThing(fields) ? undefined : reportsError(fields, body);
}

/** The words of an envelope that say what happened. */
export function wordsOf(body: PlainValue | undefined): string | undefined {
  if (!isPlainRecord(body)) return undefined;
  const fields = byComparableKey(body);
  const error = fields.get('error');
  const inner = isPlainRecord(error) ? byComparableKey(error) : fields;
  return WORD_KEYS.map((key) => inner.get(key)).find(isText);
}

const WORD_KEYS = ['error', 'message', 'msg', 'errormessage', 'errmsg', 'detail', 'reason', 'description'] as const;

/** Some APIs answer a list of errors, and validators their findings; a row that talks of errors has an id. */
function isErrorRows(rows: readonly PlainValue[]): boolean {
  if (rows.length === 1 && isBareReport(rows[0])) return true;
  return rows.length > 0 && rows.length <= MAX_ERROR_ROWS && rows.every(isErrorRow);
}

/** `[{ "error": "connection refused" }]`, of a tool that answers lists: one row, and nothing in it but the report. */
function isBareReport(row: PlainValue | undefined): boolean {
  if (!isPlainRecord(row) || !isText(row.error)) return false;
  return Object.keys(row).every((key) => ROW_KEYS.has(key));
}

const ROW_KEYS: ReadonlySet<string> = new Set(['error', 'message', 'details', 'code', 'status', 'hint', 'success']);

const MAX_ERROR_ROWS = 10;

function isErrorRow(row: PlainValue): boolean {
  if (!isPlainRecord(row) || !isText(row.message) || 'id' in row) return false;
  return isText(row.errorCode) || isText(row.error_code) || (isText(row.code) && isPlainArray(row.path));
}

/** A job or a message that failed has an id of its own, and what was validated a verdict: it is what was asked for. */
function isThing(fields: Fields): boolean {
  if (fields.has('valid') || fields.has('isvalid')) return true;
  return fields.has('id') && typeof fields.get('status') !== 'number';
}

/** The keys that may hold such a flag. */
const FLAGS = /^(?:object|type|jsonrpc|is_?error|errors|ok|(?:is_?)?success\w*|succeeded)$/i;

/** Flags that are set for nothing but an error, whatever stands beside them. */
function saysFailed(fields: Fields): boolean {
  const type = fields.get('type');
  if (fields.get('object') === 'error' || type === 'ErrorResponse') return true;
  if (type === 'error' && isPlainRecord(fields.get('error'))) return true;
  if (fields.get('jsonrpc') === '2.0' && isPlainRecord(fields.get('error'))) return true;
  if (fields.get('iserror') === true) return hasWords(fields) || isPlainArray(fields.get('content'));
  return (DENIED_FLAGS.some((key) => isNo(fields.get(key))) && hasWords(fields)) || hasGraphErrors(fields);
}

/** `{ "ok": false }` in all its spellings. */
const DENIED_FLAGS = ['ok', 'success', 'succeeded', 'successful', 'issuccess', 'issuccessful'] as const;

function isNo(value: PlainValue | undefined): boolean {
  return value === false || value === 'false' || value === 'False' || value === 'no';
}

/** Flags that jobs and rows have too: they count when nothing else is there. */
function saysFailedBesideNothing(fields: Fields): boolean {
  if (DENIED_FLAGS.some((key) => isNo(fields.get(key)))) return fields.size <= 2;
  if (isNo(fields.get('response')) && isText(fields.get('error'))) return true;
  const error = fields.get('error') ?? fields.get('err') ?? fields.get('odataerror') ?? fields.get('fault');
  if (isPlainRecord(error) && describesError(error)) return true;
  if (error === true && (hasWords(fields) || fields.size === 1)) return true;
  if ((fields.get('ok') ?? fields.get('success')) === 0 && ERROR_WORD_KEYS.some((key) => isText(fields.get(key))))
    return true;
  if (fields.get('failed') === true && hasWords(fields)) return true;
  if (fields.size === 1 && LIMIT_WORD.test(firstText(fields) ?? '')) return true;
  if (fields.get('type') === 'error' && fields.size === 2 && isText(fields.get('message'))) return true;
  if (fields.get('message') === 'NOTOK' || isCodeOfNumber(fields)) return true;
  const word = STATUS_WORD_KEYS.map((key) => fields.get(key)).find(isText);
  if (word !== undefined && FAILED_WORD.test(word) && hasReport(fields) && !fields.has('id')) return true;
  if (VENDOR_NUMBER_KEYS.some((key) => isFailedNumber(fields.get(key))) && hasWords(fields)) return true;
  return (isFailedStatus(fields) || isFailedStatusOf(fields.get('meta'))) && hasWords(fields);
}

/** `{ "status": "0", "info": "INVALID_USER_KEY", "infocode": "10001" }`. */
function isCodeOfNumber(fields: Fields): boolean {
  const info = fields.get('info');
  return (
    Number(fields.get('status')) === 0 && isText(info) && fields.has('infocode') && /^[A-Z]+(?:_[A-Z]+)+$/.test(info)
  );
}

const ERROR_WORD_KEYS = ['error', 'err', 'errmsg', 'errormessage', 'errormsg'] as const;
const STATUS_WORD_KEYS = ['status', 'stat', 'result'] as const;
/** `{ "status": "OVER_DAILY_LIMIT" }`; `{ "Note": "… our standard call frequency is 5 calls per minute" }`. */
const LIMIT_WORD =
  /^over_\w{1,20}_limit$|\bour standard api (?:rate limit|call frequency)\b|\b(?:premium|paid) (?:plan|endpoint|membership)s?\b.{0,200}\b(?:subscribe|upgrade|unlock)\b/i;

const LIMIT_KEYS = ['status', 'information', 'note', 'notice', 'info'] as const;

function firstText(fields: Fields): string | undefined {
  return LIMIT_KEYS.map((key) => fields.get(key)).find(isText);
}

const FAILED_WORD =
  /^(?:error|failed|failure|fail|err|ko|nok|\w{0,40}_(?:denied|exceeded|error)|over_\w{1,20}_limit|invalid_request)$/i;

/** Codes of which every number but zero is an error. */
const VENDOR_NUMBER_KEYS = ['errcode', 'errorcode', 'retcode', 'ret', 'errno'] as const;

function isFailedNumber(value: PlainValue | undefined): boolean {
  const number = typeof value === 'string' && /^-?[1-9]\d{2,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && number !== 0 && !(number >= 200 && number < 300);
}

function hasReport(fields: Fields): boolean {
  return REPORT_KEYS.some((key) => isText(fields.get(key))) || isPlainRecord(fields.get('error'));
}

const REPORT_KEYS = [
  'message',
  'error',
  'detail',
  'data',
  'msg',
  'errormessage',
  'errortype',
  'reason',
  'description',
] as const;

/** GraphQL answers errors beside data that is null. */
function hasGraphErrors(fields: Fields): boolean {
  const data = fields.get('data');
  if (data === undefined || !isErrorList(fields.get('errors'))) return false;
  return isHollow(data, 0);
}

const MAX_HOLLOW_DEPTH = 5;

/** `{ "actor": { "account": null } }`: levels, and nothing in them. */
function isHollow(value: PlainValue, depth: number): boolean {
  if (value === null) return true;
  if (!isPlainRecord(value) || depth > MAX_HOLLOW_DEPTH) return false;
  return Object.values(value).every((inner) => isHollow(inner, depth + 1));
}

/** The fields of an error, and nothing that would be a result. */
function reportsError(fields: Fields, body: PlainRecord): EnvelopeStrength {
  // Services of AWS name the class of an error so.
  if (isText(body.__type)) return 'likely';
  const error = fields.get('error') ?? fields.get('err') ?? fields.get('exception');
  if (isText(error) || (isPlainArray(error) && isErrorList(error))) return 'likely';
  if (ERROR_LIST_KEYS.some((key) => isErrorList(fields.get(key)))) return 'likely';
  return isBareMessage(fields) ? 'likely' : undefined;
}

const ERROR_LIST_KEYS = ['errors', 'errormessages', 'validationerrors', 'violations'] as const;

function isErrorList(list: PlainValue | undefined): boolean {
  if (isPlainArray(list))
    return list.length > 0 && list.every((item) => typeof item === 'string' || isPlainRecord(item));
  if (!isPlainRecord(list)) return false;
  return Object.keys(list).length > 0 && Object.values(list).every((item) => isText(item) || isPlainArray(item));
}

const HTTP_STATUS_KEYS = ['status', 'statuscode', 'code', 'httpstatus', 'httpcode', 'cod', 'errorcode'] as const;

function isFailedStatus(fields: Fields): boolean {
  return HTTP_STATUS_KEYS.some((key) => {
    const status = fields.get(key);
    const number = typeof status === 'string' && /^[45]\d\d$/.test(status) ? Number(status) : status;
    return typeof number === 'number' && number >= 400 && number < 600;
  });
}

/** `{ "meta": { "code": 400, "errorDetail": "…" }, "response": {} }`. */
function isFailedStatusOf(meta: PlainValue | undefined): boolean {
  if (!isPlainRecord(meta)) return false;
  const fields = byComparableKey(meta);
  return (
    isFailedStatus(fields) && ['errortype', 'errordetail', 'msg', 'message'].some((key) => isText(fields.get(key)))
  );
}

const REPORT_FIELDS = [
  'error',
  'message',
  'errors',
  'detail',
  'details',
  'title',
  'msg',
  'err',
  'errormessage',
  'errormessages',
  'errormsg',
  'errmsg',
  'reason',
  'description',
  'errordescription',
  'data',
  'statustext',
  'meta',
] as const;

function hasWords(fields: Fields): boolean {
  return REPORT_FIELDS.some((key) => {
    const report = fields.get(key);
    return isText(report) || (isPlainRecord(report) && key !== 'data') || (isPlainArray(report) && report.length > 0);
  });
}

/** `{ "message": "Bad credentials", "documentation_url": "…" }`, `{ "detail": "Not found." }`. */
function isBareMessage(fields: Fields): boolean {
  const message = fields.get('message') ?? fields.get('msg');
  if (isText(message) && !SUCCESS.test(message)) {
    if (MARKS.some((key) => isText(fields.get(key)))) return true;
    if (MARK_NUMBERS.some((key) => isFailedNumber(fields.get(key)))) return true;
  }
  if (WORDS_OF_ERRORS.some((key) => isText(fields.get(key)))) return true;
  const detail = fields.get('detail');
  return fields.size === 1 && (isText(detail) || isValidationList(detail));
}

/** What stands beside the message of an error only. */
const MARKS = ['code', 'documentationurl', 'errortype', 'errorcode'] as const;
const MARK_NUMBERS = ['code', 'retryafter', 'retryafterms', 'status'] as const;
const WORDS_OF_ERRORS = ['errordescription', 'errormessage', 'errormsg', 'faultstring'] as const;
const SUCCESS =
  /^(?:ok|done|created|updated|deleted|sent|accepted|completed?|applied)\b|success|成功|正常|完成|完了|성공|erfolgreich|succès|éxito|exitos|sucesso|успешно/i;

/** `{ "detail": [{ "loc": ["body", "q"], "msg": "field required" }] }`. */
function isValidationList(detail: PlainValue | undefined): boolean {
  return isPlainArray(detail) && detail.length > 0 && detail.every((item) => isPlainRecord(item) && isText(item.msg));
}
