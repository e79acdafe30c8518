import type { Configuration, ConfiguredServer } from '../config/configuration.ts';
import type { Environment } from '../config/environment.ts';

/**
 * Everything that a report must not hold: the secrets of the configuration, every value of a variable and a header, and the
 * credentials of the proxies.
 *
 * A value that stands in the open elsewhere is none for standing in a variable too, as a home folder in a working folder.
 */
export function secretValues(configuration: Configuration, environment: Environment): readonly string[] {
  const values = new Set(configuration.secrets);
  for (const server of configuration.servers) {
    const open = openTexts(server);
    for (const value of ownValues(server)) if (!open.some((text) => text.includes(value))) values.add(value);
  }
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !/_proxy$/i.test(name) || !URL.canParse(value)) continue;
    const { username, password } = new URL(value);
    for (const part of [password, decode(password), username === '' ? '' : `${username}:${password}`])
      if (part !== '') values.add(part);
  }
  return [...values];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign: it stands for itself.
    return text;
  }
}

function ownValues(server: ConfiguredServer): readonly string[] {
  if (server.kind !== 'usable') return [];
  const { launch } = server;
  if (launch.transport === 'stdio') return Object.values(launch.env);
  const query = [...new URL(launch.url).searchParams.values()];
  return [...Object.values(launch.headers), ...query];
}

function openTexts(server: ConfiguredServer): readonly string[] {
  if (server.kind !== 'usable') return [];
  const { launch, name } = server;
  if (launch.transport !== 'stdio') return [name, new URL(launch.url).host];
  return [name, launch.command, launch.cwd];
}
