import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as core from '../../src/index.ts';
import {
  defaultHint,
  docsAnchor,
  ERROR_CODES,
  ERROR_DOCS_PAGE,
  ERROR_KINDS,
  errorDocsUrl,
  findErrorCode,
} from '../../src/index.ts';

const page = await readFile(new URL(`../../../../${ERROR_DOCS_PAGE}`, import.meta.url), 'utf8');
const codes = Object.entries(ERROR_CODES);
const sections = page.split(/^(?=#{1,3} )/m);

describe('ERROR_CODES (B18)', () => {
  it.each(codes)('has a well-formed entry for %s', (code, [kind, duration]) => {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/);
    expect(ERROR_KINDS).toContain(kind);
    expect(['transient', 'permanent']).toContain(duration);
  });

  it('is found by code, and nothing else is', () => {
    expect(findErrorCode('CALL_TIMEOUT')).toEqual(['timeout', 'transient']);
    for (const code of ['MY_OWN', 'toString', '__proto__', 'constructor', ''])
      expect(findErrorCode(code)).toBe(undefined);
  });

  it.each(codes)('says what to do about %s in one sentence', (code) => {
    expect(defaultHint(code)).toMatch(/^[A-Z-].{4,}\.$/);
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

  it.each(codes)('has the anchor that errors with %s link', (code) => {
    const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map((match) => anchorOf(match[1] ?? ''));
    expect(anchors.filter((anchor) => anchor === docsAnchor(code))).toHaveLength(1);
    expect(errorDocsUrl(code)).toBe(`docs/errors.md#${docsAnchor(code)}`);
  });

  it('is not linked for a code that it does not explain', () => {
    for (const code of ['MY_OWN', 'constructor', '']) expect(errorDocsUrl(code)).toBe(undefined);
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

/** The anchor that Markdown pages give to a heading: lower case, no punctuation, hyphens for blanks. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');
}
