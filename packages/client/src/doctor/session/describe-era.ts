import type { ConnectionInfo } from '../../connection/connection.ts';
import type { ExaminedServerInfo } from '../doctor-report.ts';
import { toShownText } from '../shown-text.ts';

/** Which protocol a server speaks, who it says it is, and what it says it has. */
export function describeEra(info: ConnectionInfo): string {
  const { protocolVersion, era, serverInfo } = info;
  const who =
    serverInfo === undefined ? '' : `, as ${serverInfo.name.slice(0, 100)} ${serverInfo.version.slice(0, 50)}`;
  const has = capabilityNames(info);
  return `MCP ${protocolVersion} (${era === 'modern' ? 'stateless requests' : 'handshake and session'})${who}; ${has.length === 0 ? 'no capabilities' : has.join(', ')}.`;
}

/** What a server told of itself, for a report. */
export function toServerInfo(info: ConnectionInfo): ExaminedServerInfo {
  const { era, transport, protocolVersion, serverInfo } = info;
  return {
    era,
    transport,
    protocolVersion,
    ...(serverInfo === undefined
      ? {}
      : { name: toShownText(serverInfo.name, 100), version: toShownText(serverInfo.version, 50) }),
    capabilities: capabilityNames(info),
  };
}

const MAX_CAPABILITIES = 30;

function capabilityNames({ capabilities }: ConnectionInfo): readonly string[] {
  return Object.keys(capabilities)
    .slice(0, MAX_CAPABILITIES)
    .map((name) => toShownText(name, 50));
}
