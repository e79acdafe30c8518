import { MCPError } from '../../errors/mcp-error.ts';
import { MCPOutcomeUnknownError } from '../../errors/outcome-unknown-error.ts';
import { MCPRejectedError } from '../../errors/rejected-error.ts';
import { MCPResourceError } from '../../errors/resource-error.ts';
import { MCPServerError } from '../../errors/server-error.ts';
import { MCPTimeoutError } from '../../errors/timeout-error.ts';
import { MCPValidationError } from '../../errors/validation-error.ts';
import type { ParkedCall } from './parked-call.ts';

/** A call on a tool, for messages. */
interface Place {
  readonly server: string;
  readonly tool: string;
}

/** Too much waits already. */
export function parkingFull(place: Place, limit: string, cause?: MCPError): MCPRejectedError {
  return new MCPRejectedError({
    code: 'PARKING_FULL',
    message: `The call of ${describe(place)} was not kept for later: ${limit}.`,
    hint: 'Bring the server back, or discard parked calls that are not wanted.',
    serverName: place.server,
    context: { tool: place.tool },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Nothing is parked any more. */
export function parkingClosed(server: string | undefined, cause?: MCPError): MCPRejectedError {
  return new MCPRejectedError({
    code: 'SHUTTING_DOWN',
    message: 'Parked calls are closed: Seawall is shutting down.',
    ...(server === undefined ? {} : { serverName: server }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The arguments are no JSON, so they can't be kept. */
export function notJson(place: Place, cause: unknown): MCPValidationError {
  return new MCPValidationError({
    code: 'INVALID_ARGUMENTS',
    message: `The call of ${describe(place)} was not kept for later: its arguments are not JSON.`,
    field: 'arguments',
    expectedType: 'a JSON object',
    cause,
  });
}

/** No such ticket. */
export function ticketNotFound(id: string): MCPResourceError {
  return new MCPResourceError({
    code: 'TICKET_NOT_FOUND',
    message: `There is no parked call with the ticket "${id}".`,
    hint: 'List the parked calls; those that came to an end are forgotten after some days.',
    resourceType: 'ticket',
    resourceId: id,
  });
}

/** What was asked does not fit the state of the call. */
export function ticketStateConflict(call: ParkedCall, what: string, hint: string): MCPServerError {
  return new MCPServerError({
    code: 'TICKET_STATE_CONFLICT',
    message: `Ticket "${call.id}", a call of ${describe(call)}, ${what}.`,
    hint,
    serverName: call.server,
    context: { ticket: call.id, tool: call.tool, state: call.state },
  });
}

/** A sending that never came to an end was ended. */
export function sendTimedOut(call: ParkedCall, timeoutMs: number): MCPTimeoutError {
  return new MCPTimeoutError({
    code: 'OPERATION_TIMEOUT',
    message: `Sending ticket "${call.id}", a call of ${describe(call)}, did not end within ${timeoutMs} ms.`,
    timeoutMs,
    operation: `call_tool(${call.tool})`,
    serverName: call.server,
  });
}

/** The log did not answer. */
export function logTimedOut(timeoutMs: number): MCPError {
  return new MCPError({
    code: 'STORE_INTERRUPTED',
    message: `The log of parked calls did not answer within ${timeoutMs} ms.`,
  });
}

/** What the log threw, as an error of ours. */
export function logFailed(thrown: unknown): MCPError {
  if (MCPError.isInstance(thrown)) return thrown;
  return new MCPError({ code: 'STORE_FAILED', message: 'The log of parked calls failed.', cause: thrown });
}

/** A parked call may have run. */
export function parkedOutcomeUnknown(call: ParkedCall, how: string, cause?: unknown): MCPOutcomeUnknownError {
  return new MCPOutcomeUnknownError({
    message: `Ticket "${call.id}", a call of ${describe(call)}, was sent and may have run: ${how}. It is not sent again by itself.`,
    hint: 'Look in the system behind the server whether it ran. If it surely did not, replay the ticket and confirm that; else discard it.',
    delivery: 'unknown',
    serverName: call.server,
    context: { ticket: call.id, tool: call.tool },
    ...(cause === undefined ? {} : { cause }),
  });
}

function describe({ server, tool }: Place): string {
  return `tool "${tool}" on server "${server}"`;
}
