/**
 * Lists the spellings in which a secret shows up in messages, URLs, headers and JSON.
 *
 * Plain, JSON-escaped once and twice, URL-encoded (both hex cases, and `+` for a space), HTML-escaped, hex, and base64
 * and base64url at all three alignments, so that `user:secret` in a Basic header is found whatever the user is.
 * A secret of several lines (a PEM key) is also looked for line by line.
 */
export function encodingsOf(secret: string): ReadonlySet<string> {
  const spellings = new Set<string>([secret]);
  const jsonEscaped = JSON.stringify(secret).slice(1, -1);
  spellings.add(jsonEscaped);
  spellings.add(JSON.stringify(jsonEscaped).slice(1, -1));
  addUrlEncodings(spellings, secret);
  spellings.add(htmlEscape(secret));
  const bytes = new TextEncoder().encode(secret);
  const hex = toHex(bytes);
  spellings.add(hex).add(hex.toUpperCase());
  for (const alignment of [0, 1, 2] as const) {
    const encoded = alignedBase64(bytes, alignment);
    if (encoded.length < MIN_BASE64_LENGTH) continue;
    spellings.add(encoded).add(encoded.replaceAll('+', '-').replaceAll('/', '_'));
  }
  for (const line of secret.split(/\r?\n/)) if (line.length >= MIN_LINE_LENGTH) spellings.add(line);
  spellings.delete('');
  return spellings;
}

/** Shorter base64 runs than this would hide harmless text. */
const MIN_BASE64_LENGTH = 8;
/** A line of a multi-line secret has to be this long to be a secret of its own. */
const MIN_LINE_LENGTH = 20;

function addUrlEncodings(spellings: Set<string>, secret: string): void {
  // A lone surrogate can't be URL-encoded; such a secret never stands in a URL.
  const wellFormed = secret.toWellFormed();
  const encoded = encodeURIComponent(wellFormed);
  const strict = encoded.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  for (const form of [encoded, strict, encoded.replaceAll('%20', '+'), strict.replaceAll('%20', '+')]) {
    spellings.add(form);
    spellings.add(form.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()));
  }
}

function htmlEscape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
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
