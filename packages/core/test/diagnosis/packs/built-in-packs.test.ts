import { describe, expect, it } from 'vitest';
import { BUILT_IN_PACKS } from '../../../src/diagnosis/packs/built-in-packs.ts';
import { definePack } from '../../../src/diagnosis/packs/define-pack.ts';
import { toComparableName } from '../../../src/diagnosis/packs/tool-name.ts';
import { findErrorCode } from '../../../src/errors/error-code.ts';

describe.each(BUILT_IN_PACKS.map((pack) => [pack.name, pack] as const))('the built-in pack %s', (_, pack) => {
  it('is valid', () => {
    expect(definePack(pack)).toBe(pack);
  });

  it('verifies with tools that it knows and that change nothing (A118)', () => {
    const tools = pack.tools ?? [];
    for (const { names, verifyWith } of tools) {
      if (verifyWith === undefined) continue;
      const verifying = tools.find((tool) =>
        tool.names.some((name) => toComparableName(name) === toComparableName(verifyWith)),
      );
      expect(verifying?.safety, `${names[0]} with ${verifyWith}`).toBe('read');
    }
  });

  it('uses codes of the catalogue, each for its kind', () => {
    for (const { when, then } of pack.rules ?? []) {
      if (then.code === undefined) continue;
      expect(findErrorCode(then.code)?.[0], `${then.code} for ${JSON.stringify(when)}`).toBe(then.kind);
    }
  });

  it('calls nothing retryable whose cause lasts', () => {
    for (const { then } of pack.rules ?? [])
      if (then.retryable && then.code !== undefined) expect(findErrorCode(then.code)?.[1], then.code).toBe('transient');
  });

  it('gives every tool more than no time and less than an hour', () => {
    for (const { timeoutMs = 60_000 } of pack.tools ?? []) {
      expect(timeoutMs).toBeGreaterThanOrEqual(30_000);
      expect(timeoutMs).toBeLessThan(3_600_000);
    }
  });

  it('has patterns whose time grows with the length of the text and no faster', () => {
    const patterns = [
      ...(pack.rules ?? []).flatMap(({ when }) => when.text ?? []),
      ...(pack.disguises ?? []).map(({ text }) => text),
      ...(pack.results ?? []).map(({ text }) => text),
    ];
    for (const { source } of patterns)
      expect(source, 'a repetition of a repetition').not.toMatch(/[+*]\)[+*]|\([^()]*[+*]\)\{\d+,\}/);
  });
});

describe('built-in packs', () => {
  it('have names of their own', () => {
    expect(new Set(BUILT_IN_PACKS.map(({ name }) => name)).size).toBe(BUILT_IN_PACKS.length);
  });

  it('share no word for servers but those that serve several vendors', () => {
    const seen = new Map<string, string[]>();
    for (const { name, servers } of BUILT_IN_PACKS)
      for (const word of servers) seen.set(word, [...(seen.get(word) ?? []), name]);
    const shared = [...seen].filter(([, names]) => names.length > 1).map(([, names]) => names.toSorted().join(' '));
    expect(new Set(shared)).toEqual(new Set(['confluence jira']));
  });
});
