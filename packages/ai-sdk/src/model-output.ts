import { type AgentContent, showContent } from '@seawall/client';
import type { ToolModelMessage } from 'ai';
import * as ai from 'ai';
import { isRecord } from './is-record.ts';
import { isToolFailure } from './tool-output.ts';

/** What the model is given of a tool's output, in the words of the framework. */
export type ModelOutput = Extract<ToolModelMessage['content'][number], { readonly type: 'tool-result' }>['output'];

/** Larger pictures are named and not shown: models refuse them. In characters of base64. */
export const MAX_PICTURE_LENGTH = 7_000_000;

/**
 * Puts the output of a tool into the words of the framework; it may come from the messages of an earlier run, as plain JSON.
 *
 * A failure is an error to the model too. Texts go as one text, which every provider takes; only a picture needs more. What
 * models can't be given, as sounds and other files, is named: providers answer such a piece with an error that ends the run.
 * The developer has all of it in the output of the tool.
 */
export function toModelOutput(output: unknown, maxTextLength: number): ModelOutput {
  if (isToolFailure(output)) return { type: 'error-text', value: output.content[0].text };
  const { content, text } = showContent(isRecord(output) ? output : { structuredContent: output }, maxTextLength);
  const parts = content.map(toPart);
  if (content.every(({ kind }) => kind === 'text')) return { type: 'text', value: text };
  return { type: 'content', value: parts };
}

type ContentPart = Extract<ModelOutput, { readonly type: 'content' }>['value'][number];

function toPart(piece: AgentContent): ContentPart {
  if (piece.kind === 'text') return { type: 'text', text: piece.text };
  const { kind, data, mimeType: mediaType } = piece;
  if (!mediaType.startsWith('image/') || data.length > MAX_PICTURE_LENGTH) {
    const bytes = Math.floor((data.length * 3) / 4);
    return {
      type: 'text',
      text: `[The answer holds a ${kind} of the type ${mediaType} with ${bytes} bytes, which can not be shown.]`,
    };
  }
  return TAKES_FILES
    ? { type: 'file', mediaType, data: { type: 'data', data } }
    : { type: 'image-data', mediaType, data };
}

/** Version 7 of the framework has one kind of part for all files, and warns of the older ones; version 6 knows only those. */
const TAKES_FILES = 'uploadFile' in ai;
