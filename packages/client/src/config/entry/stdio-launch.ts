import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MCPConfigurationError } from '@seawall/core/base';
import type { ConfigPath } from '../config-path.ts';
import type { StdioLaunch } from '../configuration.ts';
import type { ServerEntryInput } from '../configuration-schema.ts';
import { readText } from '../document/read-text.ts';
import { expandHome, isAbsolutePath, resolvePath } from '../environment.ts';
import { showValue } from '../value-text.ts';
import { splitCommandLine } from './command-line.ts';
import type { EntryWork } from './entry-context.ts';
import { parseEnvFile } from './env-file.ts';

/** Reads how a child process is started; `undefined` when a finding says why not. */
export async function readStdioLaunch(entry: ServerEntryInput, work: EntryWork): Promise<StdioLaunch | undefined> {
  const env = await readEnv(entry, work);
  const words = await readWords(entry, work);
  const expanded = words.map((word) => expandWord(word, env, work));
  const cwd = entry.cwd === undefined ? work.folder : work.expander.expand(entry.cwd, [...work.path, 'cwd'], env);
  const [command, ...args] = expanded;
  if (command === undefined || cwd === undefined || args.includes(undefined)) return undefined;
  if (command.trim() === '') {
    work.findings.push({
      severity: 'error',
      path: [...work.path, 'command'],
      message: 'The command is empty.',
      allowed: 'a program',
    });
    return undefined;
  }
  return {
    transport: 'stdio',
    command: resolveCommand(command, work),
    args: args.filter((argument) => argument !== undefined),
    env,
    cwd: resolvePath(cwd.trim() === '' ? work.folder : cwd, work),
  };
}

interface Word {
  readonly text: string;
  readonly path: ConfigPath;
}

async function readWords(entry: ServerEntryInput, work: EntryWork): Promise<readonly Word[]> {
  const path = [...work.path, 'command'];
  const args = (entry.args ?? []).map((value, index) => ({ text: String(value), path: [...work.path, 'args', index] }));
  const command = entry.command ?? '';
  if (typeof command !== 'string') {
    return [...command.map((text, index) => ({ text, path: [...path, index] })), ...args];
  }
  if (!/\s/.test(command.trim()) || (await isFile(command, work))) return [{ text: command, path }, ...args];
  if (entry.args === undefined) {
    const split = splitCommandLine(command, work);
    if (split !== undefined) return split.map((text) => ({ text, path }));
    work.findings.push({
      severity: 'error',
      path,
      message: 'A quote in the command line is not closed.',
      value: showValue(command, path),
    });
    return [];
  }
  const [program = ''] = splitCommandLine(command, work) ?? [];
  work.findings.push({
    severity: 'warning',
    path,
    message:
      'The command has spaces in it, and no such file exists; beside args it is taken as the name of one program.',
    value: showValue(command, path),
    suggestion: program,
  });
  return [{ text: command, path }, ...args];
}

/** Whether a command with spaces is the path of a program, as below "Program Files". */
async function isFile(command: string, work: EntryWork): Promise<boolean> {
  if (command.includes('${')) return false;
  try {
    return (await stat(resolvePath(command.trim(), work))).isFile();
  } catch {
    // Not there, or not to be seen by us: then it is a command line.
    return false;
  }
}

function expandWord(word: Word, env: Readonly<Record<string, string>>, work: EntryWork): string | undefined {
  const text = work.expander.expand(word.text, word.path, env);
  if (text === undefined || !text.includes('\0')) return text;
  work.findings.push({
    severity: 'error',
    path: word.path,
    message: 'It holds a NUL character, which no program can be given.',
  });
  return undefined;
}

/** A path is resolved at the folder of the configuration; a plain name is left for the search path. */
function resolveCommand(command: string, work: EntryWork): string {
  const expanded = expandHome(command.trim(), work.env);
  const isPath = expanded.includes('/') || (work.windows && expanded.includes('\\'));
  return isPath && !isAbsolutePath(expanded, work) ? resolve(work.folder, expanded) : expanded;
}

async function readEnv(entry: ServerEntryInput, work: EntryWork): Promise<Readonly<Record<string, string>>> {
  const variables = new Map<string, string>(Object.entries(await readEnvFile(entry, work)));
  for (const [name, value] of Object.entries(entry.env ?? {})) {
    const path = [...work.path, 'env', name];
    if (value === null) {
      variables.delete(name);
      continue;
    }
    const expanded = work.expander.expand(String(value), path);
    if (name === '' || /[=\0]/.test(name) || expanded?.includes('\0')) {
      const allowed = 'a name that is not empty and has no "=", and a value without NUL characters';
      work.findings.push({ severity: 'error', path, message: 'This can not be a variable.', allowed });
    } else if (expanded !== undefined) variables.set(name, expanded);
  }
  return Object.fromEntries(variables);
}

async function readEnvFile(entry: ServerEntryInput, work: EntryWork): Promise<Readonly<Record<string, string>>> {
  if (entry.envFile === undefined) return {};
  const path = [...work.path, 'envFile'];
  const expanded = work.expander.expand(entry.envFile, path);
  if (expanded === undefined) return {};
  const file = resolvePath(expanded, work);
  try {
    const { text, sha256 } = await readText(file);
    work.sources.push({ file, sha256 });
    const { variables, oddLines } = parseEnvFile(text);
    if (oddLines.length > 0) {
      const lines = oddLines.slice(0, 5).join(', ');
      work.findings.push({
        severity: 'warning',
        path,
        message: `Lines of the file that are no variables are ignored: ${lines}.`,
      });
    }
    return variables;
  } catch (error) {
    work.sources.push({ file });
    if (!MCPConfigurationError.isInstance(error)) throw error;
    if (error.code === 'CONFIG_EMPTY') return {};
    const message = error.message.replace('The configuration file', 'The env file');
    work.findings.push({ severity: 'error', path, message, hint: 'Correct envFile, or create the file.' });
    return {};
  }
}
