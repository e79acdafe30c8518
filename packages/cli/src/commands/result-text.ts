import type { ToolResult } from '@seawall/client';
import { toDisplayLine, toDisplayText } from '../terminal/display-text.ts';

/** The result of a tool for people: its text as it stands, everything else in one line each. Ends with a line feed. */
export function resultText(result: ToolResult, options: { readonly isTerminal: boolean }): string {
  const blocks = (result.content ?? []).map((block) => blockText(block));
  const shown = blocks.length === 0 ? [JSON.stringify(result.structuredContent ?? {}, undefined, 2)] : blocks;
  const text = shown.join('\n');
  return `${options.isTerminal ? toDisplayText(text) : text}${text.endsWith('\n') ? '' : '\n'}`;
}

function blockText(block: unknown): string {
  const type = field(block, 'type');
  const text = field(block, 'text');
  if (type === 'text' && typeof text === 'string') return text;
  const data = field(block, 'data');
  if (typeof data === 'string')
    return `[${label(type)} ${label(field(block, 'mimeType'))}, ${data.length} characters of base64: use --json]`;
  if (type === 'resource_link') return `[resource ${label(field(block, 'uri'))}]`;
  if (type === 'resource') {
    const resource = field(block, 'resource');
    const inner = field(resource, 'text');
    return typeof inner === 'string' ? inner : `[resource ${label(field(resource, 'uri'))}: use --json]`;
  }
  return JSON.stringify(block) ?? '[no content]';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function label(value: unknown): string {
  return typeof value === 'string' ? toDisplayLine(value) : 'unknown';
}
