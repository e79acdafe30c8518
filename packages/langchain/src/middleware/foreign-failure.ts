import type { ToolMessage } from '@langchain/core/messages';
import { ToolInputParsingException } from '@langchain/core/tools';
import { MAX_FAILURE_TEXT_LENGTH } from '@seawall/client';
import {
  diagnose,
  type Evidence,
  fromThrown,
  isFailure,
  type MCPError,
  MCPValidationError,
  toMCPError,
} from '@seawall/core';
import { errorChain, mayNeedDiagnosis } from '@seawall/core/base';
import { ToolInvocationError } from 'langchain';
import { findMcpError } from '../tools/worth-retrying.ts';

/** Whatever a tool threw, ours or of others, as an error that can be shown; never throws. */
export function toToolError(thrown: unknown, tool: string): MCPError {
  const own = findMcpError(thrown);
  if (own !== undefined) return own;
  if (errorChain(thrown).some(isWrongInput)) return wrongArguments(tool);
  const said = readToolException(thrown);
  if (said === undefined) return fromThrown(thrown, { functionName: tool });
  const payload = { isError: true, content: [{ type: 'text', text: said.text }] };
  return (
    diagnosed({ shape: 'tool_result', payload }, { server: said.server ?? 'mcp', tool: said.tool ?? tool }) ??
    fromThrown(thrown)
  );
}

/** The failure that a message of others holds though it says that all went well, as `{"error": …}`. */
export function findDisguisedFailure(message: ToolMessage, tool: string): MCPError | undefined {
  const { content, status } = message;
  if (typeof content !== 'string') return undefined;
  const payload = { isError: status === 'error', content: [{ type: 'text', text: content }] };
  return mayNeedDiagnosis(payload)
    ? diagnosed({ shape: 'tool_result', payload }, { server: serverOf(tool), tool })
    : undefined;
}

function diagnosed(
  evidence: Evidence,
  about: { readonly server: string; readonly tool: string },
): MCPError | undefined {
  const diagnosis = diagnose(evidence, about);
  return isFailure(diagnosis) ? toMCPError(diagnosis, { ...about, evidence }) : undefined;
}

/** The names of the gateway and of the adapter both have the server in front. */
function serverOf(tool: string): string {
  const [server, ...rest] = tool.split('__');
  return rest.length === 0 || server === undefined || server === '' ? 'mcp' : server;
}

/** What frameworks throw where arguments do not fit the schema of a tool; their own words hold a stack. */
function isWrongInput(link: unknown): boolean {
  return link instanceof ToolInvocationError || link instanceof ToolInputParsingException;
}

function wrongArguments(tool: string): MCPError {
  return new MCPValidationError({
    code: 'INVALID_ARGUMENTS',
    message: `The arguments of tool "${tool}" do not fit its schema.`,
    hint: 'Give arguments that fit the schema of the tool.',
    field: 'arguments',
    validationRule: 'must_fit_schema',
  });
}

interface Said {
  readonly text: string;
  readonly server?: string;
  readonly tool?: string;
}

/** What `@langchain/mcp-adapters` 1.1 makes of a failed call: an exception with nothing but a text, and not exported. */
function readToolException(thrown: unknown): Said | undefined {
  if (!(thrown instanceof Error) || thrown.name !== 'ToolException') return undefined;
  const answered = /^MCP tool '([^']+)' on server '([^']+)' returned an error: ([\s\S]*)$/.exec(thrown.message);
  if (answered !== null) {
    const [, tool = '', server = '', text = ''] = answered;
    return behindGateway({ tool, server, text });
  }
  const [, text = thrown.message] = /^Error calling tool [^:]+: ([\s\S]*)$/.exec(thrown.message) ?? [];
  return { text };
}

/** A gateway names its tools by the server behind it, and quotes that one: then it is about the server, in its words. */
function behindGateway(said: Required<Said>): Said {
  const [server = '', ...rest] = said.tool.split('__');
  if (rest.length === 0 || !said.text.includes(`server "${server}"`)) return said;
  // The gateway's own text is no longer; what follows may be of any length, and of the server.
  const own = said.text.slice(0, MAX_FAILURE_TEXT_LENGTH);
  const [, quote = said.text] = /The server said: "([\s\S]*?)"\.(?: |$)/.exec(own) ?? [];
  return { tool: rest.join('__'), server, text: quote };
}
