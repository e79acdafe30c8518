import { type Definition, type HeaderDeclaration, readHeaderDeclarations } from '@seawall/client';
import type { GatewayContext } from '../../session/gateway-context.ts';
import { requestIdOf } from '../stdio/json-rpc-message.ts';
import { HEADER_MISMATCH_CODE } from './http-answers.ts';
import { findHeaderMismatch } from './param-headers.ts';

/** Checks the `Mcp-Param-*` headers of tool calls. @returns the refusal of a call whose headers disagree with it. */
export type ParamHeaderCheck = (request: Request, body: unknown) => Promise<Response | undefined>;

/**
 * Builds the check.
 *
 * The SDK does this for tools that are registered with it; those behind a gateway it does not know. All other headers it
 * checks itself, so a request that it will refuse is left to it.
 */
export function createParamHeaderCheck({ router, firstList }: GatewayContext): ParamHeaderCheck {
  const known = new WeakMap<Definition, readonly HeaderDeclaration[]>();
  const declarationsOf = (definition: Definition): readonly HeaderDeclaration[] => {
    const before = known.get(definition);
    if (before !== undefined) return before;
    // Hosts do not see a tool as one with headers when one of its declarations breaks a rule.
    const { declarations, fault } = readHeaderDeclarations(definition.inputSchema);
    const followed = fault === undefined ? declarations : [];
    known.set(definition, followed);
    return followed;
  };
  return async (request, body) => {
    const params = fieldOf(body, 'params');
    const name = fieldOf(params, 'name');
    if (fieldOf(body, 'method') !== 'tools/call' || typeof name !== 'string') return undefined;
    if (request.headers.get('mcp-method') !== 'tools/call') return undefined;
    const find = () => router.table().findTool(name);
    // The server that has the tool may be on its way still; the call itself would wait for it as well.
    if (find() === undefined) await firstList.whenHeardOr(() => find() !== undefined);
    const definition = find()?.definition;
    const declarations = definition === undefined ? [] : declarationsOf(definition);
    if (declarations.length === 0) return undefined;
    const mismatch = findHeaderMismatch(declarations, fieldOf(params, 'arguments'), request.headers);
    if (mismatch === undefined) return undefined;
    const error = {
      code: HEADER_MISMATCH_CODE,
      message: `Bad Request: the request headers and body disagree: ${mismatch.reason}`,
      data: { mismatch: { header: mismatch.header, body: mismatch.reason } },
    };
    return Response.json({ jsonrpc: '2.0', id: requestIdOf(body) ?? null, error }, { status: 400 });
  };
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}
