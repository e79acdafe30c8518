import type { ErrorRecord } from '@seawall/core/base';
import { NumberFamily } from './family.ts';
import { LabelCap } from './label-cap.ts';

/** Counts the places in errors where a secret stood, by the markers that redaction left there. */
export class RedactionMetrics {
  readonly family = new NumberFamily('counter', 'seawall_redactions_total', ['rule']);
  /** A server may write markers of its own. */
  readonly #rules = new LabelCap(MAX_RULES, 1);

  note({ error }: ErrorRecord): void {
    const { message, hint, chain, context } = error;
    this.#countIn(message, 0);
    this.#countIn(hint, 0);
    this.#countIn(chain, 0);
    this.#countIn(context, 0);
  }

  #countIn(value: unknown, depth: number): void {
    if (typeof value === 'string') {
      // Nearly all texts have none.
      if (!value.includes(START)) return;
      for (const [, rule = ''] of value.matchAll(MARKER)) this.family.add([this.#rules.admit('', rule)]);
    } else if (typeof value === 'object' && value !== null && depth < MAX_DEPTH) {
      // Plain records: they have nothing but fields of their own.
      for (const key in value) this.#countIn(Reflect.get(value, key), depth + 1);
    }
  }
}

const START = '[REDACTED:';
const MARKER = /\[REDACTED:([\w.-]{1,60})\]/g;
/** More than there are built-in rules. */
const MAX_RULES = 100;
/** Deeper values of an error are cut off before they come here. */
const MAX_DEPTH = 16;
