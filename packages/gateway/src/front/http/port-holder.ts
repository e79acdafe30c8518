import { readdir, readFile, readlink } from 'node:fs/promises';
import { request } from 'node:http';
import type { Clock } from '@seawall/core/base';

/** Who listens on a port, in words, as far as it can be known. */
export async function findPortHolder(options: PortHolderOptions): Promise<string | undefined> {
  const [gateway, holder] = await Promise.all([askForGateway(options), findProcess(options.port)]);
  if (gateway !== undefined) return gateway;
  return holder;
}

/** Where to look. */
export interface PortHolderOptions {
  /** Where a connection reaches the port, as `http://127.0.0.1:4141`. */
  readonly baseUrl: string;
  readonly port: number;
  readonly clock: Clock;
}

const ASK_TIMEOUT_MS = 500;
const MAX_ANSWER_LENGTH = 4096;
/** Bounds the search through the processes of the machine. */
const MAX_PROCESSES = 5000;
const LISTEN_STATE = '0A';

/** Another Seawall says so itself on `/healthz`. */
function askForGateway({ baseUrl, clock }: PortHolderOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asking = request(`${baseUrl}/healthz`, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > MAX_ANSWER_LENGTH) asking.destroy();
      });
      response.on('end', () => finish(describeGateway(text)));
      response.on('error', () => finish(undefined));
    });
    const timer = clock.setTimer(() => finish(undefined), ASK_TIMEOUT_MS);
    const finish = (holder: string | undefined): void => {
      timer.cancel();
      asking.destroy();
      resolve(holder);
    };
    asking.on('error', () => finish(undefined));
    asking.on('close', () => finish(undefined));
    asking.end();
  });
}

function describeGateway(text: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    if (
      typeof answer !== 'object' ||
      answer === null ||
      !('name' in answer) ||
      answer.name !== 'seawall' ||
      !('pid' in answer)
    )
      return undefined;
    return typeof answer.pid === 'number' ? `another Seawall gateway (process ${answer.pid})` : undefined;
  } catch {
    // Something else answers there.
    return undefined;
  }
}

/** On Linux the kernel tells which socket listens, and the processes tell whose it is, as far as we may look. */
async function findProcess(port: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const inodes = await listeningInodes(port);
    if (inodes.size === 0) return undefined;
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).slice(0, MAX_PROCESSES);
    for (const pid of pids) if (await holdsSocket(pid, inodes)) return await describeProcess(pid);
    return undefined;
  } catch {
    // Not every machine lets us look; the port is in use all the same.
    return undefined;
  }
}

async function listeningInodes(port: number): Promise<ReadonlySet<string>> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((row) => row.trim().split(/\s+/));
  return new Set(
    rows.filter((row) => row[1]?.endsWith(suffix) && row[3] === LISTEN_STATE).map((row) => `socket:[${row[9] ?? ''}]`),
  );
}

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  // Processes end while we look, and those of other users are closed to us.
  const files = await readdir(folder).catch(() => []);
  for (const file of files) if (inodes.has(await readlink(`${folder}/${file}`).catch(() => ''))) return true;
  return false;
}

/** The short name alone: the command line of a process may hold secrets. */
async function describeProcess(pid: string): Promise<string> {
  const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
  return name === '' ? `process ${pid}` : `"${name}" (process ${pid})`;
}
