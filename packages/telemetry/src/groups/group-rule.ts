import type { GroupRule } from '@seawall/core/base';
import type { GroupedError } from './fingerprint.ts';

/** Finds the group that the first fitting rule names. */
export function groupByRule(grouped: GroupedError, rules: readonly GroupRule[]): string | undefined {
  return rules.find((rule) => fits(grouped, rule))?.group;
}

function fits({ error, server, target }: GroupedError, rule: GroupRule): boolean {
  if (rule.kind !== undefined && rule.kind !== error.kind) return false;
  if (rule.code !== undefined && rule.code !== error.code) return false;
  if (rule.server !== undefined && !isLike(server, rule.server)) return false;
  if (rule.target !== undefined && !isLike(target ?? '', rule.target)) return false;
  return rule.message === undefined || isLike(error.message.toLowerCase(), rule.message.toLowerCase());
}

/** Whether a text is like a pattern with `*`: each part is looked for after the one before, so it takes linear time. */
function isLike(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
