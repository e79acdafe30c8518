import { join } from 'node:path';
import { type Place, packageEntry, type RealServer } from './place.ts';

/** How the file begins that the file servers are asked for; the name of the server follows. */
export const FILE_TEXT = 'The tide comes in twice a day.';
/** That file, in the home of the server. */
export const FILE_NAME = 'tide.txt';

/** Servers that need nothing but this machine. */
export function localServers(place: Place): readonly RealServer[] {
  const official = '@modelcontextprotocol/server';
  return [
    {
      name: 'everything',
      entry: packageEntry(place, 'everything', `${official}-everything`),
      call: { tool: 'echo', args: { message: 'over stdio' }, answers: /Echo: over stdio/ },
    },
    {
      name: 'everything-http',
      entry: { url: place.everythingUrl },
      call: { tool: 'echo', args: { message: 'over http' }, answers: /Echo: over http/ },
    },
    {
      name: 'bridge',
      entry: packageEntry(place, 'bridge', 'mcp-remote', { args: [place.everythingUrl, '--transport', 'http-only'] }),
      call: { tool: 'echo', args: { message: 'over a bridge' }, answers: /Echo: over a bridge/ },
    },
    {
      name: 'playwright',
      entry: { url: place.playwrightUrl },
      call: { tool: 'browser_close', answers: /no-browser/, fails: true },
    },
    {
      name: 'files',
      entry: packageEntry(place, 'files', `${official}-filesystem`, { args: [place.home('files')] }),
      call: {
        tool: 'read_text_file',
        args: { path: join(place.home('files'), FILE_NAME) },
        answers: new RegExp(`^${FILE_TEXT} files`),
      },
    },
    {
      name: 'more-files',
      entry: packageEntry(place, 'more-files', `${official}-filesystem`, { args: [place.home('more-files')] }),
      call: {
        tool: 'read_text_file',
        args: { path: join(place.home('more-files'), FILE_NAME) },
        answers: new RegExp(`^${FILE_TEXT} more-files`),
      },
    },
    {
      name: 'memory',
      entry: packageEntry(place, 'memory', `${official}-memory`, {
        env: { MEMORY_FILE_PATH: join(place.home('memory'), 'memory.jsonl') },
      }),
      call: { tool: 'read_graph', answers: /"entities": \[\]/ },
    },
    {
      name: 'thinking',
      entry: packageEntry(place, 'thinking', `${official}-sequential-thinking`),
      call: {
        tool: 'sequentialthinking',
        args: { thought: 'High water.', nextThoughtNeeded: false, thoughtNumber: 1, totalThoughts: 1 },
        answers: /"thoughtHistoryLength": \d/,
      },
    },
    {
      name: 'git',
      entry: packageEntry(place, 'git', '@cyanheads/git-mcp-server', { env: { GIT_BASE_DIR: place.home('git') } }),
      call: { tool: 'git_status', args: { path: place.home('git') }, answers: /main/ },
    },
    {
      name: 'postgres',
      // A tool that fails is an answer of a healthy server.
      entry: packageEntry(place, 'postgres', `${official}-postgres`, {
        args: [`postgresql://127.0.0.1:${place.closedPort}/none`],
      }),
      call: { tool: 'query', args: { sql: 'SELECT 1' }, answers: /ECONNREFUSED/, fails: true },
    },
    {
      name: 'hello',
      entry: packageEntry(place, 'hello', 'mcp-hello-world'),
      call: { tool: 'echo', args: { message: 'high water' }, answers: /You said: high water/ },
    },
    {
      name: 'runner',
      entry: packageEntry(place, 'runner', 'mcp-server-code-runner'),
      call: { tool: 'run-code', args: { languageId: 'javascript', code: 'console.log(6 * 7)' }, answers: /^42\b/ },
    },
  ];
}
