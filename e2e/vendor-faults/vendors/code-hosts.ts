import type { Vendor } from './vendor.ts';

/** A failure as GitHub tells it. */
function github(status: number, message: string, more: object = {}) {
  return { body: { message, ...more, documentation_url: 'https://docs.github.com/rest', status: String(status) } };
}

export const GITHUB: Vendor = {
  name: 'github',
  paths: /^\/api\.github\.com\//,
  answers: {
    400: github(400, 'Problems parsing JSON'),
    401: github(401, 'Bad credentials'),
    403: github(403, 'Resource not accessible by personal access token'),
    404: github(404, 'Not Found'),
    409: github(409, 'Git Repository is empty.'),
    422: github(422, 'Validation Failed', { errors: [{ resource: 'Search', field: 'q', code: 'missing' }] }),
    429: {
      ...github(429, 'API rate limit exceeded for user ID 3.'),
      isTemporary: true,
      headers: { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '0' },
    },
    432: github(432, 'The spending limit of this account is reached. Upgrade the plan to go on.'),
    500: github(500, 'Server Error'),
    503: {
      ...github(503, 'No server is currently available to service your request.'),
      isTemporary: true,
    },
  },
  special: {
    'secondary limit': {
      status: 403,
      ...github(403, 'You have exceeded a secondary rate limit. Wait a few minutes before you try again.'),
      isTemporary: true,
    },
  },
};

export const GITLAB: Vendor = {
  name: 'gitlab',
  paths: /^\/gitlab\//,
  answers: {
    400: { body: { error: 'order_by does not have a valid value' } },
    401: { body: { message: '401 Unauthorized' } },
    403: { body: { message: '403 Forbidden' } },
    404: { body: { message: '404 Project Not Found' } },
    409: { body: { message: '409 Conflict - This resource is being changed by another request' } },
    422: { body: { message: { title: ["can't be blank"] } } },
    429: {
      body: 'Retry later\n',
      isTemporary: true,
      headers: { 'content-type': 'text/plain', 'ratelimit-remaining': '0' },
    },
    432: { body: { message: '432 The compute minutes of the plan are used up' } },
    500: { body: { message: '500 Internal Server Error' } },
    503: {
      body: '<!DOCTYPE html><html><head><title>GitLab is not responding (503)</title></head><body>503</body></html>',
      isTemporary: true,
      headers: { 'content-type': 'text/html' },
    },
  },
  special: {
    'missing scope': {
      status: 403,
      body: {
        error: 'insufficient_scope',
        error_description: 'The request requires higher privileges than provided by the access token.',
        scope: 'api read_api',
      },
    },
  },
};
