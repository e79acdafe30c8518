import { redactText } from '@seawall/core/base';

/** A text without characters that could steer a terminal or start a line, cut to a length. */
export function boundedText(text: string, maxLength: number): string {
  const clean =
    text.length <= maxLength && !STEERING.test(text) ? text : text.slice(0, maxLength * 2).replace(ALL, ' ');
  return clean.length <= maxLength ? clean : `${clean.slice(0, maxLength - 1).toWellFormed()}…`;
}

/** The name of a server, tool or session as it is kept: whoever chose it, it can't do harm. */
export function boundedName(name: string): string {
  return boundedText(name, MAX_NAME_LENGTH);
}

/** A text from outside as it may be shown: without secrets, in one line, and bounded. */
export function shownText(text: string, maxLength: number): string {
  // Only so much is looked at as can come to be shown: a secret that begins there is looked at whole.
  return boundedText(redactText(text.slice(0, maxLength + MAX_SECRET_LENGTH)), maxLength);
}

/** {@link shownText} for names. */
export function shownName(name: string): string {
  return shownText(name, MAX_NAME_LENGTH);
}

const MAX_NAME_LENGTH = 200;
const MAX_SECRET_LENGTH = 8192;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
const ALL = new RegExp(STEERING.source, 'g');
