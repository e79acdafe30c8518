// What the scorer of diagnoses asks: one answer for one row of its set.
import { diagnose, type Evidence } from '@seawall/core';

/** A row of the set, without its label. */
export type DiagnosisRow = Evidence & {
  readonly server: string;
  readonly tool?: string | null;
  readonly transport?: 'stdio' | 'http' | 'sse' | null;
};

/** The part of a diagnosis that is scored. */
export interface ScoredDiagnosis {
  readonly kind: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
}

/** Diagnoses what a server answered. */
export function classify({ server, tool, transport, ...evidence }: DiagnosisRow): ScoredDiagnosis {
  const context = { server, tool: tool ?? undefined, transport: transport ?? undefined };
  const { kind, retryable, retryAfterMs } = diagnose(evidence, context);
  return { kind, retryable, retryAfterMs };
}
