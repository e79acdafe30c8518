import { readFile } from 'node:fs/promises';
import {
  ALERT_CONDITIONS,
  ALERT_DEFAULTS,
  ALERT_RANGES,
  ALERT_RULE_DEFAULTS,
  BUILT_IN_ALERT_RULES,
  type NumberRange,
  SINK_TYPES,
} from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { ALERT_EARLY_MS, ALERT_EVALUATION_MS, SINK_LIMITS } from '../../src/index.ts';

const page = await readFile(new URL('../../../../docs/alerts.md', import.meta.url), 'utf8');

/** The rows of the table whose first column has this head and whose second has that, each as its cells. */
function table(first: string, second: string): readonly (readonly string[])[] {
  const [, rest = ''] = page.split(`| ${first} | ${second} |`);
  const lines = rest.split('\n').slice(2);
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(0, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

const range = ({ min, max }: NumberRange): string => `${min} to ${max}`;

describe('docs/alerts.md', () => {
  it('has every rule that is built in with its numbers', () => {
    expect(table('name', 'looks at')).toEqual(
      BUILT_IN_ALERT_RULES.map((rule) => [
        rule.name,
        rule.when,
        String(rule.threshold),
        String(rule.windowMs),
        String(rule.forMs),
        rule.severity,
        String(rule.isOn),
      ]),
    );
  });

  it('has every condition', () => {
    const documented = table('condition', 'holds while').flatMap(([names = '']) => names.split(', '));
    expect(documented.sort()).toEqual([...ALERT_CONDITIONS].sort());
  });

  it('has every option of a rule with its range and default', () => {
    const [options] = page.split('| name | type | default | meaning |').slice(1);
    const rows = new Map(
      (options ?? '').split('\n').map((line) => {
        const [, name = '', type = '', value = ''] = line.split(' | ').join('|').split('|');
        return [name.trim().replaceAll('`', ''), [type.trim(), value.trim()]] as const;
      }),
    );
    for (const [name, limits] of Object.entries(ALERT_RANGES.rule))
      expect(rows.get(name)?.[0], name).toBe(range(limits));
    for (const [name, value] of Object.entries(ALERT_RULE_DEFAULTS)) {
      const shown = typeof value === 'object' ? JSON.stringify(value) : String(value) || 'none';
      expect(rows.get(name)?.[1], name).toBe(shown);
    }
  });

  it('has every number of grouping and flapping with its range and default', () => {
    for (const part of ['grouping', 'flapping'] as const) {
      for (const [name, limits] of Object.entries(ALERT_RANGES[part])) {
        const value: unknown = Reflect.get(ALERT_DEFAULTS[part], name);
        expect(page).toContain(`| \`${part}.${name}\` | ${range(limits)} | ${String(value)} |`);
      }
    }
  });

  it('has every type of sink, and the limits of all', () => {
    expect(table('type', 'as a URL').map(([type]) => type)).toEqual([...SINK_TYPES]);
    expect(page).toContain(`Each try has ${SINK_LIMITS.tryTimeoutMs / 1000} seconds`);
    expect(page.replace(/\s+/g, ' ')).toContain(`for at most ${SINK_LIMITS.giveUpAfterMs / 60_000} minutes`);
    expect(page).toContain(`${SINK_LIMITS.queue}\nwait`);
    expect(page).toContain(`every ${ALERT_EVALUATION_MS / 1000} seconds`);
    expect(ALERT_EARLY_MS).toBe(120_000);
  });
});
