import type { CallInfo } from '../../call/call.ts';
import type { ErrorCode } from '../../errors/error-code.ts';

/** A call that failed got its answer from another tool, or the words of a pack for a tool that is not available. */
export interface FallbackServed {
  readonly kind: 'fallbackServed';
  readonly atMs: number;
  /** The call that failed. */
  readonly call: CallInfo;
  readonly by: { readonly kind: 'tool'; readonly server: string; readonly tool: string } | { readonly kind: 'message' };
  /** The code of the failure. */
  readonly because: ErrorCode;
}
