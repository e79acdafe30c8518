/** The words of a name in camelCase, PascalCase, kebab-case, snake_case, dotted or spaced, in lower case. */
export function nameWords(name: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  for (let index = 0; index < name.length; index += 1) {
    const code = name.charCodeAt(index);
    if (!isWordPart(code)) {
      if (word !== '') words.push(word.toLowerCase());
      word = '';
      continue;
    }
    if (word !== '' && startsHump(name, index, code)) {
      words.push(word.toLowerCase());
      word = '';
    }
    word += name.charAt(index);
  }
  if (word !== '') words.push(word.toLowerCase());
  return words;
}

function isWordPart(code: number): boolean {
  return isUpper(code) || isLower(code) || (code >= 0x30 && code <= 0x39) || code >= 0xaa;
}

/** A capital starts a word after a small letter or digit (`apiKey`), and before a small letter (`JSONToken`). */
function startsHump(name: string, index: number, code: number): boolean {
  if (!isUpper(code)) return false;
  const before = name.charCodeAt(index - 1);
  if (!isUpper(before)) return true;
  return isLower(name.charCodeAt(index + 1)) && name.charCodeAt(index + 1) !== PLURAL_S;
}

/** `APIs` and `URLs` are one word. */
const PLURAL_S = 's'.charCodeAt(0);

function isUpper(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function isLower(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}
