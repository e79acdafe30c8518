import type { PlainValue } from './plain-value.ts';

/** Evidence in one form, whatever channel it came through: bounded, and without anything that could run code. */
export interface EvidenceView {
  readonly channel: 'tool_result' | 'jsonrpc_error' | 'exception' | 'http_response';
  /** What a tool result says of itself; absent for the other channels. */
  readonly isError?: boolean;
  /** The texts in which to look, outermost first, clipped. */
  readonly texts: readonly string[];
  /** How long the whole text was before it was clipped, in characters. */
  readonly length: number;
  /** How many blocks of content a tool result has, of whatever type. */
  readonly blocks: number;
  /** Whether a tool result has content that is no text. */
  readonly hasOtherContent: boolean;
  /** Objects that came as objects: structured content, the data of a JSON-RPC error, the body of a response. */
  readonly objects: readonly PlainValue[];
  /** The HTTP status, where it came as a number of its own. */
  readonly status?: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The error and its causes, outermost first. */
  readonly links: readonly ErrorLink[];
  readonly rpcCode?: number;
}

/** One error of a chain of causes. */
export interface ErrorLink {
  readonly name: string;
  readonly message: string;
  /** What stands under `code`, where that is a word. */
  readonly code?: string;
  /** The path of a system call on a file. */
  readonly path?: string;
  readonly syscall?: string;
  /** The kind of an error of ours. */
  readonly kind?: string;
  /** The limit that an error of the SDK was made for. */
  readonly timeoutMs?: number;
}

/** A view of nothing. */
export const EMPTY_VIEW = {
  texts: [],
  length: 0,
  blocks: 0,
  hasOtherContent: false,
  objects: [],
  headers: {},
  links: [],
} as const;
