import { type HeaderDeclaration, headerTextOf, readHeaderDeclarations } from './header-declarations.ts';
import { isRecord } from './is-record.ts';

/**
 * The `Mcp-Param-*` headers of tool calls over HTTP since 2026-07-28 (SEP-2243).
 *
 * The SDK sends them only from `callTool`, which also validates results; what passes through untouched needs its own.
 * Definitions are learnt from the lists of tools that come by.
 */
export interface ParamHeaders {
  /** Takes in a result of `tools/list`. */
  learn(result: unknown): void;
  /** The headers for a call; `undefined` when its tool asks for none. */
  headersFor(params: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, string>> | undefined;
}

/** How many tools with headers are remembered for one connection. */
const MAX_TOOLS = 10_000;

/** Builds an empty memory of headers. */
export function createParamHeaders(): ParamHeaders {
  const tools = new Map<string, readonly HeaderDeclaration[]>();
  return {
    learn: (result) => {
      const list = isRecord(result) ? result.tools : undefined;
      if (!Array.isArray(list)) return;
      for (const tool of list) {
        if (!isRecord(tool) || typeof tool.name !== 'string') continue;
        const { declarations } = readHeaderDeclarations(tool.inputSchema);
        if (declarations.length === 0) tools.delete(tool.name);
        else if (tools.size < MAX_TOOLS) tools.set(tool.name, declarations);
      }
    },
    headersFor: (params) => {
      const declarations = typeof params?.name === 'string' ? tools.get(params.name) : undefined;
      if (!declarations) return undefined;
      const headers: Record<string, string> = {};
      for (const declaration of declarations) {
        const text = headerTextOf(declaration, params?.arguments);
        if (text !== undefined) headers[declaration.header] = encode(text);
      }
      return headers;
    },
  };
}

/** What is no plain header value travels as base64, as the specification says. */
function encode(value: string): string {
  const isPlain =
    /^[\t\x20-\x7e]+$/.test(value) &&
    value === value.trim() &&
    !(value.startsWith('=?base64?') && value.endsWith('?='));
  return isPlain ? value : `=?base64?${Buffer.from(value, 'utf8').toString('base64')}?=`;
}
