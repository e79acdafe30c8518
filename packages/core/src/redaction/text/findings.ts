import { markerOf } from '../markers.ts';

/** A part of a text that has to be hidden. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  /** The rule that markers name. */
  readonly rule: string;
  /** Put around the marker, so that a number that becomes a text leaves JSON valid. */
  readonly quote: string;
  /** Stands instead of the usual marker. */
  readonly marker?: string;
}

/** Collects findings over one text. */
export class Findings {
  readonly #found: Finding[] = [];
  /** Whether the findings came in the order of the text and none overlap, so that nothing is left to sort. */
  #isMerged = true;
  #end = 0;

  get isEmpty(): boolean {
    return this.#found.length === 0;
  }

  add(start: number, end: number, rule: string, quote = ''): void {
    this.addFinding({ start, end, rule, quote });
  }

  addFinding(finding: Finding): void {
    if (finding.end <= finding.start) return;
    this.#isMerged &&= finding.start >= this.#end;
    this.#end = finding.end;
    this.#found.push(finding);
  }

  /** In the order of the text; where several overlap, all they cover together is one. */
  merged(): readonly Finding[] {
    if (this.#isMerged) return this.#found;
    const sorted = this.#found.toSorted((a, b) => a.start - b.start || b.end - a.end);
    const merged: Finding[] = [];
    for (const finding of sorted) {
      const last = merged.at(-1);
      if (last === undefined || finding.start >= last.end) merged.push(finding);
      else if (finding.end > last.end) merged[merged.length - 1] = { ...last, end: finding.end };
    }
    return merged;
  }
}

/** The text with a marker in the place of each finding. */
export function hideFindings(text: string, findings: readonly Finding[]): string {
  const parts: string[] = [];
  let copiedTo = 0;
  for (const { start, end, rule, quote, marker } of findings) {
    parts.push(text.slice(copiedTo, start), `${quote}${marker ?? markerOf(rule)}${quote}`);
    copiedTo = end;
  }
  parts.push(text.slice(copiedTo));
  return parts.join('');
}
