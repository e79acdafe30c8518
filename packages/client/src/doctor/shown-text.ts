import { redactText } from '@seawall/core/base';
import { toPlainText } from '../connection/stdio/stderr-tail.ts';

/**
 * A text as a report may show it: without secrets, colours, control and invisible characters, at most `maxLength` long.
 *
 * Redacted first, then cut: a secret at the edge would stay otherwise. Redacted again without its control characters, which
 * may stand in the middle of one.
 */
export function toShownText(text: string, maxLength: number): string {
  const clean = redactText(toPlainText(redactText(text)).replaceAll(INVISIBLE, ''));
  return clean.length <= maxLength ? clean : `${clean.slice(0, maxLength).toWellFormed()}…`;
}

/** Characters that turn a line around or hide in it, and the line ends that only some programs know. */
const INVISIBLE = /[\p{Cf}\u2028\u2029]/gu;

/** A URL without credentials, query and fragment. */
export function toShownUrl(url: string | URL): string {
  const text = String(url);
  if (!URL.canParse(text)) return 'a text that is no URL';
  const { protocol, host, pathname, search } = new URL(text);
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?…'}`;
}
