import { ADMIN_ROUTES, createAdminClient, EXPORT_FORMATS, type Route } from '@seawall/admin-api';
import { type GatewayProcess, runSeawall } from '../support/gateway-process.ts';
import type { ToldText } from '../support/secret-scan.ts';
import type { TemporaryFolder } from '../support/temporary-folder.ts';

const LISTS = Object.entries<Route>(ADMIN_ROUTES).filter(
  ([, { method, path, answers }]) => method === 'GET' && answers !== 'stream' && !path.includes('{'),
);
const NOW = { from: '0', to: '3600000', by: 'server' };

/** A text that left the gateway, of a kind that has rules of its own. */
export interface Exit extends ToldText {
  readonly kind: 'json' | 'ndjson' | 'csv' | 'metrics' | 'terminal';
}

/** Everything that the admin API tells: each operation that reads, each list in each form, the bundle, and the metrics. */
export async function adminExits({ origin }: GatewayProcess, token: string): Promise<readonly Exit[]> {
  const exits: Exit[] = [];
  const get = async (path: string, kind: Exit['kind']): Promise<void> => {
    const response = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 500)}`);
    exits.push({ where: path, kind, text });
  };
  for (const [id, { path, answers }] of LISTS) {
    const wanted = Object.entries(NOW).filter(
      ([name]) => id === 'getSeries' || (id === 'countErrors' && name === 'by'),
    );
    await get(`${path}?${new URLSearchParams(wanted)}`, 'json');
    if (answers !== 'list') continue;
    for (const format of EXPORT_FORMATS) await get(`${path}?format=${format}`, format);
  }
  const client = createAdminClient({ baseUrl: origin, fetch, headers: { authorization: `Bearer ${token}` } });
  const { items } = await client.request('listServers');
  for (const { name } of items) await get(`/api/servers/${encodeURIComponent(name)}`, 'json');
  await get('/metrics', 'metrics');
  return exits;
}

/** What the commands of the operator print, for people and as JSON. */
export async function commandExits(folder: TemporaryFolder, gateway: GatewayProcess): Promise<readonly Exit[]> {
  const { configFile, dataDir } = gateway;
  const at = ['--config', configFile, '--data-dir', dataDir];
  const exits: Exit[] = [];
  for (const command of [['status'], ['errors', '--limit', '200'], ['groups'], ['alerts'], ['audit']]) {
    for (const form of [[], ['--json']]) {
      const { exitCode, stdout, stderr } = await runSeawall(folder, [...command, ...at, ...form]);
      if (exitCode !== 0) throw new Error(`seawall ${command.join(' ')} ended with ${exitCode}: ${stderr}`);
      const where = `seawall ${[...command, ...form].join(' ')}`;
      exits.push(
        { where, kind: 'terminal', text: stdout },
        { where: `${where}, stderr`, kind: 'terminal', text: stderr },
      );
    }
  }
  return exits;
}

/** The cells of a file of comma-separated values. */
export function cellsOf(csv: string): readonly string[] {
  return [...csv.matchAll(/(?:^|,|\n|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
