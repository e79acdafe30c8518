import { constants } from 'node:fs';
import { access, open, readdir, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { MCPConfigurationError } from '@seawall/core/base';
import { didYouMean } from '../../config/did-you-mean.ts';

/** What is to be started. */
export interface CommandLookup {
  readonly serverName: string;
  readonly command: string;
  readonly cwd: string;
  /** The environment of the child; its PATH counts, not ours. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Finds the file behind a command before anything is started, as the shell between us and the child would hide why it fails.
 *
 * @returns the absolute path of the file.
 * @throws {@link MCPConfigurationError} with `SPAWN_CWD_NOT_FOUND`, `SPAWN_COMMAND_NOT_FOUND` or `SPAWN_COMMAND_NOT_EXECUTABLE`.
 */
export async function resolveCommand(lookup: CommandLookup): Promise<string> {
  await assertFolder(lookup);
  const folders = pathFolders(lookup.env);
  const candidates = lookup.command.includes('/')
    ? [resolve(lookup.cwd, lookup.command)]
    : folders.map((folder) => join(isAbsolute(folder) ? folder : resolve(lookup.cwd, folder), lookup.command));
  let blocked: string | undefined;
  for (const candidate of candidates) {
    const kind = await inspect(candidate);
    if (kind === 'executable') {
      await assertInterpreter(candidate, lookup, folders);
      return candidate;
    }
    if (kind === 'blocked') blocked ??= candidate;
  }
  if (blocked !== undefined) throw notExecutable(blocked, lookup);
  throw await notFound(lookup, folders);
}

/** What to do about a command that is not there, by the command. */
const INSTALL_ADVICE: Readonly<Record<string, string>> = {
  npx: 'npx comes with Node.js: install Node.js, or write the absolute path of npx.',
  npm: 'npm comes with Node.js: install Node.js, or write the absolute path of npm.',
  node: 'Install Node.js, or write the absolute path of node.',
  bunx: 'Install Bun (https://bun.sh), or use npx.',
  bun: 'Install Bun (https://bun.sh), or use node.',
  deno: 'Install Deno (https://deno.com).',
  uvx: 'uvx comes with uv: install uv (https://docs.astral.sh/uv/), or write the absolute path of uvx.',
  uv: 'Install uv (https://docs.astral.sh/uv/), or write the absolute path of uv.',
  pipx: 'Install pipx, or use uvx.',
  python: 'Install Python, or try the command "python3".',
  python3: 'Install Python 3, or write the absolute path of python3.',
  docker: 'Install Docker and start it, or write the absolute path of docker.',
  podman: 'Install Podman, or write the absolute path of podman.',
};

/** Names on a PATH that are looked at for a near miss. */
const MAX_NAMES = 50_000;
const MAX_SHEBANG_BYTES = 256;

function pathFolders(env: Readonly<Record<string, string>>): readonly string[] {
  return (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

async function assertFolder({ serverName, cwd }: CommandLookup): Promise<void> {
  const found = await stat(cwd).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new MCPConfigurationError({
    code: 'SPAWN_CWD_NOT_FOUND',
    configSection: `mcpServers.${serverName}.cwd`,
    message: `Server "${serverName}" can't be started: its working folder "${cwd}" ${found ? 'is not a folder' : 'does not exist'}.`,
    hint: `Create the folder, or correct mcpServers.${serverName}.cwd.`,
    context: { serverName, cwd },
  });
}

async function inspect(path: string): Promise<'executable' | 'blocked' | 'absent'> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return 'absent';
  if (found.isDirectory()) return path.endsWith('/') ? 'blocked' : 'absent';
  return access(path, constants.X_OK).then(
    () => 'executable',
    () => 'blocked',
  );
}

/** A script whose `#!` line names a program that is not there fails with the same words as a script that is not there. */
async function assertInterpreter(path: string, lookup: CommandLookup, folders: readonly string[]): Promise<void> {
  const [interpreter, argument] = await readShebang(path);
  if (interpreter === undefined) return;
  const isEnv =
    interpreter.endsWith('/env') && argument !== undefined && !argument.startsWith('-') && !argument.includes('=');
  const wanted = isEnv ? argument : interpreter;
  const places =
    isEnv && !wanted.includes('/')
      ? folders.map((folder) => resolve(lookup.cwd, folder, wanted))
      : [resolve(lookup.cwd, wanted)];
  for (const place of places) if ((await inspect(place)) === 'executable') return;
  throw new MCPConfigurationError({
    code: 'SPAWN_COMMAND_NOT_EXECUTABLE',
    configSection: `mcpServers.${lookup.serverName}.command`,
    message: `Server "${lookup.serverName}" can't be started: "${path}" is a script for "${wanted}", which was not found.`,
    hint:
      INSTALL_ADVICE[wanted] ?? `Install "${wanted}", or put it on the PATH of mcpServers.${lookup.serverName}.env.`,
    context: { serverName: lookup.serverName, command: lookup.command, path, interpreter: wanted },
  });
}

async function readShebang(path: string): Promise<readonly [interpreter?: string, argument?: string]> {
  // A file that may be run but not read has no line that we could check.
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return [];
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_SHEBANG_BYTES), 0, MAX_SHEBANG_BYTES, 0);
    const [, interpreter, argument] =
      /^#![ \t]*([^\s]+)[ \t]*([^\s]+)?/.exec(buffer.toString('utf8', 0, bytesRead)) ?? [];
    return interpreter === undefined ? [] : argument === undefined ? [interpreter] : [interpreter, argument];
  } finally {
    await file.close();
  }
}

function notExecutable(path: string, { serverName, command }: CommandLookup): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'SPAWN_COMMAND_NOT_EXECUTABLE',
    configSection: `mcpServers.${serverName}.command`,
    message: `Server "${serverName}" can't be started: "${path}" is not an executable file.`,
    hint: `Run chmod +x on it, or start it through its interpreter, as "command": "node", "args": ["${path}"].`,
    context: { serverName, command, path },
  });
}

async function notFound(lookup: CommandLookup, folders: readonly string[]): Promise<MCPConfigurationError> {
  const { serverName, command } = lookup;
  const isPath = command.includes('/');
  const suggestion = isPath ? undefined : didYouMean(command, await commandNames(folders));
  const hints = [
    suggestion === undefined ? undefined : `Did you mean "${suggestion}"?`,
    INSTALL_ADVICE[command] ??
      (isPath
        ? `Correct mcpServers.${serverName}.command; relative paths start at "${lookup.cwd}".`
        : `Install "${command}", or write its absolute path in mcpServers.${serverName}.command.`),
    lookup.env.PATH === undefined && !isPath ? 'The server has no PATH variable.' : undefined,
  ];
  return new MCPConfigurationError({
    code: 'SPAWN_COMMAND_NOT_FOUND',
    configSection: `mcpServers.${serverName}.command`,
    message: isPath
      ? `Server "${serverName}" can't be started: there is no file "${resolve(lookup.cwd, command)}".`
      : `Server "${serverName}" can't be started: the command "${command}" was not found on its PATH.`,
    hint: hints.filter((part) => part !== undefined).join(' '),
    context: { serverName, command, cwd: lookup.cwd, path: lookup.env.PATH, suggestion },
  });
}

async function commandNames(folders: readonly string[]): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const folder of folders) {
    // A folder of PATH that does not exist is nothing unusual.
    for (const name of await readdir(folder).catch(() => [])) if (names.size < MAX_NAMES) names.add(name);
  }
  return names;
}
