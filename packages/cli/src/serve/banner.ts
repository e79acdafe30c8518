import type { Colors } from '../terminal/colors.ts';
import { toDisplayLine } from '../terminal/display-text.ts';

/** What `seawall serve` says once it listens: where, and how to add it to a host. Lines to copy are never cut. */
export function bannerLines(options: BannerOptions): readonly string[] {
  const { colors, url, version } = options;
  const server = options.needsToken ? { url, headers: { Authorization: TOKEN_HEADER } } : { url };
  const header = options.needsToken ? ` --header "Authorization: ${TOKEN_HEADER}"` : '';
  const cursor = JSON.stringify({ mcpServers: { seawall: server } });
  const added = JSON.stringify({ name: 'seawall', type: 'http', ...server });
  const vscode = JSON.stringify({ servers: { seawall: { type: 'http', ...server } } });
  return [
    `${colors.bold(`Seawall ${version}`)} is listening on ${colors.cyan(url)}`,
    '',
    'Add it to your host:',
    `  ${colors.bold('Claude Code')}   claude mcp add --transport http seawall ${url}${header}`,
    `  ${colors.bold('Cursor')}        put into ~/.cursor/mcp.json: ${cursor}`,
    `  ${colors.bold('VS Code')}       code --add-mcp '${added}'`,
    `                or put into .vscode/mcp.json: ${vscode}`,
    ...(options.needsToken ? ['', `Put the token of seawall.auth.token in the place of ${TOKEN}.`] : []),
    '',
    `${colors.bold('Dashboard')}     ${colors.cyan(options.dashboard)}`,
    colors.dim('              (opens once, within ten minutes; "seawall dashboard" gives another link)'),
    '',
    colors.dim(`Configuration ${toDisplayLine(options.configFile)}`),
    colors.dim(`Data          ${toDisplayLine(options.dataDir)}`),
    '',
  ];
}

/** What the banner tells. */
export interface BannerOptions {
  readonly colors: Colors;
  readonly url: string;
  /** The link that opens the dashboard once. */
  readonly dashboard: string;
  readonly version: string;
  readonly configFile: string;
  readonly dataDir: string;
  readonly needsToken: boolean;
}

const TOKEN = '<TOKEN>';
const TOKEN_HEADER = `Bearer ${TOKEN}`;
