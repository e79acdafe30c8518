import type { Definition, ServerReport } from '@seawall/client';
import { redactText } from '@seawall/core/base';
import type { PassedResult } from '../reply/upstream-result.ts';
import { STATUS_TOOL_NAME } from './status-tool-name.ts';

/** The gateway's own tool as hosts list it. */
export const STATUS_TOOL: Definition = {
  name: STATUS_TOOL_NAME,
  title: 'Server status',
  description:
    'Tells which MCP servers behind this gateway are up, and for the others why they are down, when they are tried again and what can be done. Call it when a tool failed because its server is not available.',
  inputSchema: { type: 'object', properties: {}, additionalProperties: false },
  outputSchema: {
    type: 'object',
    properties: {
      up: { type: 'integer' },
      total: { type: 'integer' },
      servers: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            name: { type: 'string' },
            state: { type: 'string' },
            isUp: { type: 'boolean' },
            tools: { type: 'integer' },
            catalog: { type: 'string' },
            reason: { type: 'string' },
            advice: { type: 'string' },
            retryInMs: { type: 'number' },
            circuit: { type: 'string' },
            toolsDown: { type: 'array', items: { type: 'string' } },
          },
          required: ['name', 'state', 'isUp', 'tools', 'catalog'],
        },
      },
    },
    required: ['up', 'total', 'servers'],
  },
  annotations: { readOnlyHint: true, idempotentHint: true, destructiveHint: false, openWorldHint: false },
};

/** The result of the gateway's own tool. */
export function statusResult(servers: readonly ServerReport[]): PassedResult {
  const up = servers.filter((server) => server.isUp).length;
  const lines = [`${up} of ${servers.length} servers are up.`, ...servers.map(describeLine)];
  return {
    content: [{ type: 'text', text: redactText(lines.join('\n')) }],
    structuredContent: { up, total: servers.length, servers },
  };
}

function describeLine(server: ServerReport): string {
  const parts = [
    server.isUp ? `- ${server.name}: up, ${server.tools} tools.` : `- ${server.name}: ${wordsOf(server)}.`,
    server.reason,
    server.retryInMs === undefined ? undefined : `It is tried again in ${Math.ceil(server.retryInMs / 1000)} s.`,
    server.advice,
    server.toolsDown === undefined
      ? undefined
      : `These tools failed again and again and get no calls for a while: ${server.toolsDown.join(', ')}.`,
    !server.isUp && server.catalog === 'last-known-good'
      ? `Its ${server.tools} tools stay listed as they were last known.`
      : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

/** A server whose circuit is open is connected and gets no calls all the same. */
function wordsOf({ state, circuit }: ServerReport): string {
  if (state !== 'ready') return STATE_WORDS[state];
  return circuit === 'isolated' ? 'taken out of use by hand' : 'not answering, probed in the background';
}

const STATE_WORDS: Readonly<Record<ServerReport['state'], string>> = {
  idle: 'not started yet',
  connecting: 'connecting',
  ready: 'up',
  backoff: 'down, tried again by itself',
  'auth-required': 'needs a credential',
  misconfigured: 'can not work as it is configured',
  'crash-loop': 'crashes again and again',
  stopped: 'stopped',
};
