import { join } from 'node:path';
import { FILE_NAME, FILE_TEXT } from './local-servers.ts';
import type { Place } from './place.ts';

/** A call of a tool that several servers have under this name. Only the right one answers like this. */
export interface Collision {
  readonly server: string;
  readonly tool: string;
  readonly args: Record<string, unknown>;
  readonly answers: RegExp;
}

/** Calls of tools whose names several published servers share. */
export function collisionsAt(place: Place): readonly Collision[] {
  const fileOf = (server: string): Collision => ({
    server,
    tool: 'read_file',
    args: { path: join(place.home(server), FILE_NAME) },
    answers: new RegExp(`^${FILE_TEXT} ${server}$`),
  });
  return [
    fileOf('files'),
    fileOf('more-files'),
    { server: 'everything', tool: 'echo', args: { message: 'one' }, answers: /^Echo: one$/ },
    { server: 'hello', tool: 'echo', args: { message: 'two' }, answers: /^You said: two$/ },
    { server: 'github', tool: 'search_repositories', args: { query: 'a' }, answers: /harbour\/on-github/ },
    { server: 'gitlab', tool: 'search_repositories', args: { search: 'a' }, answers: /harbour\/on-gitlab/ },
    {
      server: 'github',
      tool: 'get_issue',
      args: { owner: 'harbour', repo: 'on-github', issue_number: 1 },
      answers: /Leak, says GitHub/,
    },
    {
      server: 'gitlab-large',
      tool: 'get_issue',
      args: { project_id: '7', issue_iid: '1' },
      answers: /Leak, says GitLab/,
    },
    { server: 'backlog', tool: 'get_issue', args: { issueKey: 'SEA-1' }, answers: /Leak, says Backlog/ },
    { server: 'jira-search', tool: 'get_issue', args: { issueId: 'SEA-1' }, answers: /Mend the seawall/ },
  ];
}
