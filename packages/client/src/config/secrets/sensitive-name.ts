/**
 * Whether a value under this name has to be taken for a secret.
 *
 * The name is read as words (`tavilyApiKey`, `API-KEY` and `API_KEY` are the same), so that `MONKEY` and `AUTHOR` are
 * none. Names that only speak about a secret, as `KEY_ID`, `TOKEN_COUNT` or `PASSWORD_FILE`, are none either.
 */
export function isSensitiveName(name: string): boolean {
  const words = nameWords(name);
  if (!words.some((word, index) => isSensitiveWord(word, words[index + 1]))) return false;
  const last = words.at(-1) ?? '';
  // The id of a session is what a password is elsewhere.
  if (last === 'id' && words.includes('session')) return true;
  if (ABOUT_A_SECRET.has(last)) return false;
  return !words.some((word) => COUNTED.has(word)) && !HARMLESS_NAMES.has(words.join(' '));
}

/** The words of a name in camelCase, PascalCase, kebab-case or snake_case, in lower case. */
function nameWords(name: string): readonly string[] {
  return name
    .slice(0, MAX_NAME_LENGTH)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

const MAX_NAME_LENGTH = 200;

const SENSITIVE_WORDS: ReadonlySet<string> = new Set(
  (
    'apikey apikeys auth authorization authtoken accesskey accesstoken bearer cookie cookies credential credentials dsn jwt ' +
    'key keys passcode passphrase passwd password passwords pat privatekey pw pwd sas secret secretkey secrets session ' +
    'sig signature token tokens webhook'
  ).split(' '),
);

/** Words that are sensitive only before another word. */
const SENSITIVE_PAIRS: ReadonlySet<string> = new Set(['connection string', 'conn string', 'connection uri']);

/** As last word of a name these say that the value only describes a secret. */
const ABOUT_A_SECRET: ReadonlySet<string> = new Set(
  (
    'alg algorithm audience bits count dir directory domain email enabled endpoint expiry expires file filename folder format ' +
    'header host id ids issuer length limit max method min mode name path port prefix provider realm region scheme scope scopes ' +
    'size source store strategy timeout ttl type uri url user username version'
  ).split(' '),
);

/** Anywhere in a name these say that tokens or keys are counted, or are public. */
const COUNTED: ReadonlySet<string> = new Set(['max', 'min', 'num', 'count', 'limit', 'public', 'primary', 'foreign']);

const HARMLESS_NAMES: ReadonlySet<string> = new Set([
  'google application credentials',
  'author',
  'pwd',
  'oldpwd',
  'old pwd',
]);

function isSensitiveWord(word: string, next: string | undefined): boolean {
  if (SENSITIVE_WORDS.has(word) || (word === 'pass' && next === undefined)) return true;
  if (next !== undefined && SENSITIVE_PAIRS.has(`${word} ${next}`)) return true;
  return /(?:apikey|password|passwd|secret|token|connectionstring)s?$/.test(word);
}
