import { join } from 'node:path';
import { type Place, packageEntry, type ServerEntry } from './place.ts';

/** An entry that can't work, as people write them, and what they are to be told. */
export interface UnreadyServer {
  readonly name: string;
  readonly entry: ServerEntry;
  readonly state: 'backoff' | 'crash-loop' | 'misconfigured' | 'auth-required' | 'ready';
  /** What the reason and the advice together have to match. */
  readonly says: RegExp;
}

/** Entries with one fault each. */
export function unreadyServers(place: Place): readonly UnreadyServer[] {
  const official = '@modelcontextprotocol/server';
  return [
    {
      name: 'no-key',
      entry: packageEntry(place, 'no-key', `${official}-slack`, { env: { SLACK_TEAM_ID: place.key('T') } }),
      state: 'crash-loop',
      says: /SLACK_BOT_TOKEN/,
    },
    {
      name: 'no-argument',
      entry: packageEntry(place, 'no-argument', `${official}-postgres`, { env: { DB_PASSWORD: place.key() } }),
      state: 'crash-loop',
      says: /database URL/,
    },
    {
      name: 'no-folder',
      entry: packageEntry(place, 'no-folder', `${official}-filesystem`, {
        args: [join(place.home('no-folder'), 'missing')],
      }),
      state: 'crash-loop',
      says: /missing/,
    },
    {
      name: 'no-package',
      entry: {
        command: process.execPath,
        args: [join(place.home('no-package'), 'node_modules/no-such-server/index.js')],
        env: { API_KEY: place.key() },
      },
      state: 'crash-loop',
      says: /Cannot find module/,
    },
    {
      name: 'no-command',
      entry: { command: 'seawall-no-such-command', env: { API_KEY: place.key() } },
      state: 'misconfigured',
      says: /seawall-no-such-command/,
    },
    {
      name: 'no-variable',
      entry: { command: process.execPath, env: { API_KEY: '${SEAWALL_NO_SUCH_VARIABLE}' } },
      state: 'misconfigured',
      says: /SEAWALL_NO_SUCH_VARIABLE/,
    },
    {
      name: 'no-listener',
      entry: { url: `http://127.0.0.1:${place.closedPort}/mcp`, headers: { 'x-api-key': place.key() } },
      state: 'backoff',
      says: /refuses connections/,
    },
    {
      name: 'no-port',
      // The fetch standard forbids this port, whoever serves it.
      entry: { url: 'http://127.0.0.1:9/mcp' },
      state: 'misconfigured',
      says: /port/,
    },
    {
      name: 'no-access',
      entry: { url: `${place.standInUrl}/locked/mcp`, headers: { authorization: `Bearer ${place.key()}` } },
      state: 'auth-required',
      says: /401/,
    },
    {
      name: 'no-list',
      // It is up and answers calls, but needs a second service for its list of tools.
      entry: packageEntry(place, 'no-list', '@supabase/mcp-server-supabase', {
        args: ['--api-url', `${place.standInUrl}/supabase`, '--content-api-url', `${place.standInUrl}/nothing`],
        env: { SUPABASE_ACCESS_TOKEN: place.key('sbp_') },
      }),
      state: 'ready',
      says: /tools/,
    },
  ];
}
