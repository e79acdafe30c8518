import type { Page } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { type ExportOptions, exportPieces, type ReadPage } from '../../src/admin/exports.ts';

/** A list of which every page has at most two items. */
function listOf(items: readonly object[]): ReadPage & { reads: number } {
  const read = async ({ cursor = '0' }: { readonly cursor?: string }): Promise<Page<object>> => {
    const from = Number(cursor);
    list.reads += 1;
    const next = from + 2 < items.length ? { next: String(from + 2) } : {};
    return { items: items.slice(from, from + 2), ...next };
  };
  const list = Object.assign(read, { reads: 0 });
  return list;
}

async function textOf(list: ReadPage, options: ExportOptions): Promise<string> {
  let text = '';
  for await (const piece of exportPieces(list, options)) text += piece;
  return text;
}

const ITEMS = [
  { id: 'a', error: { code: 'X', message: 'plain' }, tools: ['one', 'two'] },
  { id: 'b', error: { code: 'Y', message: 'a "quoted", one\nin two lines' } },
  { id: 'c', count: 3, error: { code: 'Z', message: '' } },
];
const COLUMNS = ['id', 'count', 'error.code', 'error.message', 'tools'];

describe('an export', () => {
  it('is a table with the columns of its schema', async () => {
    expect(await textOf(listOf(ITEMS), { format: 'csv', columns: COLUMNS })).toBe(
      [
        'id,count,error.code,error.message,tools',
        'a,,X,plain,"[""one"",""two""]"',
        'b,,Y,"a ""quoted"", one\nin two lines",',
        'c,3,Z,,',
        '',
      ].join('\r\n'),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1'])(
    'takes the sting out of %j',
    async (text) => {
      const body = await textOf(listOf([{ text }]), { format: 'csv', columns: ['text'] });
      expect(body.slice('text\r\n'.length)).toMatch(/^"?'/);
    },
  );

  it('leaves numbers numbers, negative ones too', async () => {
    expect(await textOf(listOf([{ n: -5 }]), { format: 'csv', columns: ['n'] })).toBe('n\r\n-5\r\n');
  });

  it('is JSON as a whole, or a line for each', async () => {
    expect(JSON.parse(await textOf(listOf(ITEMS), { format: 'json', columns: [] }))).toEqual(ITEMS);
    const lines = await textOf(listOf(ITEMS), { format: 'ndjson', columns: [] });
    const items: unknown[] = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(items).toEqual(ITEMS);
    expect(JSON.parse(await textOf(listOf([]), { format: 'json', columns: [] }))).toEqual([]);
  });

  it('reads no further than somebody takes it', async () => {
    const list = listOf(Array.from({ length: 1000 }, (_, id) => ({ id })));
    const pieces = exportPieces(list, { format: 'ndjson', columns: [] });
    await pieces.next();
    await pieces.return(undefined);
    expect(list.reads).toBe(1);
  });
});
