import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { diagnoseOrThrow } from '../../src/diagnosis/diagnose.ts';
import type { Evidence } from '../../src/index.ts';
import { diagnose } from '../../src/index.ts';

const folders = ['./fixtures/', './packs/fixtures/'].map((name) => new URL(name, import.meta.url));
const files = (
  await Promise.all(folders.map(async (folder) => (await readdir(folder)).map((name) => new URL(name, folder))))
)
  .flat()
  .filter(({ pathname }) => pathname.endsWith('.jsonl'));

interface Recorded {
  readonly server: string;
  readonly tool?: string;
  readonly shape: Evidence['shape'];
  readonly payload: unknown;
}

/** Parts of honest evidence in places where they do not belong. */
const ODD: readonly unknown[] = [
  undefined,
  null,
  '',
  0,
  [],
  {},
  { content: null },
  { content: [null, 1, 'text', { text: 7 }, { type: 'text' }] },
  { content: [], structuredContent: { error: { message: 7, code: [] } } },
  { isError: true },
  { code: '7', message: {} },
  { status: 'x', headers: 5, body: [1] },
  { name: 1, message: null, cause: 'text', errors: [undefined] },
];

describe('diagnoseOrThrow', () => {
  it.each(files.map((file) => [file.pathname.split('/').slice(-1)[0], file] as const))(
    'reads all of %s without a throw',
    async (_, file) => {
      const lines = (await readFile(file, 'utf8')).trim().split('\n');
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        const { server, tool, shape, payload }: Recorded = JSON.parse(line);
        // The payload is a recorded one of that shape.
        const evidence = { shape, payload } as Evidence;
        expect(() => diagnoseOrThrow(evidence, { server, tool }), line).not.toThrow();
      }
    },
  );

  it.each(['tool_result', 'jsonrpc_error', 'exception', 'http_response'] as const)(
    'reads odd evidence of the shape %s without a throw',
    (shape) => {
      for (const payload of ODD) {
        // The shapes are wrong on purpose.
        expect(() => diagnoseOrThrow({ shape, payload } as Evidence, { server: 'acme' })).not.toThrow();
      }
    },
  );

  it('throws what a hostile context throws, where diagnose takes it for unreadable', () => {
    const hostile = {
      server: 'acme',
      get aliases(): readonly string[] {
        throw new TypeError('no');
      },
    };
    const evidence: Evidence = { shape: 'tool_result', payload: { content: [] } };
    expect(() => diagnoseOrThrow(evidence, hostile)).toThrow(TypeError);
    expect(diagnose(evidence, hostile)).toMatchObject({
      kind: 'server_error',
      code: 'ERROR_MASKED',
      confidence: 'low',
    });
  });
});
