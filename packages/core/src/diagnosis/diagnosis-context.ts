import type { Pack } from './packs/pack.ts';

/** What is known around the evidence. */
export interface DiagnosisContext {
  /** The server as the configuration names it. */
  readonly server: string;
  /** The tool as the server names it; absent when the evidence is not about a tool. */
  readonly tool?: string | undefined;
  readonly transport?: 'stdio' | 'http' | 'sse' | undefined;
  /** Further names of the server: its package, the host of its URL, what it calls itself.
   * @default [] */
  readonly aliases?: readonly string[];
  /** Packs of the user; they are asked before the built-in ones.
   * @default [] */
  readonly packs?: readonly Pack[];
  /** What the tool was called with, for links. Nothing of it gets into texts.
   * @default {} */
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** A plain setting of the server, as the variable `JIRA_URL`; never a secret.
   * @default nothing is known */
  readonly setting?: (name: string) => string | undefined;
  /** For times that the server gives as a date, in milliseconds since the epoch.
   * @default now */
  readonly nowMs?: number;
}
