import { redactText } from '../../redaction/redact.ts';
import type { Facts } from '../peel/facts.ts';

/** How much of a server's words is kept, in characters. */
export const MAX_QUOTE_LENGTH = 500;

/** More than is kept is redacted, so that no secret is cut in two before it is recognized. */
const MAX_CLEANED_LENGTH = 4000;

/** What the server said, peeled; still to be cleaned. */
export function wordsOf(facts: Facts): string {
  return facts.text === '' ? facts.rest : facts.text;
}

/** Stands in no text that has been cleaned. */
const SEPARATOR = '\u241e';

/**
 * Makes of foreign texts lines that are safe to show: without what terminals and pages would act upon, and redacted. They
 * are redacted together, because redaction has a price for each call.
 */
export function cleanTexts(texts: readonly string[]): readonly string[] {
  const plain = texts.map((text) => withoutControls(text.slice(0, MAX_CLEANED_LENGTH)));
  const clean = redactText(plain.join(`\n${SEPARATOR}\n`)).split(SEPARATOR);
  // Redaction took more than one text for one secret: then each is cleaned for itself.
  return (clean.length === texts.length ? clean : plain.map((text) => redactText(text))).map(toLine);
}

/** Everything but the letters, digits and signs of ASCII. */
const UNUSUAL = /[^ -~]/;

function withoutControls(text: string): string {
  if (!UNUSUAL.test(text)) return text;
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go.
      .replace(/\u001b(?:\[[0-9;:?]{0,32}[ -/]?[@-~]|\][^\u0007\u001b]{0,200}(?:\u0007|\u001b\\)?|[@-Z\\-_])/g, '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
      .replace(
        /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g,
        '',
      )
      .replaceAll(SEPARATOR, '')
  );
}

function toLine(text: string): string {
  const trimmed = text.trim();
  return / {2}|[^ -~]/.test(trimmed) ? trimmed.replace(/\s+/g, ' ') : trimmed;
}

/** Cuts a text to a length, between two characters, and says so. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
