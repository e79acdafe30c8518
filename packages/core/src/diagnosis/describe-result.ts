import type { ResultDiagnosis } from './diagnosis.ts';
import type { GateVerdict } from './gate/gate.ts';
import type { KnownCall } from './known-call.ts';
import { isFor } from './packs/apply-pack.ts';
import type { PackResultRule } from './packs/pack.ts';
import type { EvidenceView } from './read/evidence-view.ts';

/** What is no failure. */
export type ResultVerdict = Exclude<GateVerdict, 'failure'>;

const CODES = {
  none: ['RESULT_OK', 'answered'],
  empty: ['RESULT_EMPTY', 'found nothing'],
  partial: ['RESULT_PARTIAL', 'gave a result that is not whole'],
} as const satisfies Readonly<Record<ResultVerdict, readonly [string, string]>>;

/** Says what a result is, by the gate and by what the vendor's pack knows of its results. */
export function describeResult(view: EvidenceView, verdict: ResultVerdict, known: KnownCall): ResultDiagnosis {
  const rule = view.isError ? undefined : findResultRule(view, known);
  const found = rule?.kind ?? verdict;
  const kind = found === 'empty' ? 'empty_result' : 'none';
  const [code, happened] = CODES[found];
  const warning =
    rule?.warning ?? (found === 'partial' ? 'A part of what was asked for failed: the result says which.' : undefined);
  return {
    kind,
    code,
    retryable: false,
    summary: `${titleOf(known)} ${happened}.`,
    advice: found === 'empty' ? 'Widen what is asked for, or go on without.' : '',
    confidence: 'high',
    signals: found === 'none' ? [] : [{ source: rule ? 'pack' : 'shape', value: found, kind }],
    ...(rule && known.pack ? { pack: known.pack.name } : {}),
    ...(warning === undefined ? {} : { warnings: [warning] }),
  };
}

function titleOf({ names }: KnownCall): string {
  return names.tool ? `Tool "${names.tool}" on server "${names.server}"` : `Server "${names.server}"`;
}

function findResultRule(view: EvidenceView, { pack, tool }: KnownCall): PackResultRule | undefined {
  const text = view.texts[0] ?? '';
  return pack?.results?.find((rule) => isFor(rule.tools, tool) && rule.text.test(text));
}
