import type { ErrorKind } from '@seawall/core';
import type { StdioScenario, ToolBehaviour } from '@seawall/testkit';

/** One way in which a call of a tool goes wrong. */
export interface FaultCase {
  readonly kind: ErrorKind;
  /** What happens, for the table in the docs. */
  readonly title: string;
  readonly scenario: StdioScenario;
  /** What the configuration says of the tool, beside that a call is made once. */
  readonly tool?: object;
  /** What the configuration says of the server. */
  readonly server?: object;
  /** What has to be done before the call. */
  readonly before?: 'isolate' | 'occupy';
  /** What the text for the model holds. */
  readonly told: string | RegExp;
}

/** The server of all cases, as the configuration names it. */
export const SERVER = 'tracker';
/** The tool of all cases. */
export const TOOL = 'search_issues';
/** Never ends; to occupy a server. */
export const ENDLESS_TOOL = 'watch_issues';
/** A secret of the server's configuration, which it puts into its errors. */
export const SECRET = ['only', 'the', 'tracker', 'may', 'know', '4711'].join('-');
/** What servers add to their errors: neither may reach a model. */
const LEAK = ` (token ${SECRET})\n    at send (/srv/tracker/client.js:41:11)\n    at run (/srv/tracker/index.js:7:3)`;

/** A case for every kind of diagnosis that a call can end with. */
export const FAULT_CASES: readonly FaultCase[] = [
  failing('authentication', 'the credential is refused', '401 Unauthorized: invalid token', /credential|token/i),
  failing(
    'permission',
    'the credential may not do this',
    '403 Forbidden: no permission to search issues',
    /permission/i,
  ),
  failing('rate_limit', 'too many requests', '429 Too Many Requests. Retry after 300 seconds.', /300 s/),
  failing(
    'quota',
    'the plan is used up',
    'Quota exceeded: the monthly limit of your plan is used up',
    /quota|plan|limit/i,
  ),
  failing('unavailable', 'the service is down', '503 Service Unavailable', /unavailable/i),
  failing('not_found', 'there is no such thing', '404 Not Found: issue ABC-1 does not exist', /ABC-1|not found|exist/i),
  failing('validation', 'the arguments are wrong', 'Input validation error: "query" is required', /query/),
  failing(
    'conflict',
    'somebody else was first',
    '409 Conflict: the issue was changed by another user',
    /conflict|changed/i,
  ),
  failing(
    'configuration',
    'the server lacks a setting',
    'TRACKER_URL environment variable is not set',
    /TRACKER_URL|environment/,
  ),
  failing('server_error', 'the server fails', '500 Internal Server Error', /tracker/),
  {
    kind: 'server_error',
    title: 'an error that is dressed as a success',
    scenario: playing({ kind: 'soft-error', text: '{"success":false,"error":"Internal error"}' }),
    told: /tracker/,
  },
  {
    kind: 'tool_not_found',
    title: 'the tool is gone',
    scenario: playing({ kind: 'rpc-error', code: -32602, message: `Tool ${TOOL} not found` }),
    told: /tool/i,
  },
  {
    kind: 'protocol',
    title: 'the answer is no result',
    scenario: { ...playing({ kind: 'echo' }), methodFaults: { 'tools/call': { kind: 'result', result: 'none' } } },
    told: /tracker/,
  },
  {
    kind: 'timeout',
    title: 'no answer',
    scenario: playing({ kind: 'silent' }),
    server: { timeoutMs: 400, totalTimeoutMs: 400 },
    told: /did not answer within/,
  },
  {
    kind: 'connection',
    title: 'the server dies during a read',
    scenario: playing({ kind: 'exit', exitCode: 3, stderr: `Error: out of memory${LEAK}` }),
    told: /tracker/,
  },
  {
    kind: 'outcome_unknown',
    title: 'the server dies during a write',
    scenario: playing({ kind: 'exit', exitCode: 3 }),
    tool: { safety: 'write' },
    told: /may have run|check/i,
  },
  {
    kind: 'circuit_open',
    title: 'the server is held back',
    scenario: playing({ kind: 'echo' }),
    before: 'isolate',
    told: /tracker/,
  },
  {
    kind: 'overloaded',
    title: 'the server has its hands full',
    scenario: playing({ kind: 'echo' }),
    server: { concurrency: 1, queue: 0 },
    before: 'occupy',
    told: /tracker/,
  },
];

function failing(kind: ErrorKind, title: string, text: string, told: RegExp): FaultCase {
  return { kind, title, scenario: playing({ kind: 'tool-error', text: `${text}${LEAK}` }), told };
}

function playing(behaviour: ToolBehaviour): StdioScenario {
  return {
    tools: [
      { name: TOOL, behaviour },
      { name: ENDLESS_TOOL, behaviour: { kind: 'silent' } },
    ],
  };
}
