import {
  type CallRequest,
  type Clock,
  type DiagnosedErrorOptions,
  type DiagnosisContext,
  type Evidence,
  type MCPError,
  mayBeKnown,
  mayNeedDiagnosis,
  type Pack,
  type PackTool,
} from '@seawall/core/base';
import type { UsableServer } from '../config/configuration.ts';
import { ConnectionFailure, type ConnectionInfo } from '../connection/connection.ts';
import { isRecord } from '../connection/is-record.ts';
import { jsonRpcErrorOf, rememberJsonRpcError } from '../connection/json-rpc-error.ts';
import { describeRequest } from '../connection/request-subject.ts';
import { answerOf, rememberAnswer } from './answer-of.ts';
import { loadDiagnosis } from './load-diagnosis.ts';
import { markResult } from './mark-result.ts';
import { plainSetting } from './plain-setting.ts';
import { serverAliases } from './server-aliases.ts';

/**
 * Finds out what a server's answers mean, by what is known of the server.
 *
 * The diagnosis is loaded when the first answer needs it, or the first call of a server that a pack may know: its tables are
 * large, and a gateway whose servers are well should not carry them.
 */
export interface AnswerReader {
  /** A result as callers get it, or the failure that it is, whatever it is dressed as. */
  readResult(request: CallRequest, result: unknown, info: ConnectionInfo): Promise<unknown>;
  /** A failure with what the server's words say about it. */
  readFailure(request: CallRequest, failure: ConnectionFailure, info: ConnectionInfo): Promise<ConnectionFailure>;
  /** What the vendor's pack knows of a tool; `undefined` where none does. */
  packToolOf(request: CallRequest): PackTool | undefined | Promise<PackTool | undefined>;
}

/** Builds the reader of one server's answers. */
export function createAnswerReader(options: AnswerReaderOptions): AnswerReader {
  return new ReaderOfServer(options);
}

/** What an {@link AnswerReader} needs. */
export interface AnswerReaderOptions {
  readonly entry: UsableServer;
  /** Packs of the user. */
  readonly packs: readonly Pack[];
  readonly clock: Clock;
}

class ReaderOfServer implements AnswerReader {
  readonly #options: AnswerReaderOptions;
  readonly #aliases: readonly string[];
  /** Whether the name or the package of the server is one that packs know. */
  readonly #isVendor: boolean;

  constructor(options: AnswerReaderOptions) {
    const { entry, packs } = options;
    this.#options = options;
    this.#aliases = serverAliases(entry.launch);
    this.#isVendor = packs.length > 0 || mayBeKnown([entry.name, ...this.#aliases]);
  }

  async readResult(request: CallRequest, result: unknown, info: ConnectionInfo): Promise<unknown> {
    if (request.method !== 'tools/call' || !isToolResult(result)) return result;
    if (!mayNeedDiagnosis(result) && !this.#mayBeKnown(request, info)) return result;
    const { diagnose, isFailure, toMCPError } = await loadDiagnosis();
    const evidence: Evidence = { shape: 'tool_result', payload: result };
    const diagnosis = diagnose(evidence, this.#contextOf(request, info));
    if (!isFailure(diagnosis)) return markResult(result, diagnosis.warnings ?? []);
    const error = toMCPError(diagnosis, this.#errorOptions(evidence, request));
    rememberAnswer(error, result);
    return new ConnectionFailure({ error, delivery: 'answered', effect: 'none' });
  }

  async readFailure(
    request: CallRequest,
    failure: ConnectionFailure,
    info: ConnectionInfo,
  ): Promise<ConnectionFailure> {
    const { error, delivery, effect } = failure;
    // Read already, from the result that it came as.
    if (answerOf(error) !== undefined) return failure;
    // The context is cleaned anew whenever it is read: only where something may stand in it.
    if (delivery !== 'answered' || !GENERAL_CODES.has(error.code)) return failure;
    const { evidence, jsonRpcError } = error.context;
    if (!isEvidence(evidence)) return failure;
    const { diagnose, isFailure, toMCPError } = await loadDiagnosis();
    const diagnosis = diagnose(evidence, this.#contextOf(request, info));
    if (!isFailure(diagnosis) || diagnosis.confidence === 'low') return failure;
    // What the failure means for the connection was decided already: a finding must not contradict it.
    if (effect !== 'none' && diagnosis.kind !== error.kind) return failure;
    const explained = toMCPError(diagnosis, this.#errorOptions(evidence, request, error));
    const withJsonRpcError = jsonRpcError === undefined ? explained : explained.addContext({ jsonRpcError });
    return new ConnectionFailure({
      error: rememberJsonRpcError(withJsonRpcError, jsonRpcErrorOf(error)),
      delivery,
      effect,
    });
  }

  packToolOf(request: CallRequest): PackTool | undefined | Promise<PackTool | undefined> {
    if (request.method !== 'tools/call' || !this.#mayBeKnown(request, undefined)) return undefined;
    return loadDiagnosis().then(({ findPackTool }) => findPackTool(this.#contextOf(request, undefined)));
  }

  #mayBeKnown(request: CallRequest, info: ConnectionInfo | undefined): boolean {
    return this.#isVendor || mayBeKnown([toolName(request) ?? '', info?.serverInfo?.name ?? '']);
  }

  #errorOptions(evidence: Evidence, request: CallRequest, cause?: MCPError): DiagnosedErrorOptions {
    const { operation } = describeRequest(request);
    const tool = toolName(request);
    return {
      server: this.#options.entry.name,
      operation,
      evidence,
      ...(tool === undefined ? {} : { tool }),
      ...(cause?.cause === undefined ? {} : { cause: cause.cause }),
    };
  }

  #contextOf(request: CallRequest, info: ConnectionInfo | undefined): DiagnosisContext {
    const { entry, packs, clock } = this.#options;
    const { launch } = entry;
    const own = info?.serverInfo?.name;
    return {
      server: entry.name,
      tool: toolName(request),
      transport: info?.transport,
      aliases: own === undefined ? this.#aliases : [...this.#aliases, own],
      packs,
      arguments: isRecord(request.params?.arguments) ? request.params.arguments : {},
      setting: (name) => plainSetting(launch, name),
      nowMs: clock.now(),
    };
  }
}

/**
 * The codes of failures that only say how the server answered; others were found out by what it can't say itself, as the
 * loss of a session.
 */
const GENERAL_CODES: ReadonlySet<string> = new Set([
  'SERVER_ERROR',
  'SERVER_UNAVAILABLE',
  'HTTP_ERROR',
  'REQUEST_REJECTED',
  'INVALID_ARGUMENTS',
  'AUTHENTICATION_REQUIRED',
  'PERMISSION_DENIED',
  'RATE_LIMITED',
]);

function toolName({ method, params }: CallRequest): string | undefined {
  return method === 'tools/call' && typeof params?.name === 'string' ? params.name : undefined;
}

/** Results of 2026-07-28 that ask for input and those that announce a task have no content yet. */
function isToolResult(result: unknown): result is Readonly<Record<string, unknown>> {
  return isRecord(result) && ('content' in result || 'structuredContent' in result || result.isError === true);
}

/** Only our own translators write the field, so that a shape is enough. */
function isEvidence(value: unknown): value is Evidence {
  return isRecord(value) && typeof value.shape === 'string' && 'payload' in value;
}
