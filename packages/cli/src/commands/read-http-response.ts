import type { HttpResponsePayload } from '@seawall/core/base';

/** Reads a response as it stands on the wire, or as `curl -i` and `curl -v` print it; `undefined` for all else. */
export function readHttpResponse(text: string): HttpResponsePayload | undefined {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => STATUS_LINE.test(line));
  if (start < 0 || start > MAX_LINES_BEFORE) return undefined;
  const [, mark = '', status, statusText = ''] = STATUS_LINE.exec(lines[start] ?? '') ?? [];
  const headers: [string, string][] = [];
  let index = start + 1;
  for (; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const header = /^(?:<\s)?\s*([\w-]+):\s?(.*)$/.exec(line);
    if (!header || (mark !== '' && !line.startsWith('<'))) break;
    headers.push([(header[1] ?? '').toLowerCase(), (header[2] ?? '').trim()]);
  }
  const body = lines
    .slice(index)
    .filter((line) => !/^(?:<\s*$|[*>{}] )/.test(line))
    .join('\n')
    .trim();
  return { status: Number(status), statusText: statusText.trim(), headers: Object.fromEntries(headers), body };
}

/** `curl -v` prints what it does and what it sends before. */
const MAX_LINES_BEFORE = 100;
const STATUS_LINE = /^(<\s)?HTTP\/\d(?:\.\d)?\s+(\d{3})\b(.*)$/;
