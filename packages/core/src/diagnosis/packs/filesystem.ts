import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';

/** The reference server for files, and those that take over its tools. */
export const FILESYSTEM_PACK: Pack = {
  name: 'filesystem',
  title: 'Filesystem',
  servers: ['filesystem', 'file system'],
  tools: [
    ...toolTable('read', 'read_file|read_text_file read_media_file read_multiple_files', { returnsContent: true }),
    ...toolTable('read', 'list_directory list_directory_with_sizes get_file_info list_allowed_directories', {
      returnsContent: true,
    }),
    ...toolTable('read', 'directory_tree search_files', { returnsContent: true, timeoutMs: 60_000 }),
    ...toolTable('idempotent-write', 'write_file', { verifyWith: 'read_file' }),
    ...toolTable('idempotent-write', 'create_directory', { verifyWith: 'list_directory' }),
    ...toolTable('write', 'edit_file', { verifyWith: 'read_file' }),
    ...toolTable('write', 'move_file delete_file copy_file', { verifyWith: 'get_file_info' }),
  ],
  rules: [
    {
      when: { text: /\bAccess denied - (?:path|parent directory|symlink target) outside allowed directories\b/i },
      then: {
        kind: 'permission',
        code: 'PATH_NOT_ALLOWED',
        advice:
          'Use a path inside the folders that list_allowed_directories gives, or add the folder to the arguments of {server}.',
      },
    },
    {
      when: { text: /\bNo allowed directories available\b|\bNone of the specified directories are accessible\b/i },
      then: {
        kind: 'configuration',
        code: 'FILESYSTEM_NO_DIRECTORIES',
        summary: '{tool} failed: {server} has no folder that it may use.',
        advice: 'Name at least one existing folder in the arguments of {server}.',
      },
    },
    {
      when: { text: /\bCould not find exact match for edit\b/i },
      then: {
        kind: 'validation',
        code: 'FILESYSTEM_EDIT_MISMATCH',
        summary: 'The text that {tool} on {server} should replace does not stand in the file.',
        advice: 'Read the file again and pass the text to be replaced exactly as it stands there, white space too.',
      },
    },
    {
      when: { text: /\bParent directory does not exist\b/i },
      then: { kind: 'not_found', code: 'ITEM_NOT_FOUND', advice: 'Create the folder first with create_directory.' },
    },
    {
      when: { text: /\bEISDIR\b/ },
      then: {
        kind: 'validation',
        code: 'INVALID_ARGUMENTS',
        advice: 'The path is a folder: list it with list_directory, or name a file in it.',
      },
    },
    {
      when: { text: /\bENOTDIR\b/ },
      then: {
        kind: 'validation',
        code: 'INVALID_ARGUMENTS',
        advice: 'A part of the path is a file and no folder: correct the path.',
      },
    },
    {
      when: { text: /\b(?:EMFILE|ENFILE)\b/ },
      then: {
        kind: 'unavailable',
        code: 'SERVER_UNAVAILABLE',
        retryable: true,
        advice: 'Read fewer files at the same time.',
      },
    },
  ],
  results: [
    {
      tools: ['search_files'],
      text: /^No matches found\s*$/,
      kind: 'empty',
      warning: 'No file name fits; patterns are matched against names and not contents.',
    },
    {
      tools: ['read_multiple_files'],
      text: /^[^\n]{1,400}: Error - /,
      kind: 'partial',
      warning: 'Some of the files could not be read; the others stand below.',
    },
  ],
  advice: [
    { kind: 'not_found', advice: 'List the folder first; paths are absolute, or relative to where {server} runs.' },
    { kind: 'permission', advice: 'Use a path that the user of {server} may read and write.' },
  ],
};
