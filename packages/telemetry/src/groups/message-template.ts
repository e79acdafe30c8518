/**
 * The part of an error message that is the same each time: what varies from one occurrence to the next becomes a placeholder.
 *
 * `names` are words that are told apart elsewhere (the server, the tool) and count for nothing here. Takes linear time, and
 * looks at no more than {@link MAX_INPUT_LENGTH} characters. At most 200 characters come back.
 */
export function messageTemplate(message: string, names: readonly string[] = []): string {
  const text = withoutNames(essence(message), names);
  const marked = RULES.reduce((current, rule) => rule(current), text);
  const flat = marked.replace(/\s+/g, ' ').trim();
  return flat.length <= MAX_TEMPLATE_LENGTH ? flat : flat.slice(0, MAX_TEMPLATE_LENGTH).toWellFormed();
}

/** The characters of a template. */
const MAX_TEMPLATE_LENGTH = 200;
/** The characters of a message that are looked at. */
const MAX_INPUT_LENGTH = 600;

/** The words of an error without the places in the code at which it was thrown. */
function essence(message: string): string {
  const traceback = message.indexOf('Traceback (most recent call last)');
  if (traceback >= 0) {
    // Python says last what went wrong; before it stand the places.
    const last = message.slice(-MAX_INPUT_LENGTH).trimEnd().split('\n').at(-1)?.trim() ?? '';
    return `${message.slice(0, Math.min(traceback, MAX_INPUT_LENGTH / 2))} ${last}`;
  }
  const head = message.slice(0, MAX_INPUT_LENGTH);
  const stack = /\n\s+at /.exec(head);
  return stack === null ? head : head.slice(0, stack.index);
}

/** Whole words only: a tool that is called `a` must not eat every letter. */
function withoutNames(text: string, names: readonly string[]): string {
  let result = text;
  for (const name of names) {
    if (name.length < MIN_NAME_LENGTH || name.length > MAX_NAME_LENGTH || !result.includes(name)) continue;
    result = result.replaceAll(name, (_match: string, offset: number, all: string) =>
      isWordCharacter(all[offset - 1]) || isWordCharacter(all[offset + name.length]) ? name : '<name>',
    );
  }
  return result;
}

const MIN_NAME_LENGTH = 2;
const MAX_NAME_LENGTH = 200;

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9_-]/.test(character);
}

type Rule = (text: string) => string;

function replacing(pattern: RegExp, placeholder: string): Rule {
  return (text) => text.replace(pattern, placeholder);
}

/*
 * In this order: the longer forms first, so that none of their parts is taken for something else. Every quantifier that could
 * run over what another one beside it takes has a bound, so each pattern is linear.
 */
const RULES: readonly Rule[] = [
  replacing(/\[REDACTED(?::[\w-]{1,40})?\]/g, '<secret>'),
  replacing(/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>)\]}]{1,500}/gi, '<url>'),
  replacing(/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, '<email>'),
  replacing(/\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b/gi, '<id>'),
  replacing(
    /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s?Z|\s?[+-]\d{2}:?\d{2})?)?(?![\w-])/g,
    '<time>',
  ),
  replacing(
    /\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} \d{1,4}(?:,? \d{2,4})?(?:,? \d{2}:\d{2}(?::\d{2})?)?(?: (?:GMT|UTC|Z))?/g,
    '<time>',
  ),
  replacing(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, '<address>'),
  replacing(/\[?(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}(?![\w:])\]?(?::\d{1,5})?/gi, '<address>'),
  replacing(/\b\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?!\d)(?: ?[AaPp][Mm]\b)?/g, '<time>'),
  speakingFields,
  replacing(/"(?:[^"\\\n]|\\.){0,400}"/g, '<text>'),
  replacing(/`[^`\n]{0,400}`/g, '<text>'),
  replacing(/[\u201c\u201e\u00ab][^\u201d\u201c\u00bb\n]{0,400}[\u201d\u201c\u00bb]/g, '<text>'),
  replacing(/(?<![\w'])'(?:[^'\\\n]|\\.){0,400}'(?!\w)/g, '<text>'),
  replacing(/(?<![\w.>])(?:[A-Za-z]:)?(?:~|\.{1,2})?(?:[\\/][\w.@+%~-]{1,100}){1,40}[\\/]?/g, '<path>'),
  replacing(/(?<![\w.@/-])(?:[\w.@-]{1,100}\/){1,20}[\w.@-]{1,100}\.[A-Za-z][A-Za-z0-9]{0,7}\b/g, '<path>'),
  replacing(
    /(?<![\w-])[\w-]{1,100}\.(?:[cm]?[jt]sx?|json[cl]?|py|md|txt|pdf|csv|png|jpe?g|ya?ml|html?|log|db|sqlite|xml|zip|toml)\b/gi,
    '<path>',
  ),
  replacing(/\b[A-Z][A-Z0-9]{1,14}-\d{1,9}\b/g, '<key>'),
  replacing(/\b0x[0-9a-f]{1,64}\b/gi, '<hex>'),
  replacing(/(?<![\w-])(?=[0-9a-f]{0,64}\d)[0-9a-f]{7,128}(?![\w-])/gi, '<hex>'),
  identifiers,
  numbers,
];

/** Fields of JSON, and of Python's way to write it, whose text says what went wrong; the values of all others vary. */
function speakingFields(text: string): string {
  return text.replace(FIELD, (_match: string, key: string, double: string | undefined, single: string | undefined) =>
    SPEAKING.has(key.toLowerCase()) ? `${key}: ${double ?? single ?? ''}` : `${key}: <text>`,
  );
}

const FIELD =
  /["']([A-Za-z_][\w-]{0,40})["']\s{0,4}:\s{0,4}(?:"((?:[^"\\\n]|\\.){0,400})"|'((?:[^'\\\n]|\\.){0,400})')/g;
const SPEAKING: ReadonlySet<string> = new Set([
  'code',
  'description',
  'detail',
  'details',
  'error',
  'error_code',
  'error_description',
  'error_type',
  'errorcode',
  'errortype',
  'hint',
  'kind',
  'message',
  'msg',
  'name',
  'reason',
  'status',
  'title',
  'type',
]);

/** Words that somebody made up out of digits and letters: `req_8f7a6b5c`, `user12345`. */
function identifiers(text: string): string {
  return text.replace(/(?<![\w<-])[A-Za-z0-9_-]{5,256}(?![\w>])/g, (word) => (isIdentifier(word) ? '<id>' : word));
}

function isIdentifier(word: string): boolean {
  const digits = word.replace(/\D/g, '').length;
  if (digits === 0) return isRandomLooking(word);
  if (digits === word.length || digits < MIN_DIGITS) return false;
  const runs = word.match(/\d+/g)?.length ?? 0;
  return digits >= MANY_DIGITS || (runs >= MIN_DIGITS && word.length >= MIN_ID_LENGTH);
}

/** Long, without a vowel rhythm of words, upper and lower case mixed: `dGhpc0lzQVRlc3RUb2tlbg`. */
function isRandomLooking(word: string): boolean {
  if (word.length < MIN_RANDOM_LENGTH || /[_-]/.test(word)) return false;
  const changes = word.match(/[a-z][A-Z]/g)?.length ?? 0;
  return changes * 4 > word.length;
}

const MIN_DIGITS = 2;
const MANY_DIGITS = 4;
const MIN_ID_LENGTH = 8;
const MIN_RANDOM_LENGTH = 16;

/** A number varies, but not one that is a code: "status 502" is another cause than "status 404". */
function numbers(text: string): string {
  return text.replace(/(?<!<)\d+(?:[.,]\d+)*/g, (number: string, offset: number) => {
    const before = text.slice(Math.max(0, offset - 20), offset);
    return number.length <= MAX_CODE_LENGTH && CODE_BEFORE.test(before) ? number : '<n>';
  });
}

const MAX_CODE_LENGTH = 6;
const CODE_BEFORE = /(?:status|code|errno|exit|http|error|signal|sqlstate)[^A-Za-z0-9]{0,4}$/i;
