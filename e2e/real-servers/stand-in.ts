import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenLocally } from '../support/listen-locally.ts';

/** A server on this machine that answers in the place of the services that the servers talk to. */
export interface StandIn extends AsyncDisposable {
  readonly url: string;
  /** What was asked for and is not known, as `GET /path`. */
  readonly unknown: readonly string[];
}

/** Starts the stand-in on a free port. */
export async function startStandIn(): Promise<StandIn> {
  const unknown: string[] = [];
  const { url, [Symbol.asyncDispose]: close } = await listenLocally((request, response) => {
    // A body that nobody reads keeps the connection from being used again.
    request.resume();
    const answer = standInAnswer(request);
    if (answer === undefined) unknown.push(askedFor(request));
    sendJson(response, answer ?? { status: 404, body: { message: 'Not Found' } });
  });
  return { url, unknown, [Symbol.asyncDispose]: close };
}

/** What the stand-in answers to a request, if it knows it. */
export function standInAnswer(request: IncomingMessage): StandInAnswer | undefined {
  const found = ANSWERS.find(([pattern]) => pattern.test(askedFor(request)));
  return found === undefined ? undefined : { status: found[2] ?? 200, body: found[1] };
}

/** An answer of a service. */
export interface StandInAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What was asked for, as `GET /path`. */
export function askedFor(request: IncomingMessage): string {
  return `${request.method} ${new URL(request.url ?? '/', 'http://stand-in').pathname}`;
}

/** Sends an answer. */
export function sendJson(response: ServerResponse, { status, body }: StandInAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const ISSUE = {
  id: '1',
  key: 'SEA-1',
  fields: {
    summary: 'Mend the seawall',
    status: { name: 'Open' },
    issuetype: { name: 'Task' },
    priority: { name: 'High' },
    project: { key: 'SEA', name: 'Sea' },
    comment: { comments: [], total: 0 },
    created: '2026-01-01T00:00:00.000+0000',
    updated: '2026-01-01T00:00:00.000+0000',
  },
};
const ISSUES = { issues: [ISSUE], total: 1, startAt: 0, maxResults: 50, isLast: true };

const PAGE = {
  id: '11',
  type: 'page',
  status: 'current',
  title: 'Tide table',
  space: { key: 'SEA', name: 'Sea' },
  version: { number: 1, when: '2026-01-01T00:00:00.000Z', by: { displayName: 'Harbour Keeper' } },
  body: { storage: { value: '<p>High water at 06:12.</p>', representation: 'storage' } },
  _links: { webui: '/pages/11' },
};

const PROJECT = {
  id: 7,
  name: 'on-gitlab',
  path_with_namespace: 'harbour/on-gitlab',
  visibility: 'private',
  web_url: 'https://gitlab.example.com/harbour/on-gitlab',
  ssh_url_to_repo: 'git@gitlab.example.com:harbour/on-gitlab.git',
  http_url_to_repo: 'https://gitlab.example.com/harbour/on-gitlab.git',
  description: null,
  created_at: '2026-01-01T00:00:00.000Z',
  last_activity_at: '2026-01-01T00:00:00.000Z',
  default_branch: 'main',
  archived: false,
};

const GITLAB_ISSUE = {
  id: 71,
  iid: 1,
  project_id: 7,
  title: 'Leak, says GitLab',
  description: null,
  state: 'opened',
  author: { id: 3, username: 'keeper', name: 'Harbour Keeper', avatar_url: null, web_url: 'https://example.com/k' },
  assignees: [],
  labels: [],
  milestone: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  closed_at: null,
  web_url: 'https://gitlab.example.com/harbour/on-gitlab/-/issues/1',
};

const REPOSITORY = {
  id: 5,
  node_id: 'R_5',
  name: 'on-github',
  full_name: 'harbour/on-github',
  private: false,
  owner: {
    login: 'harbour',
    id: 3,
    node_id: 'U_3',
    avatar_url: 'https://example.com/a',
    url: 'https://example.com/u',
    html_url: 'https://example.com/h',
    type: 'User',
  },
  html_url: 'https://example.com/harbour/on-github',
  description: null,
  fork: false,
  url: 'https://example.com/repos/5',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  pushed_at: '2026-01-01T00:00:00Z',
  git_url: 'git://example.com/5',
  ssh_url: 'git@example.com:5',
  clone_url: 'https://example.com/5.git',
  default_branch: 'main',
};

function found(by: string): object {
  return {
    title: `Found by ${by}`,
    url: 'https://example.com/seawall',
    content: 'A wall.',
    description: 'A wall.',
    score: 1,
  };
}

/** A service that a server reports its use to, unasked. */
const USAGE = / \/api\.agnost\.ai\//;

/** What is asked for, what is answered, and with which status if not 200. The first that fits counts. */
const ANSWERS: readonly (readonly [RegExp, unknown, number?])[] = [
  [/ \/atlassian\/rest\/api\/3\/myself$/, { accountId: '1', displayName: 'Harbour Keeper', active: true }],
  [/ \/atlassian\/rest\/api\/3\/issue\/SEA-1$/, ISSUE],
  [/ \/atlassian\/rest\/api\/3\/issue\/SEA-1\/comment$/, { comments: [], total: 0 }],
  [/ \/atlassian\/rest\/api\/3\/search(\/jql)?$/, ISSUES],
  [/ \/atlassian\/wiki\/rest\/api\/content\/11$/, PAGE],
  [/ \/seawall\.backlog\.com\/api\/v2\/space$/, { spaceKey: 'sea', name: 'Harbour space', lang: 'en' }],
  [/ \/seawall\.backlog\.com\/api\/v2\/issues\/SEA-1$/, { id: 1, issueKey: 'SEA-1', summary: 'Leak, says Backlog' }],
  [/ \/api\.github\.com\/repos\/harbour\/on-github\/issues\/1$/, { number: 1, title: 'Leak, says GitHub' }],
  [/ \/gitlab\/api\/v4\/projects\/7\/issues\/1$/, GITLAB_ISSUE],
  [/ \/api\.github\.com\/search\/repositories$/, { total_count: 1, incomplete_results: false, items: [REPOSITORY] }],
  [/ \/gitlab\/api\/v4\/projects$/, [PROJECT]],
  [/ \/gitlab\/api\/v4\/projects\/7$/, PROJECT],
  [/ \/api\.tavily\.com\/search$/, { query: 'seawall', results: [found('Tavily')], images: [], response_time: 1 }],
  [/ \/api\.search\.brave\.com\/res\/v1\/web\/search$/, { web: { results: [found('Brave')] } }],
  [/ \/api\.exa\.ai\/search$/, { requestId: '1', results: [{ id: '1', text: 'A wall.', ...found('Exa') }] }],
  [/ \/perplexity\/search$/, { results: [{ snippet: 'A wall.', ...found('Perplexity') }] }],
  [
    / \/context7\/v2\/libs\/search$/,
    { results: [{ id: '/harbour/docs', title: 'Harbour', description: 'Walls.', totalSnippets: 1, trustScore: 9 }] },
  ],
  [
    / \/slack\.com\/api\/conversations\.list$/,
    { ok: true, channels: [{ id: 'C1', name: 'harbour-talk' }], response_metadata: { next_cursor: '' } },
  ],
  [/ \/notion\/v1\/users\/me$/, { object: 'user', id: '1', type: 'bot', name: 'Harbour bot', bot: {} }],
  [/ \/supabase\/content$/, { data: { schema: 'type Query { schema: String! }' } }],
  [/ \/supabase\/v1\/organizations$/, [{ id: 'harbour', name: 'Harbour works' }]],
  [
    / \/api\.airtable\.com\/v0\/meta\/bases$/,
    { bases: [{ id: 'app1', name: 'Harbour base', permissionLevel: 'read' }] },
  ],
  [/ \/tides\/next\/den-helder$/, { text: 'High water at 06:12' }],
  [USAGE, {}],
  // What a server gets that needs this for its list of tools.
  [/ \/nothing$/, { message: 'Not Found' }, 404],
  [/ \/locked\/mcp$/, { error: 'invalid_token' }, 401],
];
