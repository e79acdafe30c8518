/** Whether some object in a text of valid JSON names a key twice, which `JSON.parse` would hide. */
export function hasDuplicateKeys(json: string): boolean {
  // One set for each open object, undefined for each open list; as deep as the text.
  const open: (Set<string> | undefined)[] = [];
  let index = 0;
  while (index < json.length) {
    const char = json[index];
    if (char === '{') open.push(new Set());
    else if (char === '[') open.push(undefined);
    else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const end = endOfString(json, index);
      const keys = open.at(-1);
      if (keys !== undefined && isBeforeColon(json, end)) {
        const key = json.slice(index, end);
        const name = key.includes('\\') ? String(JSON.parse(key)) : key.slice(1, -1);
        if (keys.has(name)) return true;
        keys.add(name);
      }
      index = end;
      continue;
    }
    index += 1;
  }
  return false;
}

/** The position behind the closing quote. */
function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index + 1;
}

function isBeforeColon(json: string, start: number): boolean {
  let index = start;
  while (/\s/.test(json[index] ?? '')) index += 1;
  return json[index] === ':';
}
