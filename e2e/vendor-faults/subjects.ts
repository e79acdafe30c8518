import {
  createPlace,
  makeHome,
  type Place,
  packageEntry,
  type RealServer,
  type ServerEntry,
} from '../real-servers/place.ts';
import { vendorServers } from '../real-servers/vendor-servers.ts';
import { type FaultyVendor, type FaultyVendorOptions, startFaultyVendor } from './faulty-vendor.ts';
import { FURTHER_CALLS } from './further-calls.ts';

/** A published server with a service of its own that can be told to fail. */
export interface Subject {
  readonly name: string;
  readonly entry: ServerEntry;
  readonly calls: readonly SubjectCall[];
  readonly vendor: FaultyVendor;
  /** What the server was given and nobody else may see. */
  readonly secrets: readonly string[];
  /** Whether its service speaks MCP itself, so that a fault may cost the connection. */
  readonly isRemote: boolean;
}

export interface SubjectCall {
  readonly tool: string;
  readonly args?: Record<string, unknown>;
}

/** The servers of the suite and their services. */
export interface Subjects extends AsyncDisposable {
  readonly all: readonly Subject[];
}

const NOWHERE = { everythingUrl: '', playwrightUrl: '', closedPort: 0 };

/** This server waits for as long as it is asked to, however long that is. */
const VENDOR_OPTIONS: Readonly<Record<string, FaultyVendorOptions>> = { jira: { retryAfterSeconds: 1 } };

/** A server and its tools, known before anything runs. */
export interface KnownSubject {
  readonly name: string;
  readonly tools: readonly string[];
}

/** The servers of the suite. */
export const SUBJECTS: readonly KnownSubject[] = serversAt(createPlace('', { ...NOWHERE, standInUrl: '' })).map(
  (server) => ({ name: server.name, tools: callsOf(server).map(({ tool }) => tool) }),
);

/** Starts the service of every server, and makes the homes of the servers below `folder`. */
export async function startSubjects(folder: string): Promise<Subjects> {
  const all = await Promise.all(SUBJECTS.map(({ name }) => startSubject(folder, name)));
  return {
    all,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map(({ vendor }) => vendor[Symbol.asyncDispose]()));
    },
  };
}

/** Servers in front of a service, and services that are servers themselves. */
function serversAt(place: Place): readonly RealServer[] {
  const remote = `${place.standInUrl}/remote/mcp`;
  const call = { tool: 'tide_table', args: { place: 'Den Helder' }, answers: /06:12/ };
  const args = [`${remote}?key=${place.key()}`, '--transport', 'http-only', '--header', `x-api-key:${place.key()}`];
  return [
    ...vendorServers(place),
    {
      name: 'remote',
      entry: { url: `${remote}?key=${place.key()}`, headers: { authorization: `Bearer ${place.key()}` } },
      call,
    },
    { name: 'bridge', entry: packageEntry(place, 'bridge', 'mcp-remote', { args }), call },
  ];
}

async function startSubject(folder: string, name: string): Promise<Subject> {
  const vendor = await startFaultyVendor(VENDOR_OPTIONS[name]);
  const place = createPlace(folder, { ...NOWHERE, standInUrl: vendor.url });
  const server = serversAt(place).find((each) => each.name === name);
  if (server === undefined) throw new Error(`There is no server "${name}".`);
  await makeHome(place.home(name));
  const given = JSON.stringify(server.entry);
  return {
    name,
    entry: server.entry,
    calls: callsOf(server),
    vendor,
    isRemote: name === 'remote' || name === 'bridge',
    secrets: place.secrets.filter((secret) => given.includes(secret)),
  };
}

/** The harmless call first: its service can answer it well. */
function callsOf({ name, call }: RealServer): readonly SubjectCall[] {
  return [call, ...(FURTHER_CALLS[name] ?? [])].map(({ tool, args = {} }) => ({ tool, args }));
}
