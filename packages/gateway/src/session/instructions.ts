import type { Seawall } from '@seawall/client';
import { redactConfigured } from '@seawall/core/base';
import { STATUS_TOOL_NAME } from '../status/status-tool-name.ts';

/** The longest text that a host is given, and the longest part of one server in it, in characters. */
export const MAX_INSTRUCTIONS_LENGTH = 8000;
const MAX_SERVER_PART_LENGTH = 2000;
const MAX_NAMES_LENGTH = 1000;

/** Tells a host what stands behind the gateway, with the instructions of each server as far as they are known. */
export function describeGateway(seawall: Seawall): string {
  const servers = seawall.servers().filter((server) => server.status.state !== 'stopped');
  const names = shorten(servers.map((server) => server.name).join(', '), MAX_NAMES_LENGTH);
  const parts = [
    servers.length === 0
      ? 'Seawall is a gateway without any MCP server yet.'
      : `Seawall is a gateway to these MCP servers: ${names}.`,
    seawall.settings.prefix === 'always' ? 'Tools and prompts are named SERVER__NAME.' : undefined,
    'A call that failed says what happened and how to go on.',
    seawall.settings.statusTool ? `${STATUS_TOOL_NAME} tells which servers are up.` : undefined,
  ];
  const own = servers.map((server) => serverPart(server.name, server.info?.instructions));
  const text = [parts.filter((part) => part !== undefined).join(' '), ...own.filter((part) => part !== undefined)].join(
    '\n\n',
  );
  return shorten(redactConfigured(text), MAX_INSTRUCTIONS_LENGTH);
}

function serverPart(name: string, instructions: string | undefined): string | undefined {
  if (instructions === undefined || instructions.trim() === '') return undefined;
  return `Instructions of server "${name}":\n${shorten(instructions.trim(), MAX_SERVER_PART_LENGTH)}`;
}

function shorten(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
}
