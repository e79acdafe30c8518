/**
 * Lists the spellings in which a secret shows up in messages, URLs, headers and JSON.
 *
 * Plain; as every common JSON writer escapes it, once and twice; URL-encoded for every part of a URL and for forms, both
 * hex cases; HTML-escaped; hex; base64 and base64url at all three alignments, so that `user:secret` in a Basic header is
 * found whatever the user is. A secret of several lines (a PEM key) is also looked for line by line.
 */
export function encodingsOf(secret: string): ReadonlySet<string> {
  const bytes = new TextEncoder().encode(secret);
  const hex = toHex(bytes);
  const spellings = new Set<string>([secret, hex, hex.toUpperCase()]);
  addJsonEncodings(spellings, secret);
  addUrlEncodings(spellings, secret);
  addHtmlEncodings(spellings, secret);
  addBase64Encodings(spellings, bytes);
  // OAuth clients form-encode id and secret before they join them for a Basic header.
  addBase64Encodings(spellings, new TextEncoder().encode(percentEncode(secret, FORM_SAFE).replaceAll('%20', '+')));
  addLines(spellings, secret);
  spellings.delete('');
  return spellings;
}

/** A line of a multi-line secret has to be this long to be a secret of its own. */
export const MIN_LINE_LENGTH = 20;

function addLines(spellings: Set<string>, secret: string): void {
  const lines = secret.split(/\r?\n/);
  if (lines.length === 1) return;
  for (const line of lines) {
    // The frame around a PEM block is the same for everybody.
    if (line.length >= MIN_LINE_LENGTH && !line.startsWith('-----')) spellings.add(line);
  }
}

function addJsonEncodings(spellings: Set<string>, secret: string): void {
  const plain = jsonEscape(secret);
  // Python writes ASCII only, Go escapes what HTML gives a meaning to, PHP escapes the slash.
  const ascii = plain.replace(/[\u007f-\uffff]/g, unicodeEscape);
  const variants = [plain, ascii, plain.replace(/[<>&\u2028\u2029]/g, unicodeEscape), plain.replaceAll('/', '\\/')];
  for (const variant of [...variants, ascii.replaceAll('/', '\\/')]) {
    spellings.add(variant);
    spellings.add(jsonEscape(variant));
  }
}

function jsonEscape(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** What stays as it is, of printable ASCII, in each part of a URL; the sets of the URL standard, and those of JavaScript. */
const URL_SAFE: readonly RegExp[] = [
  // fragment, query of any scheme, query of http, path, user and password
  /[^\s"<>`]/,
  /[^\s"#<>]/,
  /[^\s"#<>']/,
  /[^\s"#<>?^`{}]/,
  /[^\s"#<>?`{}]/,
  /[^\s"#<>?`{}/:;=@[\\\]^|]/,
  // encodeURI, encodeURIComponent, RFC 3986
  /[A-Za-z0-9;,/?:@&=+$\-_.!~*'()#]/,
  /[A-Za-z0-9\-_.!~*'()]/,
  /[A-Za-z0-9\-_.~]/,
  // Python's quote()
  /[A-Za-z0-9\-_.~/]/,
];
/** application/x-www-form-urlencoded. */
const FORM_SAFE = /[A-Za-z0-9*\-._]/;

function addUrlEncodings(spellings: Set<string>, secret: string): void {
  for (const safe of [...URL_SAFE, FORM_SAFE]) {
    const encoded = percentEncode(secret, safe);
    for (const form of [encoded, encoded.replaceAll('%20', '+')]) {
      spellings.add(form);
      spellings.add(form.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()));
    }
  }
}

/** Never throws: what is no character becomes the replacement character, as in every URL. */
function percentEncode(text: string, safe: RegExp): string {
  let encoded = '';
  for (const byte of new TextEncoder().encode(text)) {
    const char = String.fromCharCode(byte);
    const isKept = byte > 0x20 && byte < 0x7f && safe.test(char);
    encoded += isKept ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

const QUOTE_ENTITIES: readonly (readonly [double: string, single: string])[] = [
  ['&quot;', '&#39;'],
  ['&quot;', '&#039;'],
  ['&quot;', '&#x27;'],
  ['&quot;', '&apos;'],
  ['&#34;', '&#39;'],
  ['"', "'"],
];

function addHtmlEncodings(spellings: Set<string>, secret: string): void {
  const escaped = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  for (const [double, single] of QUOTE_ENTITIES) {
    spellings.add(escaped.replaceAll('"', double).replaceAll("'", single));
  }
}

function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

function addBase64Encodings(spellings: Set<string>, bytes: Uint8Array): void {
  for (const alignment of [0, 1, 2] as const) {
    const encoded = alignedBase64(bytes, alignment);
    spellings.add(encoded).add(encoded.replaceAll('+', '-').replaceAll('/', '_'));
  }
}

/** The characters of the base64 of any text that holds `bytes` at this alignment which depend on `bytes` alone. */
function alignedBase64(bytes: Uint8Array, alignment: 0 | 1 | 2): string {
  const padded = new Uint8Array(alignment + bytes.length);
  padded.set(bytes, alignment);
  const encoded = toBase64(padded).replace(/=+$/, '');
  const leading = [0, 2, 3][alignment] ?? 0;
  const trailing = padded.length % 3 === 0 ? 0 : 1;
  return encoded.slice(leading, encoded.length - trailing);
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
