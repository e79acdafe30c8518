import type { ProtocolClock } from './scripted-protocol.mjs';

/** The time of this process. */
export declare const processClock: ProtocolClock & { monotonicMs(): number };

/** Calls back in a later turn of the event loop, after all promise jobs of this one. */
export declare function inNextTurn(callback: () => void): unknown;

/** Resolves in a later turn of the event loop. */
export declare function nextTurn(): Promise<unknown>;
