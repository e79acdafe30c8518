import type { Finding } from './checkup.ts';

/** What is suspicious about the values that variables or headers have. Their names are told, never what they hold. */
export function checkValues(
  values: Readonly<Record<string, string>>,
  noun: 'variable' | 'header',
  further: readonly string[] = [],
): Finding {
  const entries = Object.entries(values);
  const lines: string[] = [...further];
  for (const [what, isSuspicious] of SUSPICIONS) {
    const names = entries.filter(([, value]) => isSuspicious(value)).map(([name]) => name);
    if (names.length > 0) lines.push(`${names.slice(0, MAX_NAMES).join(', ')} ${what}`);
  }
  if (noun === 'header') lines.push(...headerSuspicions(entries));
  const count = `${entries.length} ${noun}${entries.length === 1 ? '' : 's'}`;
  const [first] = lines;
  if (first === undefined)
    return {
      outcome: 'passed',
      detail: entries.length === 0 ? `The entry sets no ${noun}s.` : `The entry sets ${count}.`,
    };
  return {
    outcome: 'warning',
    detail: `Of ${count}: ${first}${lines.length === 1 ? '' : ` And ${lines.length - 1} more.`}`,
    fix: `Correct the named ${noun}s in the entry, or in the environment that they are taken from.`,
    lines,
  };
}

const MAX_NAMES = 20;

const SUSPICIONS: readonly (readonly [what: string, isSuspicious: (value: string) => boolean])[] = [
  ['has an empty value.', (value) => value.trim() === ''],
  ['still holds a literal "${…}": it was not replaced.', (value) => value.includes('${')],
  ['looks like a placeholder that nobody replaced.', isPlaceholder],
  [
    'stands in quotes that become part of the value.',
    (value) => /^(["'`]).+\1$/s.test(value.trim()) && !value.trim().startsWith('"{'),
  ],
  ['begins or ends with a space or a line break.', (value) => value.trim() !== '' && value !== value.trim()],
];

function isPlaceholder(value: string): boolean {
  return (
    /^<[^<>]{1,60}>$/.test(value) ||
    /^(?:\{\{[^{}]{1,60}\}\}|\{[A-Za-z_-]{1,40}\})$/.test(value) ||
    /\b(?:your|my|insert|replace|enter|add)[-_ ](?:[\w]+[-_ ])*(?:key|token|secret|password|id|url|domain|here)\b/i.test(
      value,
    ) ||
    /^(?:change[-_ ]?me|todo|tbd|x{3,}|\.{3,}|…|placeholder|redacted|\*{3,})$/i.test(value)
  );
}

function headerSuspicions(entries: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const authorization = entries.find(([name]) => name.toLowerCase() === 'authorization')?.[1].trim();
  if (authorization === undefined || authorization === '') return [];
  if (/^(\w+)\s+\1\s/i.test(authorization)) return ['Authorization names its scheme twice, as "Bearer Bearer …".'];
  if (/^\w+$/.test(authorization) && /^(?:bearer|basic|token)$/i.test(authorization))
    return ['Authorization has a scheme and no credential after it.'];
  if (!/\s/.test(authorization)) return ['Authorization has no scheme: most servers expect "Bearer …".'];
  return [];
}
