/** What a faulty server is started with, as JSON in the environment variable `SEAWALL_FAULTY_SERVER`. */
export interface FaultyServerSettings extends FaultyServerOptions {
  readonly controlFile: string;
  readonly pidFile: string;
  readonly executionsFile: string;
}

/** What can be chosen of a faulty server. */
export interface FaultyServerOptions {
  /** @default 'both' */
  readonly era?: 'legacy' | 'modern' | 'both';
  /** How long the tool `slow` takes, in milliseconds.
   * @default 500 */
  readonly slowMs?: number;
  /** Words that the server blurts out where it fails: page bodies, last words, noise.
   * @default none */
  readonly secret?: string;
  /** HTTP only: how proper answers come.
   * @default 'json' */
  readonly responses?: 'json' | 'sse';
  /** HTTP only: the port on 127.0.0.1.
   * @default a free one */
  readonly port?: number;
}
