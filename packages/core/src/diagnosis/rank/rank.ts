import type { Confidence } from '../diagnosis.ts';
import type { Facts } from '../peel/facts.ts';
import type { EvidenceView } from '../read/evidence-view.ts';
import { KIND_CODES } from '../say/sayings.ts';
import { readOwnAbort } from './abort.ts';
import type { Clue, FailureKind } from './clue.ts';
import { isProgramError, readErrorClasses } from './error-classes.ts';
import { readStatus } from './http-statuses.ts';
import { readMissingVariable } from './missing-variables.ts';
import { readOwnError } from './own-errors.ts';
import { PhraseReader } from './phrases/read-phrases.ts';
import { readRetryHint } from './retry-hint.ts';
import { readRpcCode } from './rpc-codes.ts';
import { isSystemCode, readSystemErrors } from './system-errors.ts';
import { readVendorCode } from './vendor-codes.ts';

/** What the general rules make of a failure. */
export interface Ranking {
  readonly decision: Clue;
  readonly confidence: Confidence;
  /** Every clue that was found, strongest first. */
  readonly clues: readonly Clue[];
}

/**
 * What a status or a general code says is corrected by more exact words of these kinds. A 403 that speaks of a rate limit is
 * one; a 401 stays what it is.
 */
const CORRECTIONS: Readonly<Partial<Record<FailureKind, readonly FailureKind[]>>> = {
  validation: [
    'timeout',
    'not_found',
    'authentication',
    'permission',
    'quota',
    'rate_limit',
    'conflict',
    'protocol',
    'configuration',
    'tool_not_found',
    'cancelled',
  ],
  permission: ['rate_limit', 'quota', 'authentication', 'configuration', 'protocol'],
  rate_limit: ['quota'],
  not_found: ['protocol', 'configuration', 'tool_not_found'],
  conflict: ['cancelled', 'quota'],
  authentication: ['rate_limit'],
  unavailable: ['rate_limit', 'quota'],
  timeout: ['cancelled', 'connection'],
  protocol: ['configuration', 'authentication', 'conflict'],
  configuration: ['protocol', 'authentication'],
  tool_not_found: ['validation', 'not_found', 'authentication', 'permission'],
  server_error: [
    'authentication',
    'permission',
    'rate_limit',
    'quota',
    'timeout',
    'connection',
    'unavailable',
    'not_found',
    'validation',
    'conflict',
    'configuration',
    'protocol',
    'tool_not_found',
    'cancelled',
    'server_error',
  ],
};

const NOTHING_KNOWN: Clue = { source: 'shape', value: '', kind: 'server_error', code: 'SERVER_ERROR', isGeneral: true };

/** A validator looked at a response: that its code speaks of invalid input is misleading. */
const RESPONSE_AT_FAULT: Clue = {
  source: 'vendor-code',
  value: 'invalid_type',
  kind: 'protocol',
  code: 'RESPONSE_MALFORMED',
  isGeneral: false,
  isDecisive: true,
};

/** A page or broken JSON instead of an answer, and no words in it that would say more. */
const UNREADABLE: Clue = {
  source: 'shape',
  value: 'unreadable',
  kind: 'protocol',
  code: 'RESPONSE_MALFORMED',
  isGeneral: true,
};

/** Ranks everything that was found; the strongest clue that nothing corrects decides. */
export function rank(view: EvidenceView, facts: Facts, hasTool: boolean): Ranking {
  const certain = readOwnAbort(view, facts) ?? readOwnError(view.links);
  if (certain) return { decision: certain, confidence: 'high', clues: [certain] };
  const clues = findClues(view, facts, hasTool);
  const first = clues[0];
  if (!first) return rankWithoutClue(view, facts, hasTool);
  const wasReached = view.channel === 'http_response' || facts.isEndpoint;
  const decision = withRetryHint(correct(first, clues, wasReached), facts);
  return { decision, confidence: confidenceOf(decision, clues), clues };
}

/** What the service itself says about trying again counts more than what is usual. */
function withRetryHint(decision: Clue, facts: Facts): Clue {
  const retryable = readRetryHint(facts, decision.kind);
  return retryable === undefined ? decision : { ...decision, retryable };
}

/** How much of what stands behind the first paragraph is asked when that says nothing. */
const MAX_REST = 300;

/** The first paragraph was no more than a heading: then what follows may tell, but never for sure. */
function rankWithoutClue(view: EvidenceView, facts: Facts, hasTool: boolean): Ranking {
  const rest = new PhraseReader(facts.rest.slice(0, MAX_REST).toLowerCase(), { channel: view.channel, hasTool });
  const clues = [...rest.readExact(), ...rest.readGeneral()];
  const [decision] = clues;
  if (decision) return { decision, confidence: 'low', clues };
  const code = facts.isMasked ? 'ERROR_MASKED' : 'SERVER_ERROR';
  return { decision: withRetryHint({ ...NOTHING_KNOWN, code }, facts), confidence: 'low', clues: [] };
}

function findClues(view: EvidenceView, facts: Facts, hasTool: boolean): readonly Clue[] {
  const system = readSystemErrors(view.links, facts.codes.map(({ value }) => value).filter(isSystemCode), facts.text);
  const vendors = facts.codes.filter(({ value }) => !isSystemCode(value) && !isProgramError(value));
  const codes = vendors.map((code) => ({ clue: readVendorCode(code.value), place: code.place }));
  const exact = codes.flatMap(({ clue, place }) => (clue && !clue.isGeneral && place === 'field' ? [clue] : []));
  const general = codes.flatMap(({ clue, place }) => (clue?.isGeneral && place === 'field' ? [clue] : []));
  const inText = codes.flatMap(({ clue, place }) => (clue && place === 'text' ? [clue] : []));
  const statuses = facts.statuses.flatMap((status) => readStatus(status, facts.isEndpoint) ?? []);
  const variable = readMissingVariable(facts.text, hasTool);
  const words = new PhraseReader(facts.lower, { channel: view.channel, hasTool });
  const exactPhrases = words.readExact();
  const rpc = facts.rpcCodes.flatMap((code) => readRpcCode(code) ?? []);
  const classes = readErrorClasses(facts.classes);
  const strong = [
    ...(facts.isResponseAtFault ? [RESPONSE_AT_FAULT] : []),
    ...exactPhrases.filter((clue) => clue.isDecisive),
    ...exact,
    ...(variable && statuses.length === 0 ? [variable] : []),
    ...inText.filter((clue) => !clue.isGeneral && statuses.length === 0 && exactPhrases.length === 0),
    ...statuses,
    ...general,
    ...rpc.filter((clue) => !clue.isGeneral),
    ...system,
    ...exactPhrases.filter((clue) => !clue.isDecisive),
    ...classes.filter((clue) => !clue.isGeneral),
    ...inText,
  ];
  // General words add nothing to what is certain already.
  const phrases = strong.length > 0 ? [] : words.readGeneral();
  return [
    ...strong,
    ...phrases.filter(({ kind }) => kind !== 'server_error'),
    ...classes.filter((clue) => clue.isGeneral),
    ...phrases.filter(({ kind }) => kind === 'server_error'),
    ...(facts.isUnreadable ? [UNREADABLE] : []),
    ...rpc.filter((clue) => clue.isGeneral),
  ];
}

/**
 * What may correct: words and codes that are exact, never another general one.
 *
 * A server that answered with a status was reached: that it names a broken connection is about one of its own.
 */
function correct(first: Clue, clues: readonly Clue[], wasReached: boolean): Clue {
  if (first.isDecisive) return sharpen(first, clues);
  const isFinal = !first.isGeneral && !(first.source === 'vendor-code' && first.kind === 'rate_limit');
  const corrections = isFinal ? [] : (CORRECTIONS[first.kind] ?? []);
  const isOwnStatus = wasReached && first.source === 'http-status';
  const allowed = isOwnStatus ? corrections.filter((kind) => kind !== 'connection') : corrections;
  const better = clues.find(
    (clue) =>
      clue !== first &&
      (isCodeOverStatus(clue, first) || (mayCorrect(clue) && allowed.includes(clue.kind) && !isVague(clue, first))),
  );
  return better ?? sharpen(first, clues);
}

function mayCorrect({ isGeneral, source }: Clue): boolean {
  return !isGeneral && source !== 'error-class' && source !== 'http-status';
}

/** Statuses that services give to whatever went wrong, with a code that says what. */
const BLUNT_STATUSES: ReadonlySet<string> = new Set(['400', '409', '422', '500']);
const CODED_KINDS: ReadonlySet<FailureKind> = new Set([
  'authentication',
  'permission',
  'not_found',
  'rate_limit',
  'timeout',
  'unavailable',
]);

/** A code of a vendor, even a general one, says more than a blunt status. */
function isCodeOverStatus({ source, kind }: Clue, first: Clue): boolean {
  return (
    source === 'vendor-code' &&
    first.source === 'http-status' &&
    BLUNT_STATUSES.has(first.value) &&
    CODED_KINDS.has(kind)
  );
}

/** A status says more than that the answer could not be read. */
function isVague(clue: Clue, first: Clue): boolean {
  return clue.code === 'RESPONSE_MALFORMED' && first.kind !== 'server_error';
}

/** Another clue of the same kind may know more: the exact code, what is wrong with a credential, that it will pass. */
function sharpen(first: Clue, clues: readonly Clue[]): Clue {
  const exact = clues.find(
    (clue) => clue !== first && clue.kind === first.kind && !clue.isGeneral && clue.code !== undefined,
  );
  if (!exact) return first;
  const isPlain = first.isGeneral || first.code === undefined || first.code === KIND_CODES[first.kind];
  return {
    ...first,
    ...(isPlain && exact.code !== undefined ? { code: exact.code } : {}),
    ...(first.reason === undefined && exact.reason !== undefined ? { reason: exact.reason } : {}),
    ...(first.retryable === undefined && exact.retryable !== undefined ? { retryable: exact.retryable } : {}),
    ...(first.isGeneral && exact.retryable !== undefined ? { retryable: exact.retryable } : {}),
  };
}

function confidenceOf(decision: Clue, clues: readonly Clue[]): Confidence {
  if (decision.source === 'shape') return 'low';
  if (decision.kind === 'server_error' && (decision.source === 'jsonrpc-code' || decision.source === 'text'))
    return 'low';
  if (!decision.isGeneral || decision.source === 'http-status') return 'high';
  return clues.some((clue) => clue !== decision && clue.kind === decision.kind) ? 'high' : 'medium';
}
