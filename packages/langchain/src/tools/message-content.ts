import type { ToolMessage } from '@langchain/core/messages';
import type { AgentContent } from '@seawall/client';

/** What a model is shown, as the content of a message: a plain text where there is nothing else. */
export function toMessageContent(content: readonly AgentContent[], text: string): ToolMessage['content'] {
  return content.every(({ kind }) => kind === 'text') ? text : content.map(toBlock);
}

function toBlock(piece: AgentContent): Exclude<ToolMessage['content'], string>[number] {
  switch (piece.kind) {
    case 'text':
      return { type: 'text', text: piece.text };
    case 'image':
      // The one form of pictures that all integrations of model vendors take.
      return { type: 'image_url', image_url: { url: `data:${piece.mimeType};base64,${piece.data}` } };
    default:
      return { type: piece.kind, source_type: 'base64', mime_type: piece.mimeType, data: piece.data };
  }
}
