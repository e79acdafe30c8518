import { MCPProtocolError } from '@seawall/core/base';
import { findToolFault } from '../../catalog/definition-check.ts';
import type { ConnectionInfo } from '../../connection/connection.ts';
import { isRecord } from '../../connection/is-record.ts';
import type { Finding } from '../checkup.ts';
import { findSchemaFaults } from './find-schema-faults.ts';

/**
 * Checks the definition and the schemas of every tool.
 *
 * A tool that the catalog leaves out is a failure: hosts do not see it. What hosts see and a model API may refuse is a
 * warning.
 */
export function checkSchemas(tools: readonly unknown[], info: ConnectionInfo, serverName: string): Finding {
  const leftOut: string[] = [];
  const doubtful: string[] = [];
  for (const [index, tool] of tools.entries()) {
    const name =
      isRecord(tool) && typeof tool.name === 'string' ? JSON.stringify(tool.name.slice(0, 100)) : `Number ${index + 1}`;
    const fault = findToolFault(tool, info);
    if (fault !== undefined) leftOut.push(`${name}: ${fault}`);
    else if (isRecord(tool)) {
      for (const field of ['inputSchema', 'outputSchema'])
        doubtful.push(...findSchemaFaults(tool[field], field).map((text) => `${name}: ${text}`));
    }
  }
  const [first] = leftOut;
  if (first !== undefined) {
    const error = new MCPProtocolError({
      code: 'INVALID_RESULT',
      serverName,
      operation: 'tools/list',
      message: `${leftOut.length} of ${tools.length} tools of server "${serverName}" can't be used and are left out: ${first}`,
      hint: 'This is a fault of the server: update it, or report the named tools to its author. Its other tools work.',
    });
    return { outcome: 'failed', error, lines: [...leftOut, ...doubtful] };
  }
  const [odd] = doubtful;
  if (odd === undefined) return { outcome: 'passed', detail: 'The schemas of all tools are valid.' };
  return {
    outcome: 'warning',
    detail: `${doubtful.length === 1 ? 'One place' : `${doubtful.length} places`} in the schemas may be refused by model APIs: ${odd}`,
    fix: 'If a host refuses these tools, report the named places to the author of the server.',
    lines: doubtful,
  };
}
