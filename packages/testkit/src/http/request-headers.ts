import { hasModernEnvelope } from '../../servers/scripted-protocol.mjs';
import type { RecordedRequest } from './http-scenario.ts';
import { field } from './record-request.ts';

/** The params that the header `Mcp-Name` repeats, by method. */
const NAMED_BY: { readonly [method: string]: string | undefined } = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};
const BASE64_PREFIX = '=?base64?';
const BASE64_SUFFIX = '?=';

/** What the headers of a modern request say against its body, if anything. */
export function headerMismatch({ headers, body, rpcMethod, rpcId }: RecordedRequest): string | undefined {
  if (!hasModernEnvelope(body) || rpcMethod === undefined || rpcId === undefined) return undefined;
  const params = field(body, 'params');
  const version = field(field(params, '_meta'), 'io.modelcontextprotocol/protocolVersion');
  if (headers['mcp-protocol-version'] !== version) return 'MCP-Protocol-Version and the envelope disagree';
  if (headers['mcp-method'] !== rpcMethod) return 'Mcp-Method and the body disagree';
  const namedBy = NAMED_BY[rpcMethod];
  const name = namedBy === undefined ? undefined : field(params, namedBy);
  if (typeof name === 'string' && decoded(headers['mcp-name']) !== name) return 'Mcp-Name and the body disagree';
  return undefined;
}

/** A header's value; one that is not plain ASCII travels as base64 between marks. */
function decoded(value: string | undefined): string | undefined {
  if (value === undefined || !value.startsWith(BASE64_PREFIX) || !value.endsWith(BASE64_SUFFIX)) return value;
  return Buffer.from(value.slice(BASE64_PREFIX.length, -BASE64_SUFFIX.length), 'base64').toString('utf8');
}
