import { z } from 'zod';
import { CHANGE, READ, type Route } from '../route.ts';
import { reasonBody } from '../schemas/reason.ts';
import { tokenLife, tokenName, tokenView } from '../schemas/token.ts';

/** Tokens for this API that people make, beside the one of the configuration. */
export const TOKEN_ROUTES = {
  listTokens: {
    ...READ,
    path: '/api/tokens',
    tag: 'Tokens',
    summary: 'Tokens that were made and not revoked, oldest first; that of the configuration is not among them.',
    answer: z.object({ items: z.array(tokenView) }),
  },
  createToken: {
    ...CHANGE,
    path: '/api/tokens',
    tag: 'Tokens',
    summary: 'Makes a token for this API. It is told in this answer and never again.',
    body: reasonBody.extend({ name: tokenName, expiresInMs: tokenLife }),
    answer: tokenView.extend({ secret: z.string().describe('The token itself.') }),
  },
  revokeToken: {
    ...CHANGE,
    path: '/api/tokens/{id}/revoke',
    tag: 'Tokens',
    summary: 'Makes a token worthless, with the sessions that it opened and those of its links.',
    parameters: z.strictObject({ id: z.string().min(1).max(100) }),
    body: reasonBody,
    answer: tokenView,
  },
} as const satisfies Readonly<Record<string, Route>>;
