import type { Delivery } from '../../call/call.ts';
import type { Safety } from '../../call/safety.ts';
import type { Pack } from '../../diagnosis/packs/pack.ts';
import type { MCPError } from '../../errors/mcp-error.ts';

/** A call of a tool that failed, after all its attempts. */
export interface FailedCall {
  /** The server as the configuration names it. */
  readonly server: string;
  /** The tool as that server names it. */
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly safety: Safety;
  readonly error: MCPError;
  readonly delivery: Delivery;
  /** Whether the call was made in place of another one: then nothing is called in place of it.
   * @default false */
  readonly isFallback?: boolean;
  /** Further names of the server, by which packs know it.
   * @default [] */
  readonly aliases?: readonly string[];
  /** A plain setting of the server, as the variable `JIRA_URL`; never a secret.
   * @default nothing is known */
  readonly setting?: (name: string) => string | undefined;
  /** What the tool says that its results look like, as it is listed. */
  readonly outputSchema?: unknown;
}

/** A server that takes calls now: its connection is up or may come up, and its circuit is not open. */
export interface FallbackServer {
  readonly name: string;
  /** @default [] */
  readonly aliases?: readonly string[];
  /** @default nothing is known */
  readonly setting?: (name: string) => string | undefined;
  /** Its tools as they are listed; the same list for as long as nothing changed. Absent while they are not known. */
  readonly tools?: readonly FallbackTool[];
}

/** A tool as its server lists it. */
export interface FallbackTool {
  readonly name: string;
  readonly inputSchema?: unknown;
  readonly outputSchema?: unknown;
}

/** Which pack speaks about a server and a tool: `findPack` of the diagnosis, with the packs of the user. */
export type PackFinder = (context: {
  readonly server: string;
  readonly tool: string;
  readonly aliases: readonly string[];
}) => Pack | undefined;
