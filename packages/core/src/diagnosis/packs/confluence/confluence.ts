import { ATLASSIAN_DISGUISES } from '../atlassian/atlassian-rules.ts';
import { emptyLists } from '../atlassian/empty-lists.ts';
import type { Pack } from '../pack.ts';
import { CONFLUENCE_ADVICE } from './advice.ts';
import { CONFLUENCE_FALLBACKS } from './fallbacks.ts';
import { confluenceLinks } from './links.ts';
import { CONFLUENCE_OTHER_TOOLS } from './other-tools.ts';
import { CONFLUENCE_READ_TOOLS } from './read-tools.ts';
import { CONFLUENCE_RULES } from './rules.ts';
import { CONFLUENCE_WRITE_TOOLS } from './write-tools.ts';

const TOOLS = [...CONFLUENCE_READ_TOOLS, ...CONFLUENCE_WRITE_TOOLS, ...CONFLUENCE_OTHER_TOOLS];

/** Confluence, with mcp-atlassian in all its versions, Atlassian's own server, and the servers from npm. */
export const CONFLUENCE_PACK: Pack = {
  name: 'confluence',
  title: 'Confluence',
  servers: ['confluence', 'atlassian'],
  tools: TOOLS,
  rules: CONFLUENCE_RULES,
  disguises: ATLASSIAN_DISGUISES,
  results: [
    ...emptyLists(
      'Confluence',
      TOOLS,
      'No pages found. Try a wider query, or check that the account of the server can see the space.',
    ),
    {
      tools: ['confluence_upload_attachments', 'confluence_download_content_attachments', 'confluence_get_page_images'],
      text: /^\s{0,20}\{\s{0,20}"success"\s{0,5}:\s{0,5}true\b[\s\S]{0,20000}?"failed"\s{0,5}:\s{0,5}\[\s{0,20}\{/,
      kind: 'partial',
      warning: 'Not all attachments came through: see "failed".',
    },
  ],
  advice: CONFLUENCE_ADVICE,
  fallbacks: CONFLUENCE_FALLBACKS,
  baseUrlSettings: ['CONFLUENCE_URL', 'CONFLUENCE_BASE_URL', 'ATLASSIAN_BASE_URL', 'ATLASSIAN_URL'],
  siteArguments: ['cloudId'],
  links: confluenceLinks,
};
