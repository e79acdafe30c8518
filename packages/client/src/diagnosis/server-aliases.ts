import type { Launch } from '../config/configuration.ts';

/**
 * Further names of a server, by which the packs of vendors know it: its package, image or script, or the host of its URL.
 *
 * A folder says nothing about a server (`~/github/notes/server.js`), so of a path only its end counts.
 */
export function serverAliases(launch: Launch): readonly string[] {
  if (launch.transport !== 'stdio') return hostsOf(launch.url);
  return [...new Set([launch.command, ...launch.args].flatMap(aliasesOf))].slice(0, MAX_ALIASES);
}

const MAX_ALIASES = 16;
const MAX_ALIAS_LENGTH = 100;
/** File names that every server has. */
const GENERIC_NAME = /^(?:index|main|server|cli|app|run|start|mcp|__main__)$/i;
const FOLDER_OF_BUILDS = /^(?:build|dist|src|lib|out|bin|cjs|esm|\.)$/i;

function aliasesOf(argument: string): readonly string[] {
  if (argument.startsWith('-') || argument.length > MAX_ALIAS_LENGTH * 4) return [];
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(argument)) return hostsOf(argument);
  const alias = packageName(argument);
  return alias === '' || alias.length > MAX_ALIAS_LENGTH || !/[a-z]/i.test(alias) ? [] : [alias];
}

function hostsOf(url: string): readonly string[] {
  return URL.canParse(url) ? [new URL(url).hostname] : [];
}

/** What a package manager, a container or an interpreter is told to run, without version, tag and extension. */
function packageName(argument: string): string {
  const segments = argument.replaceAll('\\', '/').split('/');
  const installed = segments.lastIndexOf('node_modules');
  if (installed >= 0) {
    const [first = '', second = ''] = segments.slice(installed + 1);
    return first.startsWith('@') ? `${first}/${second}` : first;
  }
  if (argument.startsWith('@')) return withoutVersion(segments.slice(0, 2).join('/'));
  const isPath = argument.startsWith('/') || argument.startsWith('.') || /\.[cm]?[jt]s$|\.py$/i.test(argument);
  return isPath ? scriptName(segments) : withoutVersion(segments.slice(-2).join('/'));
}

function scriptName(segments: readonly string[]): string {
  const names = segments.filter((segment) => segment !== '' && !FOLDER_OF_BUILDS.test(segment));
  const last = names.at(-1)?.replace(/\.[A-Za-z]{1,4}$/, '') ?? '';
  return GENERIC_NAME.test(last) ? (names.at(-2) ?? last) : last;
}

function withoutVersion(name: string): string {
  return name.replace(/(?!^)(?:@|==|:)[^/]*$/, '');
}
