import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const HERE = import.meta.dirname;
/** Sends what a server asks of the internet to the stand-in instead. */
const REDIRECT = pathToFileURL(join(HERE, 'redirect-main.mjs')).href;

/** Where the servers of one run live. */
export interface Place {
  /** The stand-in for the services that the servers talk to. */
  readonly standInUrl: string;
  /** Published servers that are reached over HTTP. */
  readonly everythingUrl: string;
  readonly playwrightUrl: string;
  /** A port of this machine that nobody serves. */
  readonly closedPort: number;
  /** A folder of one server's own. */
  home(name: string): string;
  /** A key that opens nothing, made for this run; what it gave out is in {@link secrets}. */
  key(prefix?: string): string;
  readonly secrets: readonly string[];
}

/** What runs beside the gateway. */
export type Outside = Pick<Place, 'standInUrl' | 'everythingUrl' | 'playwrightUrl' | 'closedPort'>;

/** An entry of `mcpServers`. */
export interface ServerEntry {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly seawall?: object;
}

/** A published server and one call of it that does no harm. */
export interface RealServer {
  readonly name: string;
  readonly entry: ServerEntry;
  readonly call: {
    readonly tool: string;
    readonly args?: Record<string, unknown>;
    /** What the text of the answer, or the error that came with it, has to match. */
    readonly answers: RegExp;
    /** Whether the answer is a failure, because what the server talks to is not there.
     * @default false */
    readonly fails?: boolean;
  };
}

export interface PackageOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether requests to the internet go to the stand-in. For servers that have no setting for it.
   * @default false */
  readonly redirected?: boolean;
}

/** A new place, with all of its folders below `folder`. */
export function createPlace(folder: string, outside: Outside): Place {
  const secrets: string[] = [];
  return {
    ...outside,
    home: (name) => join(folder, 'homes', name),
    key: (prefix = '') => {
      const key = `${prefix}${randomBytes(20).toString('hex')}`;
      secrets.push(key);
      return key;
    },
    secrets,
  };
}

/** How a host would start the program of an installed package, with a home and a folder for temporary files of its own. */
export function packageEntry(
  place: Place,
  name: string,
  packageName: string,
  { args = [], env = {}, redirected = false }: PackageOptions = {},
): ServerEntry {
  const preload = redirected ? ['--import', REDIRECT] : [];
  return {
    command: process.execPath,
    args: [...preload, programOf(packageName), ...args],
    cwd: place.home(name),
    env: { ...homeVariables(place.home(name)), ...(redirected ? { STAND_IN_URL: place.standInUrl } : {}), ...env },
  };
}

/** The variables that keep what a program writes in one folder. */
export function homeVariables(home: string): Record<string, string> {
  return {
    HOME: home,
    TMPDIR: join(home, 'tmp'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
  };
}

/** Makes the folders that entries name. */
export async function makeHome(home: string): Promise<void> {
  await mkdir(join(home, 'tmp'), { recursive: true });
}

/** The file that the first command of an installed package runs. */
export function programOf(packageName: string): string {
  const folder = join(HERE, 'node_modules', packageName);
  const { bin }: { readonly bin: string | Record<string, string> } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const file = typeof bin === 'string' ? bin : Object.values(bin)[0];
  if (file === undefined) throw new Error(`The package ${packageName} has no command.`);
  return join(folder, file);
}
