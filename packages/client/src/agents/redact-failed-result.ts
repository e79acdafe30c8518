import { redact } from '@seawall/core/base';
import { isRecord } from '../connection/is-record.ts';

/** The longest text of a result with an error that is passed on, in characters. */
export const MAX_FAILED_TEXT_LENGTH = 262_144;

/**
 * What a server answered to a call that failed, as it may be shown: without secrets, and without the rest of endless texts.
 *
 * A text is cut before it is searched, which of eight million characters takes a third of a second. The search sees more of it
 * than is shown, so that it finds what reaches beyond the end.
 */
export function redactFailedResult<T extends object>(result: T): T {
  const { content }: { readonly content?: unknown } = result;
  if (!Array.isArray(content) || !content.some(isEndless)) return redact(result);
  const searched = redact({ ...result, content: content.map(cutForSearch) });
  return { ...searched, content: searched.content.map((block, index) => cutToShow(block, content[index])) };
}

/** JSON within a text is read as such where it is no longer than a million characters. */
const MAX_REACH = 1_048_576;
const MAX_SEARCHED = MAX_FAILED_TEXT_LENGTH + MAX_REACH;

function isEndless(block: unknown): block is { readonly text: string } {
  return isRecord(block) && typeof block.text === 'string' && block.text.length > MAX_SEARCHED;
}

function cutForSearch(block: unknown): unknown {
  return isEndless(block) ? { ...block, text: block.text.slice(0, MAX_SEARCHED) } : block;
}

/** What was hidden made the text shorter, or longer: its end, which may be half of a secret, goes in any case. */
function cutToShow(searched: unknown, whole: unknown): unknown {
  if (!isEndless(whole) || !isRecord(searched) || typeof searched.text !== 'string') return searched;
  const length = Math.max(0, Math.min(MAX_FAILED_TEXT_LENGTH, searched.text.length - MAX_REACH));
  const text = searched.text.slice(0, length).toWellFormed();
  return { ...searched, text: `${text}… [cut: it has ${whole.text.length} characters]` };
}
