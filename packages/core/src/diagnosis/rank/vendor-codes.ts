import type { Clue, FailureKind } from './clue.ts';
import { ACCOUNT_CODES } from './code-rules/account-codes.ts';
import type { CodeRule } from './code-rules/code-rule.ts';
import { REQUEST_CODES } from './code-rules/request-codes.ts';
import { STATE_CODES } from './code-rules/state-codes.ts';
import { PatternIndex } from './matching/pattern-index.ts';
import { readSqlState } from './sql-states.ts';

/** Codes that say no more than a status does. Compared as a whole. */
const GENERAL: Readonly<Record<string, FailureKind>> = {
  'bad request': 'validation',
  'invalid request': 'validation',
  'invalid request error': 'validation',
  'invalid argument': 'validation',
  'invalid argument error': 'validation',
  'validation error': 'validation',
  'validation exception': 'validation',
  'unprocessable entity': 'validation',
  'unprocessable content': 'validation',
  'out of range': 'validation',
  'client error': 'validation',
  'query error': 'validation',
  'request error': 'validation',
  forbidden: 'permission',
  'permission denied': 'permission',
  'access denied': 'permission',
  unauthorized: 'authentication',
  unauthenticated: 'authentication',
  'authentication error': 'authentication',
  'not found': 'not_found',
  'not found error': 'not_found',
  conflict: 'conflict',
  'failed precondition': 'conflict',
  'already exists': 'conflict',
  aborted: 'conflict',
  'too many requests': 'rate_limit',
  'resource exhausted': 'rate_limit',
  unimplemented: 'tool_not_found',
  'deadline exceeded': 'timeout',
  unavailable: 'unavailable',
  'service unavailable': 'unavailable',
  internal: 'server_error',
  'internal error': 'server_error',
  'internal server error': 'server_error',
  'server error': 'server_error',
  'api error': 'server_error',
  'unknown error': 'server_error',
  'fatal error': 'server_error',
  'data loss': 'server_error',
  'err bad response': 'server_error',
  'err bad request': 'validation',
};

/** Words that look like an error and say nothing. */
const SAYS_NOTHING =
  /^(?:error|errors|err|exception|failed|failure|fail|unknown|error response|errorresponse|problem|generic|api|http error|request failed|tool error|mcp error|none|null|true|false|ok|success)$/;

/** Patterns over the words of a code; the first that fits counts, so the more exact ones stand first. */
const RULES: readonly CodeRule[] = [...ACCOUNT_CODES, ...STATE_CODES, ...REQUEST_CODES];

/** Made when it is needed for the first time. */
let made: PatternIndex | undefined;

/** The index of all rules for codes. */
export function codeIndex(): PatternIndex {
  made ??= new PatternIndex(RULES.map((candidate) => candidate.words));
  return made;
}

/** Reads a code of a vendor by its words; `undefined` when they say nothing about what failed. */
export function readVendorCode(value: string): Clue | undefined {
  const sql = readSqlState(value);
  if (sql) return sql;
  const words = toWords(value);
  if (SAYS_NOTHING.test(words)) return undefined;
  const general = Object.hasOwn(GENERAL, words) ? GENERAL[words] : undefined;
  if (general !== undefined)
    return { source: 'vendor-code', value, kind: general, isGeneral: true, ...internal(general) };
  const search = codeIndex().search(words);
  const rule = RULES.find((candidate) => search.find(candidate.words) !== undefined);
  if (!rule) return undefined;
  const { kind, code, reason, retryable } = rule;
  return {
    source: 'vendor-code',
    value,
    kind,
    isGeneral:
      kind === 'server_error' || code === 'RESPONSE_MALFORMED' || (kind === 'validation' && code === undefined),
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(retryable === undefined ? {} : { retryable }),
  };
}

function internal(kind: FailureKind): Pick<Clue, 'code' | 'retryable'> {
  return kind === 'server_error' ? { code: 'INTERNAL_ERROR', retryable: true } : {};
}

/** `com.vendor#InvalidApiKeyException`, `INVALID_API_KEY` and `invalid-api-key` are all `invalid api key`. */
export function toWords(code: string): string {
  const local = code.slice(Math.max(code.lastIndexOf('#'), code.lastIndexOf('/')) + 1);
  return local
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/ (?:exception|fault)$/, '');
}
