import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as core from '../../src/index.ts';
import { ERROR_CODES, ERROR_KINDS, findErrorCode } from '../../src/index.ts';

const page = await readFile(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');
const codes = Object.entries(ERROR_CODES);
const sections = page.split(/^(?=#{1,3} )/m);

describe('ERROR_CODES', () => {
  it.each(codes)('has a well-formed entry for %s', (code, [kind, duration]) => {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/);
    expect(ERROR_KINDS).toContain(kind);
    expect(['transient', 'permanent']).toContain(duration);
  });

  it('is found by code, and nothing else is', () => {
    expect(findErrorCode('CALL_TIMEOUT')).toEqual(['timeout', 'transient']);
    for (const code of ['MY_OWN', 'toString', '__proto__', 'constructor', ''])
      expect(findErrorCode(code)).toBe(undefined);
  });

  it('has kinds without doubles', () => {
    expect(new Set(ERROR_KINDS).size).toBe(ERROR_KINDS.length);
  });
});

describe('docs/errors.md', () => {
  it.each(codes)('explains %s under a heading of its own', (code, [kind, duration]) => {
    const own = sections.filter((section) => section.startsWith(`### ${code}\n`));
    expect(own).toHaveLength(1);
    for (const part of ['Meaning', 'Cause', 'Fix'])
      expect(own[0]).toMatch(new RegExp(`^- \\*\\*${part}:\\*\\* .+\\.$`, 'm'));
    expect(own[0]).toContain(`- **Kind:** \`${kind}\`\n`);
    expect(own[0]).toContain(`- **Retryable:** ${duration === 'transient' ? 'yes, transient' : 'no, permanent'}\n`);
  });

  it('explains no code that does not exist', () => {
    const headings = sections.flatMap((section) => /^### (.+)$/m.exec(section)?.[1] ?? []);
    expect(headings.toSorted()).toEqual(Object.keys(ERROR_CODES).toSorted());
  });

  it('lists every kind', () => {
    const kinds = sections.find((section) => section.startsWith('## Kinds\n')) ?? '';
    expect([...kinds.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1])).toEqual(ERROR_KINDS);
  });

  it('lists every class', () => {
    const classes = sections.find((section) => section.startsWith('## Classes\n')) ?? '';
    const names = Object.keys(core).filter((name) => /^MCP\w*Error$/.test(name));
    expect([...classes.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1]).toSorted()).toEqual(names.toSorted());
  });
});
