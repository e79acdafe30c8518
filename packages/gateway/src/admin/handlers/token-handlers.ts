import type { AdminHandlers } from '../operations.ts';
import type { AdminTokens } from '../tokens/admin-tokens.ts';
import { found } from './not-found.ts';

/** Tokens that were made; making one is up to the exchange, because its answer holds a secret. */
export function createTokenHandlers(tokens: AdminTokens): Pick<AdminHandlers, 'listTokens' | 'revokeToken'> {
  return {
    listTokens: () => ({ items: tokens.list() }),
    revokeToken: async ({ parameters: { id } }) => found(await tokens.revoke(id), 'token', id),
  };
}
