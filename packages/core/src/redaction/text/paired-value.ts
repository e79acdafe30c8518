import type { NameKind } from '../names/classify-name.ts';
import { isSecretValue } from '../values/is-secret-value.ts';
import { bareEnd } from './bare-value.ts';
import { skipBlanks } from './characters.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/**
 * Hides the value of a sensitive name that is itself the value of a field: `"name": "API_KEY", "value": "x"`,
 * `<add key="ApiKey" value="x"/>`, `<string name="api_key">x</string>`, `<key>ApiKey</key><string>x</string>`. Gives back where
 * it ends; `end`, where the name ends, if there is none.
 */
export function hidePairedValue(text: string, end: number, kind: NameKind, findings: Findings): number {
  const first = text.charCodeAt(end);
  if (!BEFORE_VALUE.has(first) || (isQuote(first) && isAssigned(text, end + 1))) return end;
  const rest = text.slice(end, end + MAX_GAP);
  const element = /^(?:["'][^<>]{0,40}>|<\/\w{1,12}>\s{0,12}<\w{1,12}>)/.exec(rest);
  if (element !== null && !element[0].endsWith('/>') && !VALUE_ATTRIBUTE.test(element[0]))
    return hideElement(text, end + element[0].length, end, kind, findings);
  const part = PART_OF_FORM.exec(rest);
  if (part !== null) return hideLine(text, end + part[0].length, end, kind, findings);
  const field = FIELD.exec(rest) ?? INPUT_BELOW.exec(text.slice(end, end + MAX_REPORT));
  if (field === null) return end;
  const from = end + field[0].length;
  const quoted = readQuoted(text, from);
  const [start, valueEnd] = quoted === undefined ? [from, bareEnd(text, from)] : [quoted.start, quoted.end];
  if (!isSecretValue(kind, text.slice(start, valueEnd), 'field')) return end;
  const isNumber = quoted === undefined && /^-?[\d.]+$/.test(text.slice(start, valueEnd)) && rest.startsWith('"');
  findings.add(start, valueEnd, kind.rule, isNumber ? '"' : '');
  return quoted?.after ?? valueEnd;
}

function isQuote(code: number): boolean {
  return code === DOUBLE || code === SINGLE;
}

/** `"token": "x"`: the value of the name itself follows, as it does mostly. */
function isAssigned(text: string, from: number): boolean {
  const sign = text.charCodeAt(skipBlanks(text, from));
  return sign === COLON || sign === EQUALS;
}

const DOUBLE = '"'.charCodeAt(0);
const SINGLE = "'".charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const EQUALS = '='.charCodeAt(0);
const MAX_GAP = 96;
/** `<input name="token" value="x">` holds its value within the tag. */
const VALUE_ATTRIBUTE = /\s(?:value|content)\s?=/i;
const BEFORE_VALUE: ReadonlySet<number> = new Set([...'"\'`\\<,\n\r'].map((sign) => sign.charCodeAt(0)));

/** From behind the name to the value: quotes, a separator, and a name such as `value`. */
const FIELD =
  /^(?:\\{0,7}["'`])?\s{0,24}[,;]?\s{0,24}\\{0,7}["'`]?(?:\w{0,24}value|val|v|content|data|input|default|defaultValue|current|text|secret|stringValue)\\{0,7}["'`]?\s{0,8}(?::|=>?)\s{0,8}/i;

/** A part of a form as it is sent: the value stands behind an empty line. */
const PART_OF_FORM =
  /^"(?:\\r)?(?:\r?\n|\\n)(?:[\w-]{1,30}:[^\r\n\\]{0,40}(?:\\r)?(?:\r?\n|\\n)){0,2}(?:\\r)?(?:\r?\n|\\n)/;

/** A report of Pydantic: the field on one line, what it got on the next. */
const INPUT_BELOW = /^\r?\n[ \t]{1,8}[^\n]{0,200}?\binput_value=/;
const MAX_REPORT = 240;

function hideLine(text: string, from: number, end: number, kind: NameKind, findings: Findings): number {
  const valueEnd = bareEnd(text, from);
  if (!isSecretValue(kind, text.slice(from, valueEnd), 'field')) return end;
  findings.add(from, valueEnd, kind.rule);
  return valueEnd;
}

function hideElement(text: string, from: number, end: number, kind: NameKind, findings: Findings): number {
  const close = text.indexOf('<', from);
  if (close < 0 || close - from > MAX_ELEMENT || !isSecretValue(kind, text.slice(from, close), 'field')) return end;
  findings.add(from, close, kind.rule);
  return close;
}

const MAX_ELEMENT = 8192;
