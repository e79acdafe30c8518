import type { Vendor } from './vendor.ts';

/** A failure as Slack tells it: mostly with status 200. */
function slack(error: string, status = 200, more: object = {}) {
  return { status, body: { ok: false, error, ...more } };
}

export const SLACK: Vendor = {
  name: 'slack',
  paths: /^\/slack\.com\//,
  answers: {
    400: slack('invalid_arguments'),
    401: slack('invalid_auth'),
    403: slack('missing_scope', 200, { needed: 'channels:read', provided: 'chat:write' }),
    404: slack('channel_not_found'),
    409: slack('name_taken'),
    422: slack('invalid_cursor'),
    429: { ...slack('ratelimited', 429), isTemporary: true },
    432: slack('plan_upgrade_required'),
    500: slack('internal_error', 500),
    503: { ...slack('service_unavailable', 503), isTemporary: true },
  },
};

/** A failure as Notion tells it. */
function notion(status: number, code: string, message: string) {
  return { body: { object: 'error', status, code, message, request_id: '2b9c' } };
}

export const NOTION: Vendor = {
  name: 'notion',
  paths: /^\/notion\//,
  answers: {
    400: notion(400, 'validation_error', 'path failed validation: path.page_id should be a valid uuid.'),
    401: notion(401, 'unauthorized', 'API token is invalid.'),
    403: notion(403, 'restricted_resource', 'Insufficient permissions for this endpoint.'),
    404: notion(404, 'object_not_found', 'Could not find user. Make sure that it is shared with your integration.'),
    409: notion(409, 'conflict_error', 'Conflict occurred while saving. Try again.'),
    422: notion(422, 'validation_error', 'body failed validation: body.parent should be defined.'),
    429: {
      ...notion(429, 'rate_limited', 'You have been rate limited. Try again in a few minutes.'),
      isTemporary: true,
    },
    432: notion(432, 'quota_exceeded', 'The block limit of the free plan is reached. Upgrade the plan to go on.'),
    500: notion(500, 'internal_server_error', 'Unexpected error occurred.'),
    503: { ...notion(503, 'service_unavailable', 'Notion is unavailable. Try again later.'), isTemporary: true },
  },
};

function supabase(message: string) {
  return { body: { message } };
}

export const SUPABASE: Vendor = {
  name: 'supabase',
  paths: /^\/supabase\/v1\//,
  answers: {
    400: supabase('name: String must contain at least 1 character(s)'),
    401: supabase('Unauthorized'),
    403: supabase('Your account does not have the necessary privileges to access this endpoint.'),
    404: supabase('Organization not found'),
    409: supabase('The project is being changed by another request.'),
    422: supabase('The request could not be processed.'),
    429: { ...supabase('ThrottlerException: Too Many Requests'), isTemporary: true },
    432: supabase('The plan of the organization is used up. Upgrade the plan to go on.'),
    500: supabase('Internal server error'),
    503: { ...supabase('Service unavailable'), isTemporary: true },
  },
};

/** A failure as Airtable tells it. */
function airtable(type: string, message: string) {
  return { body: { error: { type, message } } };
}

export const AIRTABLE: Vendor = {
  name: 'airtable',
  paths: /^\/api\.airtable\.com\//,
  answers: {
    400: airtable('INVALID_REQUEST_MISSING_FIELDS', 'Could not find field "fields" in the request body.'),
    401: airtable('AUTHENTICATION_REQUIRED', 'Authentication required'),
    403: airtable(
      'INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND',
      'Invalid permissions, or the requested model was not found.',
    ),
    404: { body: { error: 'NOT_FOUND' } },
    409: airtable('CONFLICT', 'The record was changed by another request.'),
    422: airtable('INVALID_REQUEST_UNKNOWN', 'Invalid request: parameter validation failed. Check your request data.'),
    429: {
      body: { errors: [{ error: 'RATE_LIMIT_REACHED', message: 'Rate limit exceeded. Try again later.' }] },
      isTemporary: true,
    },
    432: {
      body: {
        errors: [
          {
            error: 'PUBLIC_API_BILLING_LIMIT_EXCEEDED',
            message: 'The API billing limit of your plan is exceeded. Upgrade the plan to go on.',
          },
        ],
      },
    },
    500: airtable('SERVER_ERROR', 'The server encountered an unexpected condition.'),
    503: {
      ...airtable('SERVICE_UNAVAILABLE', 'The server could not process your request in time.'),
      isTemporary: true,
    },
  },
  special: {
    'billing limit': {
      status: 429,
      body: {
        errors: [
          {
            error: 'PUBLIC_API_BILLING_LIMIT_EXCEEDED',
            message: 'The API billing limit of your plan is exceeded. Upgrade the plan to go on.',
          },
        ],
      },
    },
  },
};

/** A failure of a service that follows RFC 9457. */
function problem(status: number, title: string, detail: string) {
  return {
    body: { type: 'about:blank', title, status, detail },
    headers: { 'content-type': 'application/problem+json' },
  };
}

export const TIDES: Vendor = {
  name: 'tides',
  paths: /^\/tides\//,
  answers: {
    400: problem(400, 'Bad Request', 'The name of the harbour is not valid.'),
    401: problem(401, 'Unauthorized', 'The key is missing or not valid.'),
    403: problem(403, 'Forbidden', 'The key may not read this harbour.'),
    404: problem(404, 'Not Found', 'There is no such harbour.'),
    409: problem(409, 'Conflict', 'The table of this harbour is being replaced.'),
    422: problem(422, 'Unprocessable Content', 'The day lies outside the table.'),
    429: {
      ...problem(429, 'Too Many Requests', 'Slow down.'),
      isTemporary: true,
      headers: { 'content-type': 'application/problem+json' },
    },
    432: problem(432, 'Plan Limit', 'The calls of your plan are used up.'),
    500: problem(500, 'Internal Server Error', 'Something went wrong.'),
    503: {
      ...problem(503, 'Service Unavailable', 'The tide gauge is under maintenance.'),
      isTemporary: true,
      headers: { 'content-type': 'application/problem+json' },
    },
  },
};
