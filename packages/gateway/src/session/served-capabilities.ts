import type { ServerCapabilities } from '@modelcontextprotocol/server';
import type { HostEra } from './host-era.ts';

/**
 * What the gateway says that it can, whatever the servers behind it can: those may come and go.
 *
 * A server without logging, completions or subscriptions is answered for; 2026-07-28 has no tasks.
 */
export function servedCapabilities(era: HostEra): ServerCapabilities {
  return {
    tools: { listChanged: true },
    prompts: { listChanged: true },
    resources: { listChanged: true, subscribe: true },
    logging: {},
    completions: {},
    ...(era === 'modern' ? {} : { tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } } }),
  };
}
