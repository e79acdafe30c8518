import type { MomentLog } from '../moment-log.ts';
import type { AdminHandlers } from '../operations.ts';
import type { ReloadMemory } from '../reload-memory.ts';
import type { AdminContext } from '../sources.ts';
import type { AdminTokens } from '../tokens/admin-tokens.ts';
import { createAlertHandlers } from './alert-handlers.ts';
import { createBundleHandlers } from './bundle-handlers.ts';
import { createCallHandlers } from './call-handlers.ts';
import { createConfigurationHandlers } from './configuration-handlers.ts';
import { createErrorHandlers } from './error-handlers.ts';
import { createGroupHandlers } from './group-handlers.ts';
import { createOperationHandlers } from './operation-handlers.ts';
import { createParkedHandlers } from './parked-handlers.ts';
import { createServerHandlers } from './server-handlers.ts';
import { createTokenHandlers } from './token-handlers.ts';

/** What the operations use beside the gateway itself. */
export interface HandlerParts {
  readonly reloads: ReloadMemory;
  readonly tokens: AdminTokens;
  readonly moments: MomentLog;
}

/** What does each operation of the contract. */
export function createHandlers(context: AdminContext, { reloads, tokens, moments }: HandlerParts): AdminHandlers {
  const handlers = {
    ...createServerHandlers(context, moments),
    ...createErrorHandlers(context),
    ...createGroupHandlers(context),
    ...createCallHandlers(context),
    ...createAlertHandlers(context),
    ...createParkedHandlers(context),
    ...createConfigurationHandlers(context, reloads),
    ...createOperationHandlers(context),
    ...createTokenHandlers(tokens),
  };
  return { ...handlers, ...createBundleHandlers(context, handlers) };
}
