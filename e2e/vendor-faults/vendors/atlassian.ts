import type { Vendor } from './vendor.ts';

/** A failure as Jira tells it. */
function jira(errorMessages: readonly string[], errors: Readonly<Record<string, string>> = {}) {
  return { body: { errorMessages, errors } };
}

export const JIRA: Vendor = {
  name: 'jira',
  paths: /^\/atlassian\/rest\//,
  answers: {
    400: jira(["Field 'harbor' does not exist or you do not have permission to view it."]),
    401: {
      body: { message: 'Client must be authenticated to access this resource.', 'status-code': 401 },
      headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED', 'www-authenticate': 'OAuth realm="stand-in"' },
    },
    403: jira(['You do not have permission to view this issue.']),
    404: jira(['Issue does not exist or you do not have permission to see it.']),
    409: jira(['There was a conflict while updating the issue. Try the update again.']),
    422: jira([], { customfield_10010: 'The value of the field is not in the right format.' }),
    429: { ...jira(['Rate limit exceeded.']), isTemporary: true, headers: { 'ratelimit-reason': 'jira-burst-based' } },
    432: jira(["The plan's usage limit is exceeded. Upgrade the plan to go on."]),
    500: jira(['Internal server error']),
    503: {
      body: '<html><head><title>503 Service Unavailable</title></head><body><h1>Service Unavailable</h1></body></html>',
      isTemporary: true,
      headers: { 'content-type': 'text/html' },
    },
  },
  special: {
    'required field': { status: 400, ...jira([], { summary: 'You must specify a summary of the issue.' }) },
  },
};

/** A failure as Confluence tells it. */
function confluence(statusCode: number, message: string, reason: string) {
  return {
    body: { statusCode, data: { authorized: true, valid: false, errors: [], successful: false }, message, reason },
  };
}

export const CONFLUENCE: Vendor = {
  name: 'confluence',
  paths: /^\/atlassian\/wiki\//,
  answers: {
    400: confluence(400, 'Could not parse cql : pagetype = page', 'Bad Request'),
    401: confluence(401, 'Unauthorized', 'Unauthorized'),
    403: confluence(
      403,
      'com.atlassian.confluence.api.service.exceptions.PermissionException: Not permitted to view content',
      'Forbidden',
    ),
    404: confluence(404, 'No content found with id: ContentId{id=11}', 'Not Found'),
    409: confluence(
      409,
      'Version must be incremented when updating a page. Current Version: [3]. Provided version: [2]',
      'Conflict',
    ),
    422: confluence(422, 'Content body cannot be converted to the storage format.', 'Unprocessable Entity'),
    429: { ...confluence(429, 'Rate limit exceeded', 'Too Many Requests'), isTemporary: true },
    432: confluence(432, "The plan's usage limit is exceeded. Upgrade the plan to go on.", 'Plan limit'),
    500: confluence(500, 'There was an unexpected error.', 'Internal Server Error'),
    503: {
      ...confluence(503, 'Confluence is temporarily unavailable.', 'Service Unavailable'),
      isTemporary: true,
    },
  },
  special: {
    'missing scope': {
      status: 401,
      body: { code: 401, message: 'Unauthorized; scope does not match' },
      headers: { 'www-authenticate': 'OAuth realm="stand-in"' },
    },
  },
};

/** A failure as Backlog tells it. */
function backlog(code: number, message: string) {
  return { body: { errors: [{ message, code, moreInfo: '' }] } };
}

export const BACKLOG: Vendor = {
  name: 'backlog',
  paths: /^\/seawall\.backlog\.com\//,
  answers: {
    400: backlog(7, 'projectId[] is invalid.'),
    401: backlog(11, 'Authentication failure.'),
    403: backlog(5, 'You do not have permission to do that.'),
    404: backlog(6, 'No such space.'),
    409: backlog(7, 'The issue was changed by another user.'),
    422: backlog(7, 'summary must not be empty.'),
    429: { ...backlog(13, 'Too many requests.'), isTemporary: true, headers: { 'x-ratelimit-remaining': '0' } },
    432: backlog(8, 'The space is over its capacity. Upgrade the plan to go on.'),
    500: backlog(1, 'Internal error.'),
    503: { ...backlog(1, 'Backlog is under maintenance.'), isTemporary: true },
  },
};
