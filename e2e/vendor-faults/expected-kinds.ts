import type { ErrorKind } from '@seawall/core';
import type { Fault } from './faults.ts';
import { SPECIAL_KINDS } from './specials.ts';

/** What a call comes to; `none` is a result. */
export type Kind = ErrorKind | 'none';

/** What the gateway is to make of a call. */
export interface Expected {
  /** Usually one. Several where what the server left allows several readings. */
  readonly kinds: readonly Kind[];
  /** Why it is not what the service said, as a sentence. */
  readonly masked?: string;
}

/** What the gateway is to make of a call of this tool under this fault. */
export function expectedKind(server: string, tool: string, fault: string): Expected {
  const rule = MASKED.find(
    (each) => each.server === server && (each.tools ?? [tool]).includes(tool) && each.faults.includes(fault),
  );
  if (rule !== undefined) return { kinds: rule.kinds, masked: rule.why };
  const kind = KINDS.get(fault);
  if (kind === undefined) throw new Error(`There is no fault "${fault}".`);
  return { kinds: [kind] };
}

/** What each fault means, whoever tells it. */
const USUAL: Readonly<Record<Fault, Kind>> = {
  200: 'none',
  400: 'validation',
  401: 'authentication',
  403: 'permission',
  404: 'not_found',
  409: 'conflict',
  422: 'validation',
  429: 'rate_limit',
  432: 'quota',
  500: 'server_error',
  503: 'unavailable',
  html: 'protocol',
  broken: 'protocol',
  reset: 'connection',
  silence: 'timeout',
};

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>(Object.entries({ ...USUAL, ...SPECIAL_KINDS }));

interface Masking extends Expected {
  readonly server: string;
  /** @default all */
  readonly tools?: readonly string[];
  readonly faults: readonly string[];
  readonly why: string;
}

const REFUSALS = ['400', '401', '403', '404', '409', '422', '429', '432', 'required field'] as const;
const GARBAGE = ['html', 'broken'] as const;

/** Where a server hides what its service said. */
const MASKED: readonly Masking[] = [
  {
    server: 'atlassian',
    tools: ['search_jira_issues'],
    faults: [...REFUSALS, ...GARBAGE],
    kinds: ['server_error'],
    why: 'The server reads on in the refusal as if it were the answer, and fails with an error of its own code.',
  },
  {
    server: 'atlassian',
    faults: [...REFUSALS, ...GARBAGE],
    kinds: ['server_error'],
    why: 'The server takes the refusal for the answer and makes an empty success of it.',
  },
  {
    server: 'jira',
    faults: ['503'],
    kinds: ['server_error'],
    why: 'The server says the same for every status from 500 on.',
  },
  {
    server: 'jira',
    tools: ['jira_create_issue'],
    faults: GARBAGE,
    kinds: ['protocol'],
    why: 'The server says "Issue undefined created successfully".',
  },
  {
    server: 'jira',
    faults: GARBAGE,
    kinds: ['server_error'],
    why: 'The server makes an empty success of anything with status 200.',
  },
  {
    server: 'tavily',
    tools: ['tavily_research'],
    faults: GARBAGE,
    kinds: ['protocol', 'server_error'],
    why: 'The server says only that there is no request id.',
  },
  {
    server: 'tavily',
    tools: ['tavily_research'],
    faults: ['429'],
    kinds: ['rate_limit', 'quota'],
    why: 'The server says "Usage limit exceeded", whichever limit it was.',
  },
  {
    server: 'tavily',
    faults: GARBAGE,
    kinds: ['server_error', 'protocol'],
    why: 'The server fails with an error of its own code.',
  },
  {
    server: 'tavily-before',
    faults: ['429'],
    kinds: ['rate_limit', 'quota'],
    why: 'The server says "Usage limit exceeded", whichever limit it was.',
  },
  {
    server: 'tavily-before',
    faults: GARBAGE,
    kinds: ['server_error', 'protocol'],
    why: 'The server fails with an error of its own code.',
  },
  {
    server: 'notion',
    faults: GARBAGE,
    kinds: ['none', 'protocol'],
    why: 'The server hands on whatever came as the result.',
  },
  {
    server: 'notion',
    faults: ['reset'],
    kinds: ['connection', 'server_error'],
    why: 'The server says {"status":"error"} and nothing else where the answer had begun.',
  },
  {
    server: 'tides',
    faults: GARBAGE,
    kinds: ['none', 'protocol'],
    why: 'The server hands on whatever came as the result.',
  },
  {
    server: 'context7',
    tools: ['query-docs'],
    faults: GARBAGE,
    kinds: ['none', 'protocol'],
    why: 'The server hands on whatever came as the result.',
  },
  {
    server: 'github',
    tools: ['get_issue', 'create_issue'],
    faults: ['html'],
    kinds: ['none', 'protocol'],
    why: 'The server hands on whatever came as the result.',
  },
  {
    server: 'github',
    faults: ['html'],
    kinds: ['protocol', 'validation'],
    why: 'The server calls an answer of the wrong form invalid input.',
  },
  {
    server: 'gitlab',
    faults: ['432'],
    kinds: ['server_error', 'validation'],
    why: 'The server tells nothing but the phrase of the status, and this status has none.',
  },
  {
    server: 'perplexity',
    tools: ['perplexity_ask'],
    faults: GARBAGE,
    kinds: ['protocol', 'server_error', 'connection'],
    why: 'The server says only that the stream ended.',
  },
  {
    server: 'brave',
    faults: ['403'],
    kinds: ['permission', 'quota'],
    why: 'The service itself has one word, "RESOURCE_NOT_ALLOWED", for both.',
  },
  {
    server: 'slack',
    faults: ['432'],
    kinds: ['quota', 'permission'],
    why: 'The service itself has one word, "plan_upgrade_required", for both.',
  },
  {
    server: 'supabase',
    faults: ['409'],
    kinds: ['conflict', 'server_error'],
    why: 'The server drops the status, and the words of the service alone do not tell.',
  },
  {
    server: 'supabase',
    faults: ['422'],
    kinds: ['validation', 'server_error'],
    why: 'The server drops the status, and the words of the service alone do not tell.',
  },
  {
    server: 'bridge',
    faults: ['401', '403'],
    kinds: ['authentication', 'configuration', 'server_error'],
    why: 'The server tries to log in, and tells how that failed.',
  },
  {
    server: 'remote',
    faults: ['404'],
    kinds: ['protocol'],
    why: 'The service has lost the session: so every client reads this answer.',
  },
  {
    server: 'bridge',
    faults: ['404'],
    kinds: ['protocol', 'not_found'],
    why: 'The service has lost the session, and the server hands that on as the answer to a call.',
  },
];
