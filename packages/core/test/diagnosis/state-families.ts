import type { DiagnosisKind } from '../../src/index.ts';

/** What a family of software says when something fails. */
export type FamilyRow = readonly [text: string, kind: DiagnosisKind, retryable?: boolean];

/** What tools say of calls that were given up, of waits and plans, and of what stands in the way. */
export const STATE_FAMILIES: Readonly<Record<string, readonly FamilyRow[]>> = {
  'calls that were given up': [
    ['1 CANCELLED: Cancelled on client', 'cancelled'],
    ['rpc error: code = Canceled desc = stream closed', 'cancelled'],
    ['StandaloneCoroutine was cancelled', 'cancelled'],
    ['Rejected by you.', 'cancelled'],
  ],
  'waits, plans and pauses': [
    ["You've hit your limit · resets 2pm", 'quota'],
    ['You have reached your usage limit', 'quota'],
    ['You have reached your rate limit', 'rate_limit'],
    ['You have reached your ten_secondly_rolling limit, rate limited', 'rate_limit'],
    ["429: You've reached your write unit limit for the current month", 'quota'],
    ['TotalRequests Limit exceeded.', 'quota'],
    ['9 FAILED_PRECONDITION: Billing must be enabled for activation of services', 'quota'],
    ['9 FAILED_PRECONDITION: Billing account for project 12 is not found', 'quota'],
    ['A wait of 30 seconds is required (caused by JoinRequest)', 'rate_limit'],
    ['The editor is reloading; please retry', 'unavailable'],
    ['Webserver is restarting', 'unavailable'],
  ],
  'what stands in the way': [
    ['Label name exists or conflicts', 'conflict'],
    ['The slug conflicts with an existing page', 'conflict'],
    ['422: Droplet already has a pending event.', 'conflict', true],
    ['Another operation is in progress', 'conflict', true],
  ],
  'arguments that do not go together': [
    ['voice_id and voice_name cannot both be provided', 'validation'],
    ['Search called with no queries.', 'validation'],
    ['export was called without a format', 'validation'],
    ['Could not retrieve any transcripts for the video', 'not_found'],
  ],
  'traces in one line': [
    [
      'Traceback (most recent call last): File "a.py", line 1, in <module> import b ModuleNotFoundError: No module named \'b\'',
      'configuration',
    ],
    ['Traceback (most recent call last): File "a.py", line 1, in f KeyError: \'id\'', 'server_error'],
  ],
};
