import { readFileSync } from 'node:fs';
import type { Evidence } from '../../../src/call/evidence.ts';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../src/diagnosis/diagnosis.ts';
import type { DiagnosisContext } from '../../../src/diagnosis/diagnosis-context.ts';

/** An answer of a server as it came, scrubbed, and what it means. */
export type RecordedAnswer = Evidence & {
  readonly id: string;
  /** Where it comes from: a server that was run, its source, an issue, or a sentence of the vendor. */
  readonly origin: string;
  readonly server: string;
  readonly tool?: string;
  /** The fields of the diagnosis that are ours to promise. */
  readonly expect: Partial<Diagnosis>;
};

/** Answers were recorded with dates relative to this moment. */
const NOW_MS = Date.UTC(2026, 9, 21, 7);

/** Reads the recorded answers of a vendor. */
export function readRecordedAnswers(vendor: string): readonly RecordedAnswer[] {
  return readLines(`${vendor}.jsonl`);
}

/** Reads a file of the fixtures, one JSON value a line. */
export function readLines<T>(file: string): readonly T[] {
  const text = readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Diagnoses a recorded answer. */
export function diagnoseRecorded(answer: RecordedAnswer): Diagnosis {
  const { server, tool } = answer;
  return diagnose(answer, { server, tool, nowMs: NOW_MS });
}

/** Diagnoses a tool result that says that it is an error. */
export function diagnoseError(text: string, context: DiagnosisContext): Diagnosis {
  return diagnose(
    { shape: 'tool_result', payload: { isError: true, content: [{ type: 'text', text }] } },
    { nowMs: NOW_MS, ...context },
  );
}

/** Diagnoses a tool result that says that it is none. */
export function diagnoseResult(text: string, context: DiagnosisContext): Diagnosis {
  return diagnose(
    { shape: 'tool_result', payload: { content: [{ type: 'text', text }] } },
    { nowMs: NOW_MS, ...context },
  );
}
