import type { Facts } from '../peel/facts.ts';
import type { EvidenceView } from '../read/evidence-view.ts';
import type { Clue } from './clue.ts';

/**
 * Reads how a call of ours ended without an answer. The SDK reports a timeout and a caller's abort with the same code: the
 * timeout has its limit beside it, or says that it is one; everything else is the caller's own reason.
 */
export function readOwnAbort(view: EvidenceView, facts: Facts): Clue | undefined {
  const link = view.links.find(({ code }) => code === 'REQUEST_TIMEOUT' || code === 'RequestTimeout');
  if (!link && !(view.channel !== 'tool_result' && facts.rpcCodes[0] === -32001)) return undefined;
  const isSession = /\bsession\b/.test(facts.lower);
  if (isSession) return undefined;
  const isTimeout =
    link?.timeoutMs !== undefined ||
    /\btime(?:d)?[ -]?out|timeouterror|\bdeadline\b/.test(`${facts.lower} ${facts.classes.join(' ').toLowerCase()}`);
  if (isTimeout) return { source: 'abort', value: 'timeout', kind: 'timeout', code: 'CALL_TIMEOUT', isGeneral: false };
  const saysCancel =
    facts.classes.includes('AbortError') ||
    /\babort|\bcancel|\bdecline|\bstopp?ed|\bclosed by\b|\binterrupt/.test(facts.lower);
  // Servers give -32001 to whatever they like; only the SDK's own error is an abort for sure.
  if (!link && !saysCancel) return undefined;
  return { source: 'abort', value: 'cancelled', kind: 'cancelled', code: 'CALL_CANCELLED', isGeneral: false };
}
