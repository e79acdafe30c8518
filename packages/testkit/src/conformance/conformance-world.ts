import { randomBytes } from 'node:crypto';
import { createRequestStateCodec, type RequestStateCodec } from '@modelcontextprotocol/server';
import { type Clock, type CreateId, createSystemId, systemClock } from '@seawall/core/base';

/** What all connections of one conformance server have in common. */
export interface ConformanceWorld {
  readonly clock: Clock;
  readonly createId: CreateId;
  /** Seals what a call remembers between two rounds, so that a client cannot change it. */
  readonly flowStates: RequestStateCodec<FlowState>;
  /** Which of the entries that come and go are there now. */
  readonly extras: { readonly tool: boolean; readonly prompt: boolean };
  /** Adds or removes the extra tool or prompt, or says that a resource has changed. */
  change(change: ConformanceChange): void;
  /** Calls `listener` after every change; @returns what ends that. */
  onChange(listener: (change: ConformanceChange) => void): () => void;
}

/** Something about the server's lists or resources that is not as it was. */
export type ConformanceChange =
  | { readonly kind: 'tools' }
  | { readonly kind: 'prompts' }
  | { readonly kind: 'resource'; readonly uri: string };

/** What a call that asks for input remembers until its next round. */
export interface FlowState {
  readonly flow: string;
  readonly round: number;
  /** Makes every sealed state another one. */
  readonly nonce: string;
  readonly name?: string;
}

/** Which eras of the protocol a server speaks: sessions that begin with `initialize`, 2026-07-28, or both. */
export type ConformanceEra = 'both' | 'legacy' | 'modern';

/** Where time and ids come from. */
export interface ConformanceWorldOptions {
  /** @default the clock of this process */
  readonly clock?: Clock;
  /** @default random UUIDs */
  readonly createId?: CreateId;
}

const KEY_BYTES = 32;

/** Builds what the connections of one server share. */
export function createConformanceWorld({
  clock = systemClock,
  createId = createSystemId,
}: ConformanceWorldOptions = {}): ConformanceWorld {
  const extras = { tool: false, prompt: false };
  // Bounded by the connections: each has one listener and takes it away when it ends.
  const listeners = new Set<(change: ConformanceChange) => void>();
  return {
    clock,
    createId,
    // A key, not chance that a test would want to repeat.
    flowStates: createRequestStateCodec<FlowState>({ key: randomBytes(KEY_BYTES) }),
    extras,
    change: (change) => {
      if (change.kind === 'tools') extras.tool = !extras.tool;
      if (change.kind === 'prompts') extras.prompt = !extras.prompt;
      for (const listener of [...listeners]) listener(change);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
