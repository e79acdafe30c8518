import {
  type Diagnosis,
  diagnose,
  type ErrorCode,
  errorDocsUrl,
  findErrorCode,
  MCPConfigurationError,
  MCPConnectionError,
  MCPError,
  MCPServerError,
  MCPTimeoutError,
  type Signal,
  type Suggestion,
  suggestFixes,
} from '@seawall/core';
import { numberOf, textOf } from './plain-json.ts';
import type { OwnErrorRecord, PastedError, PastedEvidence } from './read-evidence.ts';

/** What a pasted error means; what `seawall diagnose --json` prints. */
export interface Explanation {
  /** Whether an error was found in the text, and something is known of it. */
  readonly recognised: boolean;
  /** What the text was taken for. */
  readonly form: string;
  readonly kind: string;
  readonly code: ErrorCode;
  readonly summary: string;
  readonly advice: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly httpStatus?: number;
  /** What is wrong with the credential. */
  readonly reason?: string;
  readonly confidence: string;
  /** What the server said, cleaned and bounded. */
  readonly quote?: string;
  /** The pack of the vendor whose knowledge decided. */
  readonly pack?: string;
  readonly signals: readonly Signal[];
  readonly details?: Readonly<Record<string, unknown>>;
  /** What else it may come from. */
  readonly suggestions: readonly Suggestion[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
  /** Where the code is explained; absent for codes of users. */
  readonly docs?: string;
}

/** What the command line says about the text. */
export interface ExplainOptions {
  readonly server?: string;
  readonly tool?: string;
  readonly nowMs: number;
}

/** Says what a pasted error means. Never throws. */
export function explainPastedError(pasted: PastedError, options: ExplainOptions): Explanation {
  return pasted.kind === 'own-error' ? explainOwn(pasted.record, pasted.form) : explainEvidence(pasted, options);
}

function explainEvidence(pasted: PastedEvidence, { server, tool, nowMs }: ExplainOptions): Explanation {
  const { evidence, form } = pasted;
  const found: Diagnosis = diagnose(evidence, {
    server: server ?? pasted.server ?? 'unknown',
    tool: tool ?? pasted.tool,
    nowMs,
  });
  const { kind, code, summary, advice, retryable, confidence, signals, links = [] } = found;
  const isResult = kind === 'none' || kind === 'empty_result';
  const isUnknown = kind === 'server_error' && confidence === 'low';
  const rpcCode = evidence.shape === 'jsonrpc_error' ? evidence.payload.code : undefined;
  const docs = isResult ? undefined : errorDocsUrl(code);
  const known = isResult
    ? undefined
    : toError({ code, context: {}, message: summary, retryable }, rpcCode, found.httpStatus);
  return {
    recognised: !isResult && !isUnknown,
    form,
    kind,
    code,
    summary,
    advice,
    retryable,
    confidence,
    signals,
    ...pick(found, ['retryAfterMs', 'httpStatus', 'reason', 'quote', 'pack', 'details']),
    suggestions: known === undefined ? [] : furtherSuggestions(known, advice),
    links,
    ...(docs === undefined ? {} : { docs }),
  };
}

/** An error of ours has been diagnosed already: its record says all. */
function explainOwn(record: OwnErrorRecord, form: string): Explanation {
  const error = toError(record, numberOf(record.context, 'serverErrorCode'), numberOf(record.context, 'httpStatus'));
  const [first, ...further] = suggestFixes(error);
  const advice = record.hint ?? first?.fix ?? '';
  const retryAfterMs = numberOf(record.context, 'retryAfterMs');
  const reason = textOf(record.context, 'reason');
  const httpStatus = numberOf(record.context, 'httpStatus');
  const docs = errorDocsUrl(record.code);
  return {
    recognised: true,
    form,
    kind: error.kind,
    code: error.code,
    summary: record.message ?? first?.cause ?? `The code ${error.code} means ${error.kind}.`,
    advice,
    retryable: error.retryable,
    confidence: 'high',
    signals: [{ source: 'vendor-code', value: record.code }],
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(reason === undefined ? {} : { reason }),
    ...detailsOf(record),
    suggestions: (record.hint === undefined ? further : furtherSuggestions(error, advice)).slice(0, MAX_SUGGESTIONS),
    links: [],
    ...(docs === undefined ? {} : { docs }),
  };
}

/** Fields of errors that say something to the one who reads them. */
const TOLD_FIELDS: readonly string[] = (
  'operation timeoutMs elapsedMs serverErrorCode responseData missingKeys configFile host port exitCode signal stderrTail ' +
  'field value expectedType resourceType resourceId permissionRequired'
).split(' ');

function detailsOf({ context }: OwnErrorRecord): { readonly details?: Readonly<Record<string, unknown>> } {
  const entries = Object.entries(context).filter(([name, value]) => TOLD_FIELDS.includes(name) && value !== undefined);
  return entries.length === 0 ? {} : { details: Object.fromEntries(entries) };
}

const MAX_SUGGESTIONS = 5;

function furtherSuggestions(error: MCPError, advice: string): readonly Suggestion[] {
  return suggestFixes(error)
    .filter(({ fix }) => fix !== advice && fix !== error.hint)
    .slice(0, MAX_SUGGESTIONS);
}

/** The error that a record is of, as far as suggestions depend on it. */
function toError(
  record: OwnErrorRecord,
  serverErrorCode: number | undefined,
  httpStatus: number | undefined,
): MCPError {
  const { code, context, hint, retryable, message = code } = record;
  const options = {
    code,
    message,
    context,
    ...(hint === undefined ? {} : { hint }),
    ...(retryable === undefined ? {} : { retryable }),
  };
  const [timeoutMs, elapsedMs] = [numberOf(context, 'timeoutMs'), numberOf(context, 'elapsedMs')];
  switch (findErrorCode(code)?.[0]) {
    case 'timeout':
      return new MCPTimeoutError({
        ...options,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(elapsedMs === undefined ? {} : { elapsedMs }),
      });
    case 'configuration': {
      const missingKeys = context.missingKeys;
      const configFile = textOf(context, 'configFile');
      return new MCPConfigurationError({
        ...options,
        ...(Array.isArray(missingKeys) ? { missingKeys: missingKeys.map(String) } : {}),
        ...(configFile === undefined ? {} : { configFile }),
      });
    }
    case 'connection': {
      const transport = context.transportType;
      const transportType =
        transport === 'stdio' || transport === 'http' || transport === 'sse' ? transport : undefined;
      return new MCPConnectionError({ ...options, ...(transportType === undefined ? {} : { transportType }) });
    }
    case undefined:
      return new MCPError(options);
    default:
      return new MCPServerError({
        ...options,
        kind: findErrorCode(code)?.[0] ?? 'server_error',
        ...(serverErrorCode === undefined ? {} : { serverErrorCode }),
        ...(httpStatus === undefined ? {} : { httpStatus }),
      });
  }
}

function pick<T extends object, K extends keyof T>(source: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const key of keys) if (source[key] !== undefined) picked[key] = source[key];
  return picked;
}
