import { CONFIGURED_MARKER, isMarker } from '../markers.ts';

/**
 * Whether a text is put where a secret belongs without being one: nothing, a marker, a variable or a template, a hint such
 * as `<token>` or `YOUR_API_KEY`, a mask.
 */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  if (text.length === 0 || isMarker(text) || isKnownPart(text)) return true;
  if (text.length > MAX_PLACEHOLDER_LENGTH) return /^[*•·.xX_-]+$/.test(text.slice(0, MAX_PLACEHOLDER_LENGTH));
  const first = kindOfCode(text.charCodeAt(0));
  if (first === DIGIT) return false;
  if (first === LOWER || first === UPPER) return isWordPlaceholder(text);
  if (!TEMPLATE_STARTS.has(text.charCodeAt(0))) return false;
  return TEMPLATES.some((template) => template.test(text));
}

/** Whether a configured value is hidden in a text, and what is left of it looks like nothing secret. */
function isKnownPart(text: string): boolean {
  if (!text.includes(CONFIGURED_MARKER)) return false;
  return text.split(CONFIGURED_MARKER).every((part) => part === '' || !looksGenerated(part.trim(), 6));
}

/** Of most texts that begin with a letter one look tells that they are no placeholder. */
function isWordPlaceholder(text: string): boolean {
  if (/^[xX]{3,}$/.test(text) || PLACEHOLDER_WORDS.test(text)) return true;
  if (!/[*•·.…([:/]/.test(text)) return false;
  return REFERENCES.some((reference) => reference.test(text));
}

const MAX_PLACEHOLDER_LENGTH = 120;

/** What the templates begin with. */
const TEMPLATE_STARTS: ReadonlySet<number> = new Set([...'${#%<[(_-*•·.…?'].map((sign) => sign.charCodeAt(0)));
const TEMPLATES: readonly RegExp[] = [
  // ${VAR}, $VAR, $(command), $env:VAR, {{var}}, {var}, %VAR%, <token>, [token], #{var}, @Value
  /^\$\{[^{}]*\}$/,
  /^\$\(.*\)$/,
  /^\$(?:env:)?[A-Za-z_][A-Za-z_]*$/i,
  /^\$[A-Z_][A-Z\d_]*$/,
  /^\{\{?[^{}]*\}\}?$/,
  /^#\{[^{}]*\}$/,
  /^%[A-Za-z_][\w]*%$/,
  /^%[sdvqr]$/,
  /^<[^<>]*>$/,
  /^\[[A-Za-z _-]*\]$/,
  /^\([A-Za-z _-]*\)$/,
  // Masks: ****, ....
  /^[_-]{0,4}[*•·]{3,}[\w-]{0,4}$/,
  /^(?:(?:\.{2,}|…)\w{0,4}|-+|_+|\?+)$/,
];

const REFERENCES: readonly RegExp[] = [
  // sk-..., sk-***
  /^(?:[A-Za-z]{1,10}[-_]){0,3}(?:\.{3}|…)\w{0,4}$/,
  /^[\w-]{0,12}[*•·]{3,}[\w-]{0,4}$/,
  // References to where the secret is: process.env.X, os.environ["X"], secrets.X, vault:path, op://vault/item
  /^(?:process\.env|import\.meta\.env|os\.environ|os\.getenv|getenv|System\.getenv|ENV|env|secrets|vars|inputs|config|settings|self|this)(?:[.[(:].*)$/,
  /^(?:op|vault|ref\+|awssm|gcpsm|aws-sm|azurekv|keyring|doppler|sops|secretref|file|env):\/{0,2}[\w/.@:#+?=&~,-]*$/i,
  // Calls: getToken(), input("Password: ")
  /^(?:await )?[A-Za-z_$][\w$.]*\(.*\)?;?$/,
];

const PLACEHOLDER_WORDS =
  /^(?:(?:your|my|the|some|an?|put|insert|enter|paste|add|replace|set|example|sample|dummy|fake)[-_ .](?:[A-Za-z]+[-_ .]?){1,8}|(?:[A-Za-z]+[-_ ]){0,4}(?:here|goes[-_ ]here|placeholder|todo|tbd|redacted|removed|hidden|masked|filtered|omitted|scrubbed|obfuscated))$/i;

/** Whether a value is a word that says how it is with a secret, or of which kind it is: `missing`, `expired`, `oauth2`. */
export function isStatusWord(value: string): boolean {
  return value.length <= MAX_STATUS_LENGTH && STATUS_WORDS.has(value.trim().toLowerCase());
}

/** With blanks around, in characters. */
const MAX_STATUS_LENGTH = 32;
const STATUS_WORDS: ReadonlySet<string> = new Set(
  (
    'true false null none nil undefined nan void n/a na not missing required optional invalid valid expired revoked ' +
    'unset set empty blank ok okay error failed failure success denied rejected accepted forbidden unauthorized unknown ' +
    'unavailable disabled enabled allowed active inactive wrong incorrect correct bad malformed absent present provided ' +
    'configured unconfigured changed unchanged reset default auto automatic manual never always basic bearer digest ' +
    'negotiate ntlm kerberos oauth oauth1 oauth2 oidc openid saml sso ldap jwt apikey api_key api-key apitoken api_token ' +
    'api-token token tokens password passwords secret secrets key keys cookie cookies session sessions credential credentials ' +
    'header query body path form certificate cert mtls x509 anonymous public private internal external any all both ' +
    'include omit same-origin inherit string str number int integer float boolean bool object array list map dict bytes ' +
    'text any unknown never optional[str] string? secretstr char varchar uuid date file type unsupported deprecated ' +
    'authentication authorization login user username email verification read write readonly read-only admin shared ' +
    'per-host per-user per-session per-request rotating rotated stale fresh used unused found loading pending ready ' +
    'redacted hidden masked filtered removed yes no on off plain plaintext encrypted hashed sha256 md5 bcrypt argon2 rs256 ' +
    'hs256 es256 cleared exceeded insufficient mismatch duplicate locked blocked suspended it this that there here must is ' +
    'was should cannot please for and or the to with in at from of as by on if when ends starts exists does has expected'
  ).split(' '),
);

/** What can be counted in a text. */
interface Shape {
  readonly length: number;
  readonly lowers: number;
  readonly uppers: number;
  readonly digits: number;
  readonly symbols: number;
  readonly spaces: number;
  /** How often a digit, a small letter and a capital follow one another. */
  readonly changes: number;
}

/** Longer texts are measured by their beginning only. */
const MAX_MEASURED_LENGTH = 256;

function shapeOf(text: string): Shape {
  const shape = { length: text.length, lowers: 0, uppers: 0, digits: 0, symbols: 0, spaces: 0, changes: 0 };
  let before = 0;
  for (let index = 0; index < Math.min(text.length, MAX_MEASURED_LENGTH); index += 1) {
    const kind = kindOfCode(text.charCodeAt(index));
    if (kind === LOWER) shape.lowers += 1;
    else if (kind === UPPER) shape.uppers += 1;
    else if (kind === DIGIT) shape.digits += 1;
    else if (kind === SPACE) shape.spaces += 1;
    else if (kind === SYMBOL) shape.symbols += 1;
    if (before !== 0 && before !== kind && kind <= DIGIT && before <= DIGIT) shape.changes += 1;
    before = kind;
  }
  return shape;
}

const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const SPACE = 4;
const SEPARATOR = 5;
const SYMBOL = 6;

function kindOfCode(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return LOWER;
  if (code >= 0x41 && code <= 0x5a) return UPPER;
  if (code >= 0x30 && code <= 0x39) return DIGIT;
  if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) return SPACE;
  return code === 0x2d || code === 0x5f || code === 0x2e || code === 0x2f || code === 0x3a ? SEPARATOR : SYMBOL;
}

/** Whether a text is a word of a language: letters in one case, or with a capital in front; apostrophes and hyphens inside. */
export function isWord(text: string): boolean {
  return /^(?:[A-Z]?[a-z]+|[A-Z]+)(?:['’-](?:[A-Z]?[a-z]+|[A-Z]+))*$/.test(text);
}

/**
 * Whether a text reads as a name that people gave: `list_tokens`, `PROJ-123`, `customfield_10011`, `jira-creds`,
 * `getSecretName`, `acme.example.com`. Words, and numbers after them, joined by separators or humps.
 */
export function isIdentifier(text: string): boolean {
  if (text.length > MAX_IDENTIFIER_LENGTH) return false;
  return text.split(/[-_./:@]/).every((segment) => segment === '' || SEGMENT.test(segment));
}

const MAX_IDENTIFIER_LENGTH = 100;
/** Letters in humps of three and more, and up to six digits after them; or digits alone, as of a version. */
const SEGMENT = /^(?:[a-z]{1,24}(?:[A-Z][a-z]{2,24}){0,8}|(?:[A-Z][a-z]{2,24}){1,8}|[A-Z]{1,16}|v)\d{0,6}$|^\d{1,6}$/;

/** Whether a text looks generated by a program, or chosen for a password: mixed letters, digits and signs without a reading. */
export function looksGenerated(text: string, minLength = 8): boolean {
  if (text.length < minLength || NUMBER_WITH_UNIT.test(text) || isIdentifier(text) || isPath(text)) return false;
  const shape = shapeOf(text);
  if (shape.spaces > 0) return false;
  const letters = shape.lowers + shape.uppers;
  if (letters === 0) return false;
  if (shape.digits > 0 || (shape.lowers > 0 && shape.uppers > 0 && shape.changes >= 4)) return true;
  return shape.symbols > 0 && PASSWORD_SIGN.test(text) && letters >= 4;
}

const NUMBER_WITH_UNIT =
  /^[-+~<>=]*\d[\d.,:]*(?:[a-z]{1,3}|bytes|chars|tokens|st|nd|rd|th|x|%)?$|^v?\d+(?:\.\d+)+(?:[-+][\w.]+)?$|^\d{4}-\d\d-\d\d(?:[T ].*)?$|^0x[\da-f]{1,8}$/i;
const PASSWORD_SIGN = /[!#$%^&*~+=?]/;

/** Whether a text is a path of readable parts, absolute or relative. */
export function isPath(text: string): boolean {
  if (!/^(?:~|\.{1,2}|[A-Za-z]:|file:\/\/)?[/\\]/.test(text)) return false;
  return text
    .slice(0, MAX_MEASURED_LENGTH)
    .split(/[/\\]/)
    .every((part) => part === '' || /^(?:~|\.{1,2}|[A-Za-z]:|file:|\$\{?\w+\}?)$/.test(part) || isIdentifier(part));
}

/** Whether a text reads as a sentence about a secret: several words, one of them a verb or the like. */
export function isSentence(text: string): boolean {
  const words = text.slice(0, MAX_MEASURED_LENGTH).split(/\s+/);
  if (words.length < 2) return false;
  return words.some((word) => SENTENCE_WORDS.has(word.toLowerCase().replace(/[.,:;!?]$/, '')));
}

const SENTENCE_WORDS: ReadonlySet<string> = new Set(
  (
    'a an are be been before by can cannot contain contains could do does enter exceeded expected expired for found from ' +
    'has have if in invalid is it least longer may minimum missing must no not of only or please provide required set should ' +
    "than that the to too used was were when will with without you your isn't can't doesn't don't wasn't"
  ).split(' '),
);

/**
 * Whether a part of a text is long and without any reading, as keys of vendors are; for text that no name stands before.
 * Parts are what `-`, `_`, `.` and the like separate.
 */
export function looksRandom(text: string): boolean {
  for (const segment of text.slice(0, MAX_MEASURED_LENGTH).split(/[-_.:=/+]/)) {
    if (segment.length >= MIN_RANDOM_LENGTH && isRandomSegment(segment)) return true;
  }
  return false;
}

const MIN_RANDOM_LENGTH = 10;

function isRandomSegment(segment: string): boolean {
  if (SEGMENT.test(segment)) return false;
  const shape = shapeOf(segment);
  if (shape.digits > 0 && shape.changes >= 2) return true;
  return shape.lowers > 0 && shape.uppers > 0 && shape.changes >= Math.max(4, segment.length / 5);
}
