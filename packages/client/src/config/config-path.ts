/** A place in a configuration: keys and list positions from the top. */
export type ConfigPath = readonly (string | number)[];

/** Writes a path as people do: `mcpServers.jira.args[2]`, `mcpServers["my server"].url`. */
export function formatPath(path: ConfigPath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (!PLAIN_KEY.test(part)) text += `[${JSON.stringify(part.slice(0, MAX_KEY_LENGTH))}]`;
    else text += text === '' ? part : `.${part}`;
  }
  return text;
}

/** What stands at `path`, or `undefined`. */
export function valueAt(root: unknown, path: ConfigPath): unknown {
  let current = root;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = Reflect.get(current, part);
  }
  return current;
}

/** Whether `path` is `prefix` or lies below it. */
export function isWithin(path: ConfigPath, prefix: ConfigPath): boolean {
  return prefix.every((part, index) => part === path[index]);
}

/** Whether `value` is an object with keys: not a list, not null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const PLAIN_KEY = /^[\w$-]{1,100}$/;
const MAX_KEY_LENGTH = 100;
