import { open, stat } from 'node:fs/promises';
import { basename, extname, isAbsolute, resolve } from 'node:path';
import { MCPConfigurationError } from '@seawall/core/base';
import { type CommandLookup, resolveCommand } from '../../connection/stdio/resolve-command.ts';
import type { Checked, Finding } from '../checkup.ts';

/** A command with its arguments, and where it came from. */
export interface CommandSubject extends CommandLookup {
  readonly args: readonly string[];
  /** The folder of the configuration, where relative commands start. */
  readonly folder: string;
}

/** Where a command is found though its file can't be run. */
export interface FoundCommand {
  readonly path: string;
  /** Why it can't be run. */
  readonly blocked?: MCPConfigurationError;
}

/** Whether the command is there, by the lookup that a start makes. A missing working folder is a check of its own. */
export async function checkCommand(subject: CommandSubject): Promise<Checked<FoundCommand>> {
  const cwd = (await isFolder(subject.cwd)) ? subject.cwd : '/';
  try {
    const path = await resolveCommand({ ...subject, cwd });
    return { finding: (await findMissingScript(subject)) ?? { outcome: 'passed', detail: path }, value: { path } };
  } catch (error) {
    if (!MCPConfigurationError.isInstance(error)) throw error;
    const { path } = error.context;
    if (error.code === 'SPAWN_COMMAND_NOT_EXECUTABLE' && typeof path === 'string')
      return { finding: { outcome: 'passed', detail: path }, value: { path, blocked: error } };
    const advice = findNearMiss(subject);
    return {
      finding: {
        outcome: 'failed',
        error,
        ...(advice === undefined ? {} : { fix: [advice, error.hint].filter((part) => part !== undefined).join(' ') }),
      },
    };
  }
}

/** Whether the system can run the file: its permission, its interpreter, and for scripts the line that names one. */
export async function checkExecutable({ path, blocked }: FoundCommand, serverName: string): Promise<Finding> {
  if (blocked) return { outcome: 'failed', error: blocked };
  const head = await readHead(path);
  if (head === undefined || head.length === 0 || head.includes(0) || head.subarray(0, 2).toString('latin1') === '#!')
    return { outcome: 'passed', detail: 'The file can be run.' };
  const interpreter = INTERPRETERS[extname(path)];
  const detail = `"${path}" is a script without a first line "#!…", so that the system takes it for a script of the shell.`;
  if (interpreter === undefined)
    return {
      outcome: 'warning',
      detail,
      fix: 'Put "#!/bin/sh", or the interpreter that it is for, into its first line.',
    };
  const fix = `Start it through its interpreter, as "command": "${interpreter}", "args": ["${path}"]; or put "#!/usr/bin/env ${interpreter}" into its first line.`;
  const error = new MCPConfigurationError({
    code: 'SPAWN_COMMAND_NOT_EXECUTABLE',
    configSection: `mcpServers.${serverName}.command`,
    message: `Server "${serverName}" can't be started: ${detail}`,
    hint: fix,
    context: { serverName, path },
  });
  return { outcome: 'failed', error };
}

/** Whether the working folder is there. */
export async function checkFolder(subject: CommandSubject): Promise<Finding> {
  try {
    await resolveCommand(subject);
  } catch (error) {
    if (!MCPConfigurationError.isInstance(error)) throw error;
    if (error.code !== 'SPAWN_CWD_NOT_FOUND') return { outcome: 'failed', error };
    const inFolder = resolve(subject.folder, basename(subject.cwd));
    const near = inFolder !== subject.cwd && (await isFolder(inFolder)) ? ` There is a folder "${inFolder}".` : '';
    return { outcome: 'failed', error, fix: `${error.hint ?? ''}${near}` };
  }
  return { outcome: 'passed', detail: subject.cwd };
}

const INTERPRETERS: Readonly<Record<string, string>> = {
  '.js': 'node',
  '.mjs': 'node',
  '.cjs': 'node',
  '.ts': 'tsx',
  '.mts': 'tsx',
  '.py': 'python3',
  '.rb': 'ruby',
  '.php': 'php',
};

/** What is often meant by a command that is not there and whose name is near to no other. */
function findNearMiss({ command, args }: CommandSubject): string | undefined {
  if (/^[A-Za-z]:[\\/]/.test(command) || command.includes('\\'))
    return 'This is a path of Windows: write the path that the file has on this machine, with "/".';
  if (/^cmd(?:\.exe)?$/i.test(command)) {
    const rest = args.filter((argument) => !/^\/[a-z]$/i.test(argument));
    return `"cmd" exists on Windows only: write "command": "${rest[0] ?? 'npx'}", and as "args" what follows it.`;
  }
  if (/\.(?:cmd|exe|bat|ps1)$/i.test(command))
    return `The ending belongs to Windows: write "${command.replace(/\.\w+$/, '')}".`;
  if (command === '~' || command.includes('$'))
    return 'No shell looks at the command: write the path itself, or a variable as ${NAME}.';
  return undefined;
}

const SCRIPT_RUNNERS: ReadonlySet<string> = new Set(
  'node bun deno tsx ts-node python python3 ruby php perl sh bash zsh'.split(' '),
);
const SCRIPT = /\.(?:[cm]?[jt]s|py|rb|php|pl|sh)$/;

/** A script that an interpreter is told to run and that is not there: relative ones start at the working folder. */
async function findMissingScript({ command, args, cwd, folder }: CommandSubject): Promise<Finding | undefined> {
  if (!SCRIPT_RUNNERS.has(basename(command))) return undefined;
  const script = args.find((argument) => !argument.startsWith('-'));
  if (script === undefined || !SCRIPT.test(script) || script.includes('://')) return undefined;
  const file = resolve(cwd, script);
  if (await exists(file)) return undefined;
  const near = resolve(folder, script);
  const isNear = !isAbsolute(script) && near !== file && (await exists(near));
  return {
    outcome: 'warning',
    detail: `"${command}" is there, and its script "${file}" is not.`,
    fix: isNear
      ? `There is "${near}": write that path, or set "cwd" to "${folder}".`
      : `Correct the path in "args"; relative ones start at "${cwd}".`,
  };
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

const HEAD_BYTES = 256;

/** The beginning of a file; `undefined` for one that may be run but not read. */
async function readHead(path: string): Promise<Buffer | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
