import type { ScriptedHttpServer, ServerScenario } from '@seawall/testkit';
import type { TemporaryFolder } from '../support/temporary-folder.ts';
import type { Pairing } from './pairing.ts';
import type { StdioWire } from './wire/stdio-wire.ts';
import type { WireHost } from './wire/wire-host.ts';

/** What a host can be asked: everything, or nothing. */
export type Profile = 'full' | 'bare';

/** A host in front of a gateway with one upstream server that matters, for one check. */
export interface Place {
  readonly pairing: Pairing;
  /** A host that can be asked everything. Over stdio it is the same one for all checks. */
  readonly host: WireHost;
  /** The upstream server's name in the configuration. */
  readonly server: string;
  /** The upstream server, where it runs in this process. */
  readonly http: ScriptedHttpServer | undefined;
  /** Where MCP is, over HTTP. */
  readonly url: string;
  readonly folder: TemporaryFolder;
  /** What the gateway calls a tool or a prompt of the upstream server. */
  name(name: string): string;
  /** What the gateway calls a tool of the upstream server that serves each host over a connection of its own, in little time. */
  ownName(name: string): string;
  /** The upstream server whose calls are given up, and what the gateway calls its tools. */
  readonly givenUp: { readonly server: string; name(name: string): string };
  /** The URI that belongs to the upstream server alone. */
  uri(path: string): string;
  /** Another host: over HTTP a new one, over stdio the one of that profile. Closed with the check. */
  open(profile: Profile): Promise<WireHost>;
  /** A gateway over stdio for this check alone, that nobody has spoken to. Closed with the check. */
  startStdio(): Promise<StdioWire>;
}

/** Proves one requirement on one pairing; throws when it is not kept. */
export type Check = (place: Place) => Promise<void>;

/** The checks of one area, by requirement. */
export type Checks<Id extends string> = Readonly<Record<Id, Check>>;

/**
 * What an area's checks need of an upstream server.
 *
 * `name` is the server's, so that no other one has the same resources; `folder` is for its files.
 */
export type ScenarioPart = (server: { readonly name: string; readonly folder: string }) => ServerScenario;
