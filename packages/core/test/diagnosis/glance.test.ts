import { readdirSync, readFileSync } from 'node:fs';
import {
  BUILT_IN_PACKS,
  diagnose,
  type Evidence,
  findPack,
  isFailure,
  mayBeKnown,
  mayNeedDiagnosis,
} from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { VENDOR_WORDS } from '../../src/diagnosis/vendor-words.ts';

interface Row {
  readonly server: string;
  readonly tool?: string | null;
  readonly shape?: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const result = (text: string, isError = false) => ({ isError, content: [{ type: 'text', text }] });
const FIXTURES = new URL('./fixtures/', import.meta.url);
const ROWS: readonly Row[] = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(new URL(name, FIXTURES), 'utf8').trim().split('\n'))
  .map((line) => JSON.parse(line));

describe('mayNeedDiagnosis', () => {
  it('never takes a recorded failure for a result that needs none', () => {
    const results = ROWS.filter(({ shape, payload }) => shape === 'tool_result' && Array.isArray(payload.content));
    const failures = results.filter(({ payload, server, tool }) => {
      const evidence: Evidence = { shape: 'tool_result', payload };
      return isFailure(diagnose(evidence, { server, tool: tool ?? undefined }));
    });
    expect(failures.length).toBeGreaterThan(100);
    expect(failures.filter(({ payload }) => !mayNeedDiagnosis(payload))).toEqual([]);
  });

  it.each([
    result('done', true),
    result('Error: no such city'),
    result('{"ok":false,"error":"invalid_auth"}'),
    result('<html><title>502 Bad Gateway</title></html>'),
    { structuredContent: { error: { message: 'no' } } },
    { content: [{ type: 'image', data: '' }], structuredContent: { success: false, message: 'no' } },
  ])('is needed for %j', (odd) => {
    expect(mayNeedDiagnosis(odd)).toBe(true);
  });

  it.each([
    result('42'),
    result('{"temperature":21,"unit":"C"}'),
    result(JSON.stringify({ rows: ['x'.repeat(20_000)], error: 'far too long to be a report' })),
    result(`Chapter 1. ${'The error of his ways. '.repeat(100)}`),
    { content: [] },
    { structuredContent: { rows: [] } },
  ])('is not needed for %#', (plain) => {
    expect(mayNeedDiagnosis(plain)).toBe(false);
  });

  it('takes any object', () => {
    const hostile = {
      get content(): unknown {
        throw new Error('no');
      },
    };
    expect(mayNeedDiagnosis(hostile)).toBe(true);
    expect(mayNeedDiagnosis({ content: [null, 1, 'x', { type: 'text', text: 7 }] })).toBe(false);
  });
});

describe('mayBeKnown', () => {
  it('has every word of every pack', () => {
    expect(VENDOR_WORDS).toEqual(
      [...new Set(BUILT_IN_PACKS.flatMap(({ name, servers }) => [name, ...servers]))].sort(),
    );
  });

  it('knows each server and each tool for which a pack would speak', () => {
    for (const pack of BUILT_IN_PACKS) {
      for (const server of pack.servers) expect([server, mayBeKnown([server])]).toEqual([server, true]);
      for (const tool of (pack.tools ?? []).flatMap(({ names }) => names)) {
        if (findPack({ server: 'x', tool }) !== undefined)
          expect([tool, mayBeKnown(['x', tool])]).toEqual([tool, true]);
      }
    }
  });

  it('knows nothing of others', () => {
    expect(mayBeKnown(['billing', 'node', 'create_invoice', ''])).toBe(false);
  });

  it('says the same each time, however many names it was asked about', () => {
    const names = Array.from({ length: 3000 }, (_, index) => `${index % 2 === 0 ? 'jira' : 'billing'}_${index}`);
    for (let time = 0; time < 2; time += 1) {
      expect(names.map((name) => mayBeKnown([name]))).toEqual(names.map((name) => name.startsWith('jira')));
    }
  });
});
