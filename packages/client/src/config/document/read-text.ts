import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { MCPConfigurationError } from '@seawall/core/base';

/** A text file as it was read. */
export interface TextFile {
  readonly text: string;
  /** Hash of its bytes, to tell whether it changed. */
  readonly sha256: string;
}

/** The largest configuration file that is read, in bytes. */
export const MAX_CONFIG_BYTES = 8_388_608;

/**
 * Reads a file that has to be text in UTF-8; a byte order mark is dropped.
 *
 * @throws {@link MCPConfigurationError} with `CONFIG_NOT_FOUND`, `CONFIG_UNREADABLE`, `CONFIG_TOO_LARGE`,
 * `CONFIG_NOT_TEXT` or `CONFIG_EMPTY`.
 */
export async function readText(file: string): Promise<TextFile> {
  const bytes = await readBytes(file);
  const sha256 = hashBytes(bytes);
  const text = decode(bytes, file);
  if (text.trim() !== '') return { text, sha256 };
  throw new MCPConfigurationError({
    code: 'CONFIG_EMPTY',
    configFile: file,
    message: `The configuration file "${file}" is empty.`,
    hint: 'Write at least { "mcpServers": {} } and an entry for each server into it.',
  });
}

/** The hash of a file's bytes as {@link TextFile} has it; `undefined` while it can't be read. */
export async function hashFile(file: string): Promise<string | undefined> {
  try {
    return hashBytes(await readBytes(file));
  } catch {
    // Whoever reads it next says why; here it only counts that there is no content.
    return undefined;
  }
}

function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readBytes(file: string): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    // Non-blocking, so that a named pipe can't hold us up.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const information = await handle.stat();
    if (!information.isFile()) throw notAFile(file, information.isDirectory());
    if (information.size > MAX_CONFIG_BYTES) throw tooLarge(file);
    const bytes = await handle.readFile();
    if (bytes.length > MAX_CONFIG_BYTES) throw tooLarge(file);
    return bytes;
  } catch (error) {
    if (MCPConfigurationError.isInstance(error)) throw error;
    throw unreadable(file, error);
  } finally {
    await handle?.close();
  }
}

function decode(bytes: Uint8Array, file: string): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) throw notText(file, 'It is written in UTF-16.');
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw notText(file, `It holds a NUL byte at position ${nul}.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notText(file, 'Its bytes are not valid UTF-8.', cause);
  }
}

function notText(file: string, why: string, cause?: unknown): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'CONFIG_NOT_TEXT',
    configFile: file,
    message: `The configuration file "${file}" is not text in UTF-8. ${why}`,
    hint: 'Save it as UTF-8, or name another file.',
    cause,
  });
}

function tooLarge(file: string): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'CONFIG_TOO_LARGE',
    configFile: file,
    message: `The configuration file "${file}" is larger than ${MAX_CONFIG_BYTES} bytes.`,
    hint: 'Check that it is the right file: a configuration of a hundred servers has about 50 KB.',
  });
}

function notAFile(file: string, isDirectory: boolean): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'CONFIG_UNREADABLE',
    configFile: file,
    message: `The configuration file "${file}" is ${isDirectory ? 'a folder' : 'not a regular file'}.`,
    hint: isDirectory ? 'Name the file inside it, as in --config FOLDER/seawall.json.' : 'Name a regular file.',
  });
}

function unreadable(file: string, cause: unknown): MCPConfigurationError {
  const reason: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  const code = typeof reason === 'string' ? reason : 'unknown error';
  if (code === 'ENOENT') {
    return new MCPConfigurationError({
      code: 'CONFIG_NOT_FOUND',
      configFile: file,
      message: `The configuration file "${file}" does not exist.`,
      hint: 'Correct the path, or create the file.',
      cause,
    });
  }
  return new MCPConfigurationError({
    code: 'CONFIG_UNREADABLE',
    configFile: file,
    message: `The configuration file "${file}" can't be read (${code}).`,
    hint:
      code === 'EACCES' || code === 'EPERM'
        ? 'Give the user that runs Seawall the right to read it.'
        : 'Check the path and the file.',
    cause,
  });
}
