import type { Clock } from '@seawall/core/base';
import type { ServerScenario } from '../scenario/server-scenario.ts';
import type { HttpFault } from './http-fault.ts';
import type { ResumableStreams } from './http-sessions.ts';

/** A {@link ServerScenario} for {@link createScriptedHttpServer}. */
export interface HttpScenario extends ServerScenario {
  /** Where Streamable HTTP is served. The older HTTP+SSE transport is at `/sse` and `/messages`.
   * @default '/mcp' */
  readonly path?: string;
  /** How requests are answered: `json`, `sse`, or `auto`, which turns to SSE when a notification comes
   * before the answer. With `json` such notifications and questions are lost.
   * @default 'auto' */
  readonly responses?: 'auto' | 'json' | 'sse';
  /** Whether legacy clients get a session. Without, they are served statelessly.
   * @default true */
  readonly sessions?: boolean;
  /** Whether GET opens a stream for messages of the server; otherwise it answers 405.
   * @default true */
  readonly getStream?: boolean;
  /** Gives the SSE events of legacy sessions ids, so that a client that lost a stream can resume it. */
  readonly resumable?: ResumableStreams;
  /** A token that every request has to bear; others get 401 with `WWW-Authenticate`. */
  readonly bearerToken?: string;
}

/** Options of {@link createScriptedHttpServer} that are not part of the scenario. */
export interface ScriptedHttpServerOptions {
  /** The time that delays and slow answers run on.
   * @default the clock of this process */
  readonly clock?: Clock;
  /** The port to listen on; 0 takes a free one.
   * @default 0 */
  readonly port?: number;
  /** The fault to begin with.
   * @default null */
  readonly fault?: HttpFault | readonly HttpFault[] | null;
}

/** One request as it came in. */
export interface RecordedRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  /** Headers, names in lower case. */
  readonly headers: { readonly [name: string]: string };
  /** The JSON-RPC method, if there is one. */
  readonly rpcMethod: string | undefined;
  readonly rpcId: string | number | undefined;
  /** `params.name` or `params.uri`. */
  readonly target: string | undefined;
  /** The parsed body, or `undefined`. */
  readonly body: unknown;
}
