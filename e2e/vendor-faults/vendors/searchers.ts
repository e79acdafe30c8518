import type { Vendor } from './vendor.ts';

/** A failure as Tavily tells it. */
function tavily(error: string) {
  return { body: { detail: { error } } };
}

export const TAVILY: Vendor = {
  name: 'tavily',
  paths: /^\/api\.tavily\.com\//,
  answers: {
    400: tavily("Invalid topic. Must be 'general' or 'news'."),
    401: tavily('Unauthorized: missing or invalid API key.'),
    403: tavily('Forbidden: the URL is not supported for this key.'),
    404: tavily('Not found.'),
    409: tavily('Conflict: the request is being processed already.'),
    422: { body: { detail: [{ type: 'missing', loc: ['body', 'query'], msg: 'Field required', input: {} }] } },
    429: {
      ...tavily('Your request has been blocked due to excessive requests. Reduce the rate of requests.'),
      isTemporary: true,
    },
    432: tavily("This request exceeds your plan's set usage limit. Upgrade your plan or contact support@tavily.com"),
    500: tavily('Internal Server Error'),
    503: { ...tavily('Service Unavailable'), isTemporary: true },
  },
  special: {
    'pay-as-you-go': {
      status: 433,
      ...tavily('This request exceeds the pay-as-you-go limit. Raise the limit on the Tavily dashboard.'),
    },
  },
};

/** A failure as Brave tells it. */
function brave(status: number, code: string, detail: string, meta: object = {}) {
  return { body: { type: 'ErrorResponse', error: { id: '6f1a', status, code, detail, meta }, time: 1_790_000_000 } };
}

export const BRAVE: Vendor = {
  name: 'brave',
  paths: /^\/api\.search\.brave\.com\//,
  answers: {
    400: brave(400, 'INVALID_REQUEST', 'The request is malformed.'),
    401: brave(401, 'SUBSCRIPTION_TOKEN_INVALID', 'The provided subscription token is invalid.', {
      component: 'authentication',
    }),
    403: brave(403, 'RESOURCE_NOT_ALLOWED', 'The resource is not part of the subscription.'),
    404: brave(404, 'NOT_FOUND', 'The resource was not found.'),
    409: brave(409, 'CONFLICT', 'The request conflicts with another one.'),
    422: brave(422, 'VALIDATION', 'Unable to validate request parameter(s)', {
      errors: [{ type: 'missing', loc: ['query', 'q'], msg: 'Field required' }],
    }),
    429: {
      ...brave(429, 'RATE_LIMITED', 'Request rate limit exceeded for plan.', { plan: 'Free', rate_limit: 1 }),
      isTemporary: true,
    },
    432: brave(432, 'QUOTA_LIMITED', 'Request quota limit reached for plan.', { quota_limit: 2000 }),
    500: brave(500, 'INTERNAL', 'Internal server error.'),
    503: { ...brave(503, 'UNAVAILABLE', 'The service is unavailable.'), isTemporary: true },
  },
  special: {
    'invalid token': {
      status: 422,
      ...brave(422, 'SUBSCRIPTION_TOKEN_INVALID', 'The provided subscription token is invalid.', {
        component: 'authentication',
      }),
    },
    'monthly quota': {
      status: 429,
      ...brave(429, 'QUOTA_LIMITED', 'Request quota limit reached for plan.', { quota_limit: 2000 }),
    },
  },
};

/** A failure as Exa tells it. */
function exa(tag: string, error: string) {
  return { body: { requestId: 'b1f0', error, tag } };
}

export const EXA: Vendor = {
  name: 'exa',
  paths: /^\/api\.exa\.ai\//,
  answers: {
    400: exa('INVALID_REQUEST_BODY', 'Invalid request body. numResults has to be a number.'),
    401: exa('INVALID_API_KEY', 'Invalid API key'),
    403: exa('FEATURE_DISABLED', 'The feature is not enabled for your team.'),
    404: exa('NOT_FOUND', 'Not found'),
    409: exa('CONFLICT', 'The request conflicts with one that is running.'),
    422: exa('UNABLE_TO_GENERATE_RESPONSE', 'The request could not be processed.'),
    429: {
      ...exa('RATE_LIMIT', "You've exceeded your Exa rate limit of 5 requests per second."),
      isTemporary: true,
    },
    432: exa('NO_MORE_CREDITS', 'You have exceeded your credits limit. Top up on the dashboard.'),
    500: exa('DEFAULT_ERROR', 'An unexpected error occurred'),
    503: { ...exa('SERVICE_UNAVAILABLE', 'The service is unavailable'), isTemporary: true },
  },
  special: {
    'no credits': {
      status: 402,
      ...exa('NO_MORE_CREDITS', 'You have exceeded your credits limit. Top up on the dashboard.'),
    },
  },
};

/** A failure as Perplexity tells it. */
function perplexity(code: number, type: string, message: string) {
  return { body: { error: { message, type, code } } };
}

export const PERPLEXITY: Vendor = {
  name: 'perplexity',
  paths: /^\/perplexity\//,
  answers: {
    400: perplexity(400, 'invalid_request', 'max_results has to be between 1 and 20.'),
    401: perplexity(401, 'invalid_api_key', 'Invalid API key provided.'),
    403: perplexity(403, 'forbidden', 'The key has no access to this endpoint.'),
    404: perplexity(404, 'not_found', 'The resource was not found.'),
    409: perplexity(409, 'conflict', 'The request conflicts with one that is running.'),
    422: { body: { detail: [{ loc: ['body', 'query'], msg: 'field required', type: 'value_error.missing' }] } },
    429: {
      ...perplexity(429, 'request_rate_limit_exceeded', 'Request rate limit exceeded, try again later.'),
      isTemporary: true,
    },
    432: perplexity(432, 'insufficient_quota', 'You exceeded your current quota, check your plan and billing details.'),
    500: perplexity(500, 'internal_server_error', 'Internal server error'),
    503: {
      body: '<html><head><title>503 Service Temporarily Unavailable</title></head><body>openresty</body></html>',
      isTemporary: true,
      headers: { 'content-type': 'text/html' },
    },
  },
  special: {
    'no quota': {
      status: 401,
      ...perplexity(401, 'insufficient_quota', 'You exceeded your current quota, check your plan and billing details.'),
    },
  },
};

/** A failure as Context7 tells it. */
function context7(error: string, message: string) {
  return { body: { error, message } };
}

export const CONTEXT7: Vendor = {
  name: 'context7',
  paths: /^\/context7\//,
  answers: {
    // Without a message of its own the server tells the status.
    400: { body: { error: 'invalid_request' } },
    401: context7('invalid_api_key', "Invalid API key. API keys should start with 'ctx7sk' prefix."),
    403: context7('forbidden', 'You do not have access to this library.'),
    404: context7('library_not_found', 'Library "/harbour/docs" not found.'),
    409: { body: { error: 'conflict' } },
    422: { body: { error: 'unprocessable' } },
    429: { ...context7('rate_limit_exceeded', 'Too many requests. Try again later.'), isTemporary: true },
    432: context7('quota_exceeded', 'Monthly quota exceeded. Upgrade your plan to go on.'),
    500: context7('internal_error', 'Internal server error'),
    503: { ...context7('search_unavailable', 'Service temporarily unavailable.'), isTemporary: true },
  },
};
