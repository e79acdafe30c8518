import type { ParkedCall } from '@seawall/core/base';

/** A parked call for a log, with whatever matters to the test. */
export function parkedCall(fields: Partial<ParkedCall> & Pick<ParkedCall, 'id'>): ParkedCall {
  return {
    sequence: 1,
    state: 'parked',
    principal: { id: 'anonymous' },
    server: 'jira',
    tool: 'create_issue',
    arguments: { summary: 'Disk is full' },
    parkedAtMs: 1_767_225_600_000,
    expiresAtMs: 1_767_226_500_000,
    changedAtMs: 1_767_225_600_000,
    sends: 0,
    why: {
      errorType: 'MCPConnectionError',
      kind: 'connection',
      code: 'CONNECTION_REFUSED',
      message: 'Server "jira" refused the connection.',
      context: {},
      timestamp: '2026-01-01T00:00:00.000Z',
      retryable: true,
    },
    ...fields,
  };
}
