import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ExportFormat } from '@seawall/admin-api';
import type { Logger, Page } from '@seawall/core/base';
import { answeredOnConnection } from './asked.ts';
import { ProblemError } from './problems.ts';

/** How many lists are sent as files at a time: each takes as much of the process as its reader takes of it. */
export const EXPORTS_AT_ONCE = 8;

/** How many items are read at once. */
export const EXPORT_BATCH = 500;

/** Reads one page of a list. */
export type ReadPage = (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<object>>;

/** What an export is made of. */
export interface ExportOptions {
  readonly format: ExportFormat;
  /** Of the table, where one is asked for. */
  readonly columns: readonly string[];
}

/** Where an export goes. */
export interface ExportTarget {
  readonly outgoing: ServerResponse;
  /** Of the file, without its ending. */
  readonly name: string;
  /** Whether only the headers are wanted. */
  readonly isHead: boolean;
  readonly logger: Logger;
  readonly places: ExportPlaces;
}

/** The exports that are under way. */
export class ExportPlaces {
  readonly #taken = new Set<ServerResponse>();

  /** Takes one until the connection ends. @throws {@link ProblemError} `UNAVAILABLE` when all are taken. */
  take(outgoing: ServerResponse): void {
    if (this.#taken.size >= EXPORTS_AT_ONCE)
      throw new ProblemError('UNAVAILABLE', {
        detail: `${EXPORTS_AT_ONCE} lists are being sent as files already.`,
        hint: 'Wait until one of them is whole, or close one.',
        headers: { 'retry-after': '10' },
      });
    this.#taken.add(outgoing);
    outgoing.once('close', () => this.#taken.delete(outgoing));
  }
}

/**
 * Sends a whole list as a file, page by page as it is read by the one who asked.
 *
 * Rejects where the first page can't be read, or too many are being sent. Where a later one can't, the connection breaks, so that nobody takes a part for
 * the whole.
 */
export async function sendExport(read: ReadPage, options: ExportOptions, target: ExportTarget): Promise<Response> {
  const { outgoing, name, isHead, logger, places } = target;
  places.take(outgoing);
  const pieces = exportPieces(read, options);
  const first = await pieces.next();
  outgoing.writeHead(200, {
    'content-type': CONTENT_TYPES[options.format],
    'content-disposition': `attachment; filename="${name}.${options.format}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  if (isHead) {
    outgoing.end();
    return answeredOnConnection();
  }
  outgoing.write(first.value ?? '');
  // Its end is that of the connection, which the one who asked sees.
  void pipeline(Readable.from(pieces), outgoing).catch((error: unknown) =>
    logger.log('info', 'An export ended before it was whole.', { name, error }),
  );
  return answeredOnConnection();
}

const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
};

/** A list as the text of a file, a piece for each page. */
export async function* exportPieces(
  read: ReadPage,
  { format, columns }: ExportOptions,
): AsyncGenerator<string, void, undefined> {
  const begin = format === 'csv' ? toLine(columns) : format === 'json' ? '[\n' : '';
  let isFirst = true;
  let hasItems = false;
  for await (const items of pagesOf(read)) {
    yield (isFirst ? begin : '') + toText(items, { format, columns, hasItems });
    isFirst = false;
    hasItems ||= items.length > 0;
  }
  if (format === 'json') yield '\n]\n';
}

interface TextOptions extends ExportOptions {
  /** Whether items stand before these. */
  readonly hasItems: boolean;
}

function toText(items: readonly object[], { format, columns, hasItems }: TextOptions): string {
  switch (format) {
    case 'csv':
      return items.map((item) => toLine(columns.map((column) => cellOf(item, column)))).join('');
    case 'ndjson':
      return items.map((item) => `${JSON.stringify(item)}\n`).join('');
    case 'json':
      return items.length === 0 ? '' : (hasItems ? ',\n' : '') + items.map((item) => JSON.stringify(item)).join(',\n');
  }
}

async function* pagesOf(read: ReadPage): AsyncGenerator<readonly object[], void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await read({ limit: EXPORT_BATCH, ...(cursor === undefined ? {} : { cursor }) });
    yield page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

function cellOf(item: object, column: string): unknown {
  const own: unknown = Reflect.get(item, column);
  if (own !== undefined) return own;
  const dot = column.indexOf('.');
  const outer: unknown = dot < 0 ? undefined : Reflect.get(item, column.slice(0, dot));
  return isPlain(outer) ? Reflect.get(outer, column.slice(dot + 1)) : undefined;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toLine(cells: readonly unknown[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

/** RFC 4180; a text that a spreadsheet would take for a formula begins with an apostrophe. */
function toCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Spreadsheets skip white space and take full-width signs as well. */
const FORMULA = /^[\s]*[=+\-@\t\r＝＋－＠]/u;
