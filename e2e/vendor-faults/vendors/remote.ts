import type { Vendor } from './vendor.ts';

/** A failure of a service that speaks MCP itself, told before the request reaches MCP. */
function refusal(error: string, description: string) {
  return { body: { error, error_description: description } };
}

export const REMOTE: Vendor = {
  name: 'remote',
  paths: /^\/remote\//,
  answers: {
    400: {
      body: { jsonrpc: '2.0', error: { code: -32_602, message: 'Invalid arguments: "place" is missing' }, id: null },
    },
    401: {
      ...refusal('invalid_token', 'The access token is invalid or has expired.'),
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    },
    403: {
      ...refusal('insufficient_scope', 'The token lacks the scope "tides:read".'),
      headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="tides:read"' },
    },
    404: { body: { jsonrpc: '2.0', error: { code: -32_001, message: 'Session not found' }, id: null } },
    409: refusal('conflict', 'The table is being replaced.'),
    422: refusal('unprocessable', 'The place lies outside the table.'),
    429: { ...refusal('rate_limited', 'Too many requests.'), isTemporary: true },
    432: refusal('plan_limit', "This request exceeds your plan's set usage limit."),
    500: refusal('internal', 'Internal server error'),
    503: { ...refusal('unavailable', 'The service is under maintenance.'), isTemporary: true },
  },
};
