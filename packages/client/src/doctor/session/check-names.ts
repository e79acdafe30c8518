import { MAX_NAME_LENGTH } from '../../agents/public-name.ts';
import { isRecord } from '../../connection/is-record.ts';
import type { Finding } from '../checkup.ts';

/** What the names of tools are made of. */
export interface NamingOptions {
  readonly serverName: string;
  /** Whether hosts see the server's name in front of its tools' names. */
  readonly hasPrefix: boolean;
}

const USABLE_NAME = /^[A-Za-z0-9_-]+$/;

/** Tells which tools hosts see under another name than theirs, and which stand twice. */
export function checkNames(tools: readonly unknown[], { serverName, hasPrefix }: NamingOptions): Finding {
  const counts = new Map<string, number>(); // Bounded by the list, which is.
  for (const name of namesOf(tools)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const lines: string[] = [];
  let isTwice = false;
  for (const [name, count] of counts) {
    const publicName = hasPrefix ? `${serverName}__${name}` : name;
    const shown = JSON.stringify(name.slice(0, 100));
    if (count > 1) {
      isTwice = true;
      lines.push(`${shown} is listed ${count} times; the first one counts.`);
    }
    if (!USABLE_NAME.test(publicName))
      lines.push(`${shown} has characters that model APIs refuse; hosts see it with "_" and a hash instead.`);
    else if (publicName.length > MAX_NAME_LENGTH)
      lines.push(
        `${shown} has ${publicName.length} characters${hasPrefix ? ' with its server in front' : ''}, ${MAX_NAME_LENGTH} are allowed; hosts see it cut, with a hash.`,
      );
  }
  const [first] = lines;
  if (first === undefined) return { outcome: 'passed', detail: 'Hosts see every tool under its own name.' };
  const fix = isTwice
    ? 'Report it to the author of the server: a name may stand in the list once.'
    : 'Nothing has to be done; a shorter name of the server in the configuration makes longer ones fit.';
  return { outcome: 'warning', detail: first, fix, lines };
}

function namesOf(tools: readonly unknown[]): readonly string[] {
  return tools.flatMap((tool) => (isRecord(tool) && typeof tool.name === 'string' ? [tool.name] : []));
}
