import * as find from './find-risks.ts';
import type { FindRisks, SecurityAction, SecurityRule } from './security-rule.ts';

/**
 * The checks of the security levels. Every entry that hosts start today starts at `permissive`; docs/configuration.md
 * repeats this table.
 */
// biome-ignore format: a table.
export const SECURITY_RULES: readonly SecurityRule[] = [
  // What                        strict    moderate  permissive
  rule('server-name',           'refuse', 'warn',   '-',    find.oddServerName,      '1 to 100 letters, digits, "_" and "-"',     'Rename the server.'),
  rule('command-length',        'refuse', 'refuse', 'warn', find.longCommand,        'at most 1000 characters',                   'Shorten it, or put it into a script.'),
  rule('command-characters',    'refuse', 'refuse', 'warn', find.commandCharacters,  'a program without & | ; ` $ < >',           'Name the program in command and its arguments in args.'),
  rule('command-parent-folder', 'refuse', 'warn',   '-',    find.commandParent,      'a path without ".."',                       'Write the path from the root.'),
  rule('shell-script',          'refuse', 'refuse', 'warn', find.shellScripts,       'a program with arguments, not a script',    'Start the program itself, or a script file.'),
  rule('inline-code',           'refuse', 'warn',   '-',    find.inlineCode,         'a file or package, not code',               'Put the code into a file.'),
  rule('known-program-strict',  'refuse', '-',      '-',    find.programsBeyondStrict,   'a runtime or package runner',           'Start it through one of them.'),
  rule('known-program',         '-',      'refuse', '-',    find.programsBeyondModerate, 'a runtime, package runner, git or a container engine', 'Start it through one of them.'),
  rule('argument-count',        'refuse', 'warn',   '-',    find.manyArguments,      'at most 50 arguments',                      'Move settings into a file or env.'),
  rule('argument-length',       'refuse', 'warn',   '-',    find.longArguments,      'at most 500 characters',                    'Move the value into a file or env.'),
  rule('code-loading-variable', 'refuse', 'refuse', 'warn', find.codeLoadingEnv,     'no variable that loads code into the child', 'Remove the variable, or pass it as an option of the program.'),
  rule('identity-variable',     'refuse', '-',      '-',    find.identityEnv,        'no variable that the system sets',          'Remove the variable.'),
  rule('variable-length',       'refuse', 'warn',   '-',    find.longEnv,            'names up to 100, values up to 1000 characters', 'Put the value into a file and its path into the variable.'),
  rule('variable-shell-syntax', 'refuse', 'warn',   '-',    find.shellEnv,           'a value without $( and backquotes',         'Write the value itself.'),
  rule('cwd-length',            'refuse', 'warn',   '-',    find.longCwd,            'at most 500 characters',                    'Shorten the path.'),
  rule('cwd-parent-folder',     'refuse', 'refuse', 'warn', find.cwdParent,          'a path without ".."',                       'Write the path from the root.'),
  rule('url-length',            'refuse', 'warn',   '-',    find.longUrl,            'at most 2048 characters',                   'Move parameters into headers.'),
  rule('url-password',          'refuse', 'warn',   '-',    find.urlPassword,        'a URL without user and password',           'Put them into an Authorization header.'),
  rule('plain-credentials',     'refuse', 'refuse', 'warn', find.plainCredentials,   'https, or http to this machine',            'Use https.'),
  rule('header-length',         'refuse', 'warn',   '-',    find.longHeaders,        'names up to 100, values up to 1000 characters', 'Shorten the header.'),
  rule('private-address',       'refuse', 'warn',   '-',    find.privateAddress,     'a public address, or this machine',         'Use the public name of the server.'),
  rule('dangerous-address',     'refuse', 'refuse', 'warn', find.dangerousAddress,   'no link-local, metadata or reserved address', 'Use the address of the MCP server.'),
  rule('risky-port',            'refuse', 'refuse', 'warn', find.riskyPort,          'a port that no other well-known service has', 'Use the port of the MCP server.'),
];

function rule(
  name: string,
  strict: SecurityAction,
  moderate: SecurityAction,
  permissive: SecurityAction,
  finder: FindRisks,
  allowed: string,
  remedy: string,
): SecurityRule {
  return { name, strict, moderate, permissive, find: finder, allowed, remedy };
}
