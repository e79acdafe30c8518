import { anyOf } from '../read/any-of.ts';
import { addCode, addOnce, type FactsDraft } from './facts.ts';

/** Words that a server, an SDK or a framework puts before what happened. */
interface Wrapper {
  readonly pattern: RegExp;
  /** What the wrapper tells by itself. */
  readonly note?: (match: RegExpExecArray, draft: FactsDraft) => void;
}

const noteStatus = (match: RegExpExecArray, draft: FactsDraft): void => {
  if (match[1] !== undefined) addOnce(draft.fieldStatuses, Number(match[1]));
};

const noteEndpoint = (match: RegExpExecArray, draft: FactsDraft): void => {
  draft.isEndpoint = true;
  noteStatus(match, draft);
};

const noteRpcCode = (match: RegExpExecArray, draft: FactsDraft): void => addOnce(draft.rpcCodes, Number(match[1]));

const TOOL = /['"`(]?[\w./:-]{1,128}['"`)]?/.source;

/** What follows a wrapper: a colon, or nothing at all. */
const END = /(?::\s*|\s*$)/.source;

/** How SDKs and frameworks say that a tool failed, before they say why. */
const TOOL_FAILED = new RegExp(
  `^${anyOf([
    new RegExp(
      `Error (?:calling|executing|running|invoking|in|from|while (?:calling|executing|running)) (?:the )?(?:mcp )?tool:? ${TOOL}${END}`,
    ),
    new RegExp(
      `(?:MCP )?tool ${TOOL} (?:execution |call )?(?:failed|error(?:ed)?)(?: with(?: an)? error| with exception)?${END}`,
    ),
    new RegExp(`(?:MCP )?Tool (?:execution|call|invocation) (?:failed|error)(?: for ${TOOL})?(?::\\s*|\\s*$|\\s*\\n)`),
    new RegExp(`Failed to (?:execute|call|run|invoke) (?:mcp )?tool(?: ${TOOL})?${END}`),
    new RegExp(`(?:Error executing (?:tool|request|command)|(?:MCP )?tool error)${END}`),
    new RegExp(
      `An error occurred (?:while )?(?:invoking|calling|executing|during)(?: the)?(?: tool)?(?: execution| ${TOOL})${END}`,
    ),
    /(?:Request failed \(remote\)|ToolException|calling "?tools\/call"?):\s*/,
    new RegExp(`MCP (?:client|server) (?:for )?${TOOL} failed to (?:start|connect|initialize):\\s*`),
    /handshaking with MCP server failed:\s*/,
  ])}`,
  'i',
);

/** Words that say no more than that something is said now. */
const ANNOUNCEMENTS = new RegExp(
  `^${anyOf([
    /Internal error|Unhandled (?:error|exception|rejection)|Uncaught(?: \(in promise\))?/,
    /An (?:unexpected )?error occurred|An (?:API )?error occurred|Exception(?: occurred| raised)?/,
    /Fatal(?: error)?|Error(?: occurred| message| details?)?|Err|error from server|Failed|Failure|Reason|Message/,
  ])}\\s*:\\s+`,
  'i',
);

/** Each stands at the beginning of what is left; they are tried in order until none fits. */
const WRAPPERS: readonly Wrapper[] = [
  { pattern: /^[\s>#*_`"'|:;,.!-]*(?:❌|⚠️?|🚫|⛔|🔴|❗|‼️|✗|✘|×|🔒|❓)+[\s*_:]*/u },
  { pattern: /^\s*<(?:tool_use_error|tool_error|error|error_message)>\s*/i },
  { pattern: /^\s*\*\*(error|failed|failure|warning)(?:\*\*:?|:\*\*)\s*:?\s*/i },
  { pattern: /^MCP error:? (-?\d{3,6}):?\s*/i, note: noteRpcCode },
  { pattern: /^McpError:\s*/ },
  { pattern: /^(?:JSON-?RPC )?error \(?code:? (-32\d{3})\)?:?\s*/i, note: noteRpcCode },
  { pattern: /^\(?(-32\d{3})\)?: +/, note: noteRpcCode },
  { pattern: TOOL_FAILED },
  // The name of a function, as only programs write it: `Unexpected error in list_indices: …`.
  {
    pattern:
      /^(?:An? )?(?:(?:Unexpected|Unhandled|Internal|Unknown) )?(?:[Ee]rror|[Ee]xception) (?:in|from|at|during) ['"`]?(?:[a-z]\w*_\w+|[a-z]+[A-Z]\w*|\w+(?=\(\)))['"`]?(?:\(\))?:\s+/,
  },
  { pattern: /^Error (?:processing|handling) [\w.-]{1,80}(?: query| request| call)?:\s*/i },
  { pattern: /^(?:HTTP transport error|Transport error):\s*/i },
  // The transports of the SDK keep the status of the endpoint itself beside these words, or in them.
  { pattern: /^(?:Streamable HTTP error|SSE error):\s*/i, note: noteEndpoint },
  { pattern: /^(?:Streamable HTTP error: )?Error POSTing to endpoint(?: \(HTTP (\d{3})\))?:\s*/i, note: noteEndpoint },
  { pattern: ANNOUNCEMENTS },
  {
    pattern: /^(?:Error\s+)?\[([A-Za-z][\w.-]{2,60})\]:?\s+/,
    note: (match, draft) => addCode(draft, match[1] ?? '', 'text'),
  },
  { pattern: /^Error code: (\d{3}) - /i, note: noteStatus },
  {
    pattern: /^(?:rpc error|gRPC error): code = (\w+) desc = /i,
    note: (match, draft) => addCode(draft, match[1] ?? '', 'field'),
  },
  {
    pattern:
      /^((?:[A-Za-z_]\w*[.:]{1,2})*(?:[A-Z]\w*)?(?:Error|Exception|Fault|Timeout|Failure)|[a-z_]\w*(?:\.\w+)+)(?:\s*\[([\w.-]{2,60})\]|\s*\(([\w.-]{2,60})\))?:\s*/,
    note: (match, draft) => {
      addOnce(draft.classes, match[1] ?? '');
      const code = match[2] ?? match[3];
      if (code !== undefined) addCode(draft, code, 'text');
    },
  },
];

const MAX_LAYERS = 16;

/** Takes wrappers off the beginning of a text, again and again, and notes what they tell. */
export function peelWrappers(text: string, tool: string | undefined, draft: FactsDraft): string {
  let left = text.trim();
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    const inner = peelOne(left, tool, draft);
    if (inner === undefined) break;
    left = inner.trimStart();
  }
  return left;
}

function peelOne(text: string, tool: string | undefined, draft: FactsDraft): string | undefined {
  for (const { pattern, note } of WRAPPERS) {
    const match = pattern.exec(text);
    if (!match) continue;
    note?.(match, draft);
    return text.slice(match[0].length);
  }
  return peelToolName(text, tool, draft);
}

const AFTER_TOOL_NAME = /^['"`]?(?: tool)?(?: (?:failed|error))?(?: \((\d{3})\))?:\s+/i;

/** The name of the tool at the beginning would fool the rules: `delete_not_found_pages: …`. */
function peelToolName(text: string, tool: string | undefined, draft: FactsDraft): string | undefined {
  if (tool === undefined || tool.length < 3) return undefined;
  const start = /^['"`]/.test(text) ? 1 : 0;
  if (!text.startsWith(tool, start)) return undefined;
  const match = AFTER_TOOL_NAME.exec(text.slice(start + tool.length));
  if (!match) return undefined;
  noteStatus(match, draft);
  return text.slice(start + tool.length + match[0].length);
}
