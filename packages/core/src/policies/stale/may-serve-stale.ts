import type { Safety } from '../../call/safety.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import { isOutage } from '../fallback/mendable.ts';

/** Whether an earlier answer may be given in place of a failure: the server can't answer, and the call changes nothing. */
export function mayServeStale(error: MCPError, safety: Safety): boolean {
  return safety === 'read' && isOutage(error);
}
