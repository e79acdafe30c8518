import { BACKLOG, CONFLUENCE, JIRA } from './atlassian.ts';
import { GITHUB, GITLAB } from './code-hosts.ts';
import { REMOTE } from './remote.ts';
import { BRAVE, CONTEXT7, EXA, PERPLEXITY, TAVILY } from './searchers.ts';
import type { Vendor } from './vendor.ts';
import { AIRTABLE, NOTION, SLACK, SUPABASE, TIDES } from './workspaces.ts';

/** Every service that a server of the suite asks. */
export const VENDORS: readonly Vendor[] = [
  JIRA,
  CONFLUENCE,
  BACKLOG,
  GITHUB,
  GITLAB,
  TAVILY,
  BRAVE,
  EXA,
  PERPLEXITY,
  CONTEXT7,
  SLACK,
  NOTION,
  SUPABASE,
  AIRTABLE,
  TIDES,
  REMOTE,
];
