import { describe, expect, it } from 'vitest';
import { MCPError } from '../../../src/index.ts';
import {
  logFailed,
  logTimedOut,
  notJson,
  parkedOutcomeUnknown,
  parkingClosed,
  parkingFull,
  sendTimedOut,
  ticketNotFound,
  ticketStateConflict,
} from '../../../src/policies/parking/errors.ts';
import { parkedCall, REFUSED } from './parking-setup.ts';

const PLACE = { server: 'jira', tool: 'create_issue' };

/** What a person and a program read in an error. */
function readingOf(error: MCPError & { readonly serverName?: string | undefined }): Readonly<Record<string, unknown>> {
  const { code, kind, message, hint, serverName, context, cause } = error;
  return { code, kind, message, hint, serverName, context, cause };
}

describe('errors of parking', () => {
  it('say which limit was reached, why the call was to be kept, and how to go on', () => {
    expect(readingOf(parkingFull(PLACE, '2 calls wait already, and 2 may', REFUSED))).toMatchObject({
      code: 'PARKING_FULL',
      message:
        'The call of tool "create_issue" on server "jira" was not kept for later: 2 calls wait already, and 2 may.',
      hint: 'Bring the server back, or discard parked calls that are not wanted.',
      serverName: 'jira',
      context: { tool: 'create_issue' },
      cause: REFUSED,
    });
    expect(parkingFull(PLACE, 'full')).not.toHaveProperty('cause');
  });

  it('say that nothing is parked any more', () => {
    expect(readingOf(parkingClosed('jira', REFUSED))).toMatchObject({
      code: 'SHUTTING_DOWN',
      message: 'Parked calls are closed: Seawall is shutting down.',
      serverName: 'jira',
      cause: REFUSED,
    });
    const without = parkingClosed(undefined);
    expect(without).not.toHaveProperty('cause');
    expect(without.serverName).toBe(undefined);
  });

  it('say that arguments are no JSON', () => {
    const cause = new TypeError('BigInt');
    const error = notJson(PLACE, cause);
    expect(readingOf(error)).toMatchObject({
      code: 'INVALID_ARGUMENTS',
      message: 'The call of tool "create_issue" on server "jira" was not kept for later: its arguments are not JSON.',
      cause,
    });
    expect(error).toMatchObject({ field: 'arguments', expectedType: 'a JSON object' });
  });

  it('say that there is no such ticket', () => {
    const error = ticketNotFound('nobody');
    expect(readingOf(error)).toMatchObject({
      code: 'TICKET_NOT_FOUND',
      message: 'There is no parked call with the ticket "nobody".',
      hint: 'List the parked calls; those that came to an end are forgotten after some days.',
    });
    expect(error).toMatchObject({ resourceType: 'ticket', resourceId: 'nobody' });
  });

  it('say what does not fit the state of a call', () => {
    expect(readingOf(ticketStateConflict(parkedCall({ state: 'done' }), 'is done already', 'Go home.'))).toMatchObject({
      code: 'TICKET_STATE_CONFLICT',
      message: 'Ticket "ticket-1", a call of tool "create_issue" on server "jira", is done already.',
      hint: 'Go home.',
      serverName: 'jira',
      context: { ticket: 'ticket-1', tool: 'create_issue', state: 'done' },
    });
  });

  it('say that a sending did not end', () => {
    const error = sendTimedOut(parkedCall(), 5000);
    expect(readingOf(error)).toMatchObject({
      code: 'OPERATION_TIMEOUT',
      message: 'Sending ticket "ticket-1", a call of tool "create_issue" on server "jira", did not end within 5000 ms.',
      serverName: 'jira',
    });
    expect(error).toMatchObject({ timeoutMs: 5000, operation: 'call_tool(create_issue)' });
  });

  it('say that the log did not answer', () => {
    expect(readingOf(logTimedOut(20_000))).toMatchObject({
      code: 'STORE_INTERRUPTED',
      message: 'The log of parked calls did not answer within 20000 ms.',
    });
  });

  it('keep an error of ours that the log threw, and wrap everything else', () => {
    const own = new MCPError({ code: 'STORE_FULL', message: 'The disk is full.' });
    expect(logFailed(own)).toBe(own);
    const cause = new Error('EIO');
    expect(readingOf(logFailed(cause))).toMatchObject({
      code: 'STORE_FAILED',
      message: 'The log of parked calls failed.',
      cause,
    });
  });

  it('say that a call may have run, and what somebody has to find out', () => {
    const error = parkedOutcomeUnknown(parkedCall(), 'no answer came', REFUSED);
    expect(readingOf(error)).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      message:
        'Ticket "ticket-1", a call of tool "create_issue" on server "jira", was sent and may have run: no answer came. ' +
        'It is not sent again by itself.',
      hint:
        'Look in the system behind the server whether it ran. If it surely did not, replay the ticket and confirm that; ' +
        'else discard it.',
      serverName: 'jira',
      context: { delivery: 'unknown', ticket: 'ticket-1', tool: 'create_issue' },
      cause: REFUSED,
    });
    expect(parkedOutcomeUnknown(parkedCall(), 'no answer came')).not.toHaveProperty('cause');
  });
});
