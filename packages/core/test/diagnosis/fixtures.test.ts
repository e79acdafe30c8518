import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { diagnose, type Evidence } from '../../src/index.ts';

interface Fixture {
  /** The server, library or API whose wording it is. */
  readonly origin: string;
  readonly server: string;
  readonly tool?: string;
  readonly shape: Evidence['shape'];
  readonly payload: unknown;
  readonly expected: { readonly kind: string; readonly retryable: boolean; readonly retryAfterMs?: number };
}

const folder = new URL('./fixtures/', import.meta.url);
const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));

describe.each(files)('%s', async (file) => {
  const lines = (await readFile(new URL(file, folder), 'utf8')).trim().split('\n');
  const fixtures = lines.map((line): Fixture => JSON.parse(line));

  it.each(fixtures)('knows what $origin means ($server, $tool): $expected.kind', (fixture) => {
    const { server, tool, shape, payload, expected } = fixture;
    // The payload is a recorded one of that shape.
    const diagnosis = diagnose({ shape, payload } as Evidence, { server, tool });
    const { kind, retryable, retryAfterMs } = diagnosis;
    const known = { kind, retryable, ...(expected.retryAfterMs === undefined ? {} : { retryAfterMs }) };
    expect(known).toEqual(expected);
  });
});
