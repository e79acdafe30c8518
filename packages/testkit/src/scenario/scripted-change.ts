import type { JsonValue } from './json.ts';

/** What a scripted server can announce of itself, outside any call. */
export type ScriptedChange =
  | 'tools'
  | 'prompts'
  | 'resources'
  | ResourceUpdate
  | LogAnnouncement
  | ElicitationCompletion
  | ListenEnd;

/** One resource is announced as updated, to those that subscribed to it. */
export interface ResourceUpdate {
  readonly resourceUri: string;
}

/** A log line that belongs to no call. Legacy clients get it by their level; the modern era has no way
 * for it. */
export interface LogAnnouncement {
  readonly log: ScriptedLogLine;
}

/** A URL elicitation is announced as done, to legacy clients. */
export interface ElicitationCompletion {
  readonly elicitationId: string;
}

/**
 * The server ends every `subscriptions/listen`: `graceful` with the result that the protocol names,
 * `abrupt` by closing the stream over HTTP, and by `notifications/cancelled` over stdio.
 */
export interface ListenEnd {
  readonly endListens: 'graceful' | 'abrupt';
}

/** One log line of the protocol, not of stderr. */
export interface ScriptedLogLine {
  readonly data: JsonValue;
  /** @default 'info' */
  readonly level?: string;
  /** @default 'scripted' */
  readonly logger?: string;
}
