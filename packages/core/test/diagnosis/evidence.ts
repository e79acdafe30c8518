import { type Diagnosis, diagnose, type Evidence } from '../../src/index.ts';

/** A tool result of one text. */
export function textResult(text: string, isError = true): Evidence {
  return { shape: 'tool_result', payload: { isError, content: [{ type: 'text', text }] } };
}

/** Diagnoses one text of a tool of a server that no pack knows. */
export function diagnoseText(text: string, isError = true, tool = 'do_something'): Diagnosis {
  return diagnose(textResult(text, isError), { server: 'acme', tool, nowMs: 0 });
}
