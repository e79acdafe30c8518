import { cut } from '../../diagnosis/say/quote.ts';
import { redact } from '../../redaction/redact.ts';
import { isRecord } from './is-record.ts';

/** How much of the arguments of a call is shown, so that a log line or an answer stays of bounded size. */
export const SHOWN_ARGUMENTS_LIMITS = { textLength: 4000, entries: 100, depth: 6, totalLength: 16_000 } as const;

/** The arguments of a call for logs and answers: secrets hidden, and what is long or deep cut. */
export function shownArguments(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const budget = { left: SHOWN_ARGUMENTS_LIMITS.totalLength };
  const shown = shorten(redact(values), budget, 0);
  return isRecord(shown) ? shown : {};
}

const LEFT_OUT = '…';

function shorten(value: unknown, budget: { left: number }, depth: number): unknown {
  const { textLength, entries, depth: maxDepth } = SHOWN_ARGUMENTS_LIMITS;
  if (typeof value === 'string') {
    const text = cut(value, Math.max(1, Math.min(textLength, budget.left)));
    budget.left -= text.length;
    return text;
  }
  budget.left -= 8;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth || budget.left <= 0) return LEFT_OUT;
  if (Array.isArray(value)) return takeWhileRoom(value, budget, (item) => shorten(item, budget, depth + 1), entries);
  return Object.fromEntries(
    takeWhileRoom(
      Object.entries(value),
      budget,
      ([name, field]) => {
        const shown = cut(name, 200);
        budget.left -= shown.length;
        return [shown, shorten(field, budget, depth + 1)] as const;
      },
      entries,
    ),
  );
}

function takeWhileRoom<T, U>(
  items: readonly T[],
  budget: { left: number },
  take: (item: T) => U,
  most: number,
): readonly U[] {
  const taken: U[] = [];
  for (const item of items) {
    if (taken.length >= most || budget.left <= 0) break;
    taken.push(take(item));
  }
  return taken;
}
