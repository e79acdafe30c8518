import type { CallInfo, Principal } from '../../call/call.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import type { ParkedChangeBy, ParkedState } from './parked-call.ts';

/** What parking tells. */
export type ParkingEvent = CallParked | ParkedChanged;

/** A write that did not run was kept, to be sent later. */
export interface CallParked {
  readonly kind: 'callParked';
  readonly atMs: number;
  readonly call: CallInfo;
  readonly ticket: string;
  /** When it is given up, in milliseconds since the epoch. */
  readonly expiresAtMs: number;
  /** The failure for which it was parked. */
  readonly why: MCPError;
}

/** A parked call went from one state to another, or somebody asked for it to be sent now. */
export interface ParkedChanged {
  readonly kind: 'parkedChanged';
  readonly atMs: number;
  readonly ticket: string;
  readonly principal: Principal;
  readonly server: string;
  readonly tool: string;
  readonly from: ParkedState;
  readonly to: ParkedState;
  /** What went wrong; always there for `unknown`. */
  readonly error?: MCPError;
  /** Who did it, when a person did. */
  readonly by?: ParkedChangeBy;
}
