/** How much of the beginning of a text is looked at, in characters. */
export const HEAD_LENGTH = 8192;

/** How much of the end of a longer text is looked at as well: stack traces and logs say last what happened. */
export const TAIL_LENGTH = 1024;

/** The head and the tail of a text, so that no later step can be slow. */
export function clip(text: string): string {
  if (text.length <= HEAD_LENGTH + TAIL_LENGTH) return text;
  return `${text.slice(0, HEAD_LENGTH)}\n${text.slice(-TAIL_LENGTH)}`;
}
