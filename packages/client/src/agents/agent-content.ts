import { isRecord } from '../connection/is-record.ts';
import type { AgentContent } from './agent-answer.ts';

/** The content of a result as a model is shown it. */
export interface ShownContent {
  /** Never empty. */
  readonly content: readonly AgentContent[];
  /** All texts of it. */
  readonly text: string;
  /** How many characters of texts were left out. */
  readonly cutCharacters: number;
}

/**
 * Turns the content of a tool's result into what a model can be shown.
 *
 * Texts are cut when they are longer than `maxTextLength` together, and say so: a page of ten megabytes ends any run, because
 * no model can read it. What has no text and is no picture, sound or file is shown as JSON, so that nothing is lost silently.
 */
export function showContent(
  result: { readonly content?: unknown; readonly structuredContent?: unknown },
  maxTextLength: number,
): ShownContent {
  const pieces = (Array.isArray(result.content) ? result.content : []).map(toPiece);
  if (pieces.length === 0) pieces.push({ kind: 'text', text: describeEmpty(result.structuredContent) });
  return cutTexts(pieces, maxTextLength);
}

function toPiece(block: unknown): AgentContent {
  if (!isRecord(block)) return { kind: 'text', text: toJson(block) };
  const { type, text, data, mimeType } = block;
  if (type === 'text' && typeof text === 'string') return { kind: 'text', text };
  if ((type === 'image' || type === 'audio') && typeof data === 'string')
    return { kind: type, data, mimeType: typeof mimeType === 'string' ? mimeType : DEFAULT_TYPES[type] };
  if (type === 'resource' && isRecord(block.resource)) return resourcePiece(block.resource);
  return { kind: 'text', text: toJson(block) };
}

const DEFAULT_TYPES = { image: 'image/png', audio: 'audio/wav' } as const;

function resourcePiece(resource: Readonly<Record<string, unknown>>): AgentContent {
  const { text, blob, mimeType } = resource;
  if (typeof text === 'string') return { kind: 'text', text };
  if (typeof blob !== 'string') return { kind: 'text', text: toJson(resource) };
  return { kind: 'file', data: blob, mimeType: typeof mimeType === 'string' ? mimeType : 'application/octet-stream' };
}

function describeEmpty(structuredContent: unknown): string {
  return structuredContent === undefined ? 'The tool answered with nothing.' : toJson(structuredContent);
}

/** What came over the wire was JSON. */
function toJson(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

function cutTexts(pieces: readonly AgentContent[], maxTextLength: number): ShownContent {
  let left = maxTextLength;
  let cutCharacters = 0;
  const content: AgentContent[] = [];
  for (const piece of pieces) {
    if (piece.kind !== 'text' || piece.text.length <= left) {
      content.push(piece);
      if (piece.kind === 'text') left -= piece.text.length;
      continue;
    }
    cutCharacters += piece.text.length - left;
    if (left > 0) content.push({ kind: 'text', text: wholeCharacters(piece.text.slice(0, left)) });
    left = 0;
  }
  if (cutCharacters > 0) content.push({ kind: 'text', text: describeCut(cutCharacters) });
  const texts = content.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []));
  return { content, text: texts.join('\n'), cutCharacters };
}

/** Without the first half of a character that was cut in two. */
function wholeCharacters(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}

function describeCut(cutCharacters: number): string {
  return `[The answer was too long: ${cutCharacters} more characters are left out. Ask for less of it at once.]`;
}
