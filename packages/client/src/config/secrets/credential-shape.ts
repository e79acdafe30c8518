/**
 * Whether a text looks like a credential whatever name it stands under: the prefix of a vendor, a private key, a JSON web
 * token, or a long run of characters without pattern.
 */
export function looksLikeCredential(text: string): boolean {
  if (text.length < MIN_LENGTH || /\s/.test(text.trim())) return text.includes('PRIVATE KEY-----');
  return VENDOR_SHAPES.some((shape) => shape.test(text)) || isRandom(text);
}

const MIN_LENGTH = 12;
/** A run without pattern has to be this long, in characters. */
const MIN_RANDOM_LENGTH = 24;
/** Bits for each character; English text has about 3, random base 62 of this length over 4. */
const MIN_ENTROPY_BITS = 3.4;
/** Longer texts are measured by their beginning only. */
const MAX_MEASURED_LENGTH = 512;

const VENDOR_SHAPES: readonly RegExp[] = [
  /^(?:sk|pk|rk)[-_](?:live|test|proj|ant|or|lf)?[-_]?[\w-]{12,}$/,
  /^gh[opusr]_\w{16,}$/,
  /^github_pat_\w{16,}$/,
  /^glpat-[\w-]{12,}$/,
  /^xox[a-z]-[\w-]{8,}$/,
  /^xapp-[\w-]{8,}$/,
  /^(?:AKIA|ASIA|ABIA|ACCA)[A-Z\d]{12,}$/,
  /^AIza[\w-]{20,}$/,
  /^ya29\.[\w-]{10,}$/,
  /^tvly-[\w-]{8,}$/,
  /^(?:hf|npm|gsk|r8|nvapi|pplx|fc|lin_api|ntn|secret|dop_v1|shp(?:at|ca|pa|ss)|figd|ATATT3|sbp|apify_api|BSA|pypi)[-_]?[\w-]{20,}$/,
  /^SG\.[\w-]{10,}\.[\w-]{10,}$/,
  /^eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?$/,
];

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

function isRandom(text: string): boolean {
  if (text.length < MIN_RANDOM_LENGTH || !/^[\w+/=.~-]+$/.test(text) || UUID.test(text)) return false;
  const pieces = text.slice(0, MAX_MEASURED_LENGTH).split(/[/.~-]/);
  return pieces.some((piece) => {
    if (piece.length < MIN_RANDOM_LENGTH - 4 || !/[A-Za-z]/.test(piece)) return false;
    const digits = piece.replace(/\D/g, '').length;
    return digits >= 2 && entropyBits(piece) >= (/^[\da-f]+$/i.test(piece) ? MIN_ENTROPY_BITS - 0.5 : MIN_ENTROPY_BITS);
  });
}

/** Shannon entropy for each character, in bits. */
function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
