import type { Evidence } from '../call/evidence.ts';
import { describeFailure } from './describe-failure.ts';
import { describeResult } from './describe-result.ts';
import type { Diagnosis, FailureDiagnosis } from './diagnosis.ts';
import type { DiagnosisContext } from './diagnosis-context.ts';
import { passGate } from './gate/gate.ts';
import { type KnownCall, knowCall } from './known-call.ts';
import { isFor } from './packs/apply-pack.ts';
import type { EvidenceView } from './read/evidence-view.ts';
import { readString } from './read/foreign-value.ts';
import { readEvidence } from './read/read-evidence.ts';
import { cleanNames } from './say/say.ts';

/**
 * Finds out what an answer of a server means: whether it is a failure at all, of what kind, whether the same call may
 * succeed later, and what to do.
 *
 * Takes any evidence, whatever its shape, and looks at its head and tail only. Never throws, never changes the evidence.
 */
export function diagnose(evidence: Evidence, given: DiagnosisContext): Diagnosis {
  try {
    return diagnoseOrThrow(evidence, given);
  } catch {
    // Foreign objects can be as hostile as they like: what can't be read tells no more than that it failed.
    return unreadable(readString(given, 'server') ?? UNKNOWN_SERVER);
  }
}

/**
 * {@link diagnose} without the net, so that a test can tell a fault of ours from the hostility of foreign objects.
 *
 * @throws whatever foreign getters throw, in the worst case.
 */
export function diagnoseOrThrow(evidence: Evidence, given: DiagnosisContext): Diagnosis {
  const context = usableContext(given);
  const known = knowCall(context);
  const view = readEvidence(evidence);
  const verdict = isDisguise(view, known) ? 'failure' : passGate(view, known.manner);
  return verdict === 'failure' ? describeFailure(view, context, known) : describeResult(view, verdict, known);
}

const UNKNOWN_SERVER = 'unknown';

/** Callers in JavaScript give `null` for a tool that there is not, or nothing at all. */
function usableContext(given: DiagnosisContext): DiagnosisContext {
  const tool = readString(given, 'tool');
  const server = readString(given, 'server');
  if (server !== undefined && tool !== undefined && tool !== '') return given;
  return { ...given, server: server ?? UNKNOWN_SERVER, tool: tool === '' ? undefined : tool };
}

/** The form that a failure of this vendor has without being marked as one. */
function isDisguise(view: EvidenceView, { pack, tool }: KnownCall): boolean {
  if (view.channel !== 'tool_result' || view.isError || !pack?.disguises) return false;
  const text = view.texts[0]?.trim() ?? '';
  return pack.disguises.some((disguise) => isFor(disguise.tools, tool) && disguise.text.test(text));
}

function unreadable(server: string): FailureDiagnosis {
  return {
    kind: 'server_error',
    code: 'ERROR_MASKED',
    retryable: false,
    summary: `Server "${cleanNames({ server, tool: undefined }).names.server}" gave an answer that could not be read.`,
    advice: 'Look into the log of the server.',
    confidence: 'low',
    signals: [],
  };
}
