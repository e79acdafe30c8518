import type { Problem } from '@seawall/admin-api';
import { type ErrorKind, MCPAuthenticationError, MCPError } from '@seawall/core/base';
import { type FoundGateway, TOKEN_VARIABLE } from './find-gateway.ts';

/** A refusal of the admin API as an error for people at a terminal. */
export function toRefusal(gateway: FoundGateway, { status, code, detail, hint, errors = [] }: Problem): MCPError {
  if (status === 401) {
    return new MCPAuthenticationError({
      code: 'ADMIN_TOKEN_REFUSED',
      reason: 'invalid',
      message: `The gateway at ${gateway.baseUrl} does not accept the admin token.`,
      hint:
        gateway.foundBy === 'url'
          ? `Set ${TOKEN_VARIABLE} to what seawall.auth.adminToken is for that gateway.`
          : 'Another gateway took its place: run this again.',
    });
  }
  const faults = errors
    .filter((fault) => !detail.includes(fault.detail))
    .map((fault) => `${fault.pointer}: ${fault.detail}`);
  const advice = HINTS[code] ?? hint;
  return new MCPError({
    code,
    kind: KINDS[status] ?? 'server_error',
    message: [detail, ...faults].join(' '),
    ...(advice === undefined ? {} : { hint: advice }),
    context: { httpStatus: status },
  });
}

const KINDS: Readonly<Record<number, ErrorKind>> = {
  400: 'validation',
  403: 'permission',
  404: 'not_found',
  409: 'conflict',
  429: 'rate_limit',
  503: 'unavailable',
};

/** Where the API names its own ways, and the command has others. */
const HINTS: Readonly<Record<string, string>> = {
  SERVER_NOT_FOUND: 'Run "seawall status": it lists the servers.',
};
