import { systemClock } from '../clock.ts';
import { findErrorCode } from '../errors/error-code.ts';
import { describeResult } from './describe-result.ts';
import type { CredentialFault, Diagnosis, DiagnosisKind, FailureDiagnosis, Signal } from './diagnosis.ts';
import type { DiagnosisContext } from './diagnosis-context.ts';
import type { KnownCall } from './known-call.ts';
import { applyRules, findAdvice, findLinks, type RuleMatch } from './packs/apply-pack.ts';
import type { Facts } from './peel/facts.ts';
import { peel } from './peel/peel.ts';
import type { Clue, FailureKind } from './rank/clue.ts';
import { type Ranking, rank } from './rank/rank.ts';
import type { EvidenceView } from './read/evidence-view.ts';
import { cleanTexts, cut, MAX_QUOTE_LENGTH, wordsOf } from './say/quote.ts';
import { say } from './say/say.ts';
import { KIND_CODES } from './say/sayings.ts';
import { MAX_WAIT_MS, readWaitMs } from './waits.ts';

/** Says what a failure is: peels it, ranks what came to light, asks the pack, and finds the words. */
export function describeFailure(view: EvidenceView, context: DiagnosisContext, known: KnownCall): Diagnosis {
  const { pack, tool } = known;
  const facts = peel(view, context.tool);
  const waitMs = readWaitMs(view, facts, context.nowMs ?? systemClock.now());
  const ranking = soften(rank(view, facts, Boolean(context.tool)), waitMs);
  const httpStatus = facts.statuses.find((status) => status >= 300);
  const match =
    pack && ranking.decision.source !== 'abort'
      ? applyRules(pack, { tool, facts, kind: ranking.decision.kind, httpStatus })
      : undefined;
  if (match && (match.finding.kind === 'none' || match.finding.kind === 'empty_result')) {
    return describeResult({ ...view, isError: true }, match.finding.kind === 'none' ? 'none' : 'empty', known);
  }
  return assemble({ view, facts, ranking, match, httpStatus, waitMs, context, known });
}

/** A longer wait than this is one for an allowance of a plan, not for a throttle. */
const MAX_THROTTLE_MS = 3_600_000;

/** An allowance that is there again within the hour is a throttle, whatever it is called. */
function soften(ranking: Ranking, waitMs: number | undefined): Ranking {
  const { decision } = ranking;
  if (
    decision.kind !== 'quota' ||
    decision.code === 'PAYMENT_REQUIRED' ||
    // A reset in the past says nothing of the next one.
    waitMs === undefined ||
    waitMs <= 0 ||
    waitMs > MAX_THROTTLE_MS
  )
    return ranking;
  return { ...ranking, decision: { ...decision, kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true } };
}

interface Parts {
  readonly view: EvidenceView;
  readonly facts: Facts;
  readonly ranking: Ranking;
  readonly match: RuleMatch | undefined;
  readonly httpStatus: number | undefined;
  readonly waitMs: number | undefined;
  readonly context: DiagnosisContext;
  readonly known: KnownCall;
}

function assemble({ view, facts, ranking, match, httpStatus, context, known, ...parts }: Parts): FailureDiagnosis {
  const { pack, tool } = known;
  const { decision } = ranking;
  const kind = toFailureKind(match?.finding.kind) ?? decision.kind;
  const code = match?.finding.code ?? (kind === decision.kind ? codeOf(decision, view) : KIND_CODES[kind]);
  const isOwnKind = kind === decision.kind;
  const retryable =
    match?.finding.retryable ??
    (isOwnKind && !match?.finding.code ? retryableOf(decision, code) : findErrorCode(code)?.[1] === 'transient');
  const waitMs = match?.finding.retryAfterMs ?? parts.waitMs;
  const retryAfterMs = waitMs === undefined ? undefined : Math.min(Math.max(0, waitMs), MAX_WAIT_MS);
  const advice = pack && findAdvice(pack, kind, tool);
  const status = match?.finding.status ?? advice?.status;
  // What a pack advises is about the vendor; here the way to the server itself failed.
  const general = view.channel === 'exception' && kind === 'connection' ? undefined : advice;
  const signals = toSignals(ranking.clues, match, kind);
  const [said = '', ...values] = cleanTexts([wordsOf(facts), ...signals.map(({ value }) => value)]);
  const words = say(
    {
      kind,
      code,
      retryAfterMs,
      pack,
      summary: match?.finding.summary ?? general?.summary,
      advice: match?.finding.advice ?? general?.advice,
    },
    known.names,
  );
  const reason =
    kind === 'authentication'
      ? (match?.finding.reason ?? (isOwnKind ? reasonOf(decision, ranking) : undefined))
      : undefined;
  const details = {
    ...(facts.fields.length > 0 && kind === 'validation' ? { fields: facts.fields } : {}),
    ...match?.details,
  };
  const links = pack ? findLinks(pack, tool, context) : [];
  return {
    kind,
    code,
    retryable,
    ...words,
    confidence: match ? 'high' : ranking.confidence,
    signals: signals.map((signal, index) => ({ ...signal, value: cut(values[index] ?? '', MAX_VALUE_LENGTH) })),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(reason === undefined ? {} : { reason }),
    ...((match || advice) && pack ? { pack: pack.name } : {}),
    ...(status === undefined ? {} : { status }),
    ...(said === '' ? {} : { quote: cut(said, MAX_QUOTE_LENGTH) }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
    ...(links.length === 0 ? {} : { links }),
  };
}

function toFailureKind(kind: DiagnosisKind | undefined): FailureKind | undefined {
  return kind === 'none' || kind === 'empty_result' ? undefined : kind;
}

/** Behind a tool the server's own connections fail, not ours to the server. */
function codeOf(decision: Clue, view: EvidenceView): string {
  const code = decision.code ?? KIND_CODES[decision.kind];
  const isBehind = view.channel === 'tool_result' || view.channel === 'jsonrpc_error';
  return isBehind && decision.kind === 'connection' && UNEXACT.has(code) ? 'UPSTREAM_UNREACHABLE' : code;
}

const UNEXACT: ReadonlySet<string> = new Set(['CONNECTION_FAILED', 'CONNECTION_CLOSED']);

function retryableOf(decision: Clue, code: string): boolean {
  return decision.retryable ?? findErrorCode(code)?.[1] === 'transient';
}

function reasonOf(decision: Clue, { clues }: Ranking): CredentialFault | undefined {
  return decision.reason ?? clues.find((clue) => clue.kind === 'authentication' && clue.reason !== undefined)?.reason;
}

const MAX_SIGNALS = 12;
const MAX_VALUE_LENGTH = 80;

function toSignals(clues: readonly Clue[], match: RuleMatch | undefined, kind: FailureKind): readonly Signal[] {
  const own: readonly Signal[] = match ? [{ source: 'pack', value: match.value, kind }] : [];
  return [...own, ...clues.map(({ source, value, kind: points }) => ({ source, value, kind: points }))]
    .slice(0, MAX_SIGNALS)
    .map((signal) => ({ ...signal, value: signal.value.slice(0, 2 * MAX_VALUE_LENGTH) }));
}
