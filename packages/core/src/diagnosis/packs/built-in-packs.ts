import { AIRTABLE_PACK } from './airtable.ts';
import { AWS_PACK } from './aws.ts';
import { BRAVE_PACK } from './brave.ts';
import { CONFLUENCE_PACK } from './confluence/confluence.ts';
import { EXA_PACK } from './exa.ts';
import { FILESYSTEM_PACK } from './filesystem.ts';
import { FIRECRAWL_PACK } from './firecrawl.ts';
import { GITHUB_PACK } from './github.ts';
import { GITLAB_PACK } from './gitlab.ts';
import { GOOGLE_PACK } from './google.ts';
import { HUBSPOT_PACK } from './hubspot.ts';
import { JIRA_PACK } from './jira/jira.ts';
import { LINEAR_PACK } from './linear.ts';
import { MONGODB_PACK } from './mongodb.ts';
import { NOTION_PACK } from './notion.ts';
import type { Pack } from './pack.ts';
import { PERPLEXITY_PACK } from './perplexity.ts';
import { PLAYWRIGHT_PACK } from './playwright.ts';
import { POSTGRES_PACK } from './postgres.ts';
import { SENTRY_PACK } from './sentry.ts';
import { SLACK_PACK } from './slack.ts';
import { STRIPE_PACK } from './stripe.ts';
import { SUPABASE_PACK } from './supabase.ts';
import { TAVILY_PACK } from './tavily/tavily.ts';

/** The packs that come with Seawall, asked in this order after those of the user. */
export const BUILT_IN_PACKS: readonly Pack[] = [
  SLACK_PACK,
  TAVILY_PACK,
  JIRA_PACK,
  CONFLUENCE_PACK,
  GITLAB_PACK,
  GITHUB_PACK,
  NOTION_PACK,
  SENTRY_PACK,
  LINEAR_PACK,
  BRAVE_PACK,
  FIRECRAWL_PACK,
  EXA_PACK,
  PERPLEXITY_PACK,
  AIRTABLE_PACK,
  HUBSPOT_PACK,
  STRIPE_PACK,
  SUPABASE_PACK,
  MONGODB_PACK,
  POSTGRES_PACK,
  GOOGLE_PACK,
  AWS_PACK,
  PLAYWRIGHT_PACK,
  FILESYSTEM_PACK,
];
