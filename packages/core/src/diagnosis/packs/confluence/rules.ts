import { type AtlassianProduct, atlassianRules } from '../atlassian/atlassian-rules.ts';
import type { PackRule } from '../pack.ts';

const CONFLUENCE: AtlassianProduct = {
  title: 'Confluence',
  urlVariable: 'CONFLUENCE_URL (or CONFLUENCE_BASE_URL)',
  codes: {
    readOnly: 'CONFLUENCE_READ_ONLY',
    notConfigured: 'CONFLUENCE_NOT_CONFIGURED',
    cloudOnly: 'CONFLUENCE_CLOUD_ONLY',
    captcha: 'CONFLUENCE_CAPTCHA_REQUIRED',
    scopeMissing: 'CONFLUENCE_SCOPE_MISSING',
    accessRefused: 'CONFLUENCE_ACCESS_REFUSED',
  },
};

const VERSION_CONFLICT = {
  kind: 'conflict',
  code: 'CONFLUENCE_VERSION_CONFLICT',
  status: 'operation_failed',
  summary: 'The page was changed since it was read, so that {operation} would overwrite it.',
  advice: 'Read the page again, apply the change to what it says now, and send its current version plus one.',
} as const;

/** Two people and one page. */
const CONFLICT_RULES: readonly PackRule[] = [
  {
    when: { text: /\b(?:OptimisticLock|StaleObjectState|StaleState)\w{0,40}Exception\b/ },
    then: {
      ...VERSION_CONFLICT,
      code: 'TRANSACTION_CONFLICT',
      retryable: true,
      summary: 'Confluence was saving the page for somebody else in the same moment.',
      advice: 'Try again after a moment; read the page first, if somebody may have changed what you change.',
    },
  },
  {
    when: {
      text: /\bVersion must be incremented\b(?:[^\n]{0,80}?\bcurrent version\b[^\d\n]{0,10}(\d{1,9}))?|\bunreconciled page\b|\bversion (?:conflict|mismatch)\b/i,
    },
    then: {
      ...VERSION_CONFLICT,
      retryable: false,
      details: (match) => (match[1] === undefined ? {} : { currentVersion: Number(match[1]) }),
    },
  },
  {
    when: {
      text: /\bpage (?:with (?:this|that|the same) title )?already exists\b|\bpages? ha(?:s|ve) conflicting titles\b|\bpage already exists with the same title\b/i,
    },
    then: {
      kind: 'conflict',
      code: 'CONFLUENCE_TITLE_TAKEN',
      status: 'operation_failed',
      summary: 'A page with this title exists already in the space.',
      advice: 'Choose another title, or update the page that has it.',
    },
  },
];

/** What exists not, or must not be seen; Confluence says the same for both. */
const NOT_FOUND_RULES: readonly PackRule[] = [
  {
    when: {
      text: /\bno space (?:found )?(?:with|for) (?:the )?(?:key|id)\b|\bspace (?:with (?:key|id) )?['"]?[\w~.-]{1,255}['"]? (?:was )?(?:not found|does not exist)\b|\bspace does not exist\b/i,
    },
    then: {
      kind: 'not_found',
      code: 'CONFLUENCE_SPACE_NOT_FOUND',
      status: 'not_found',
      summary: 'The space was not found, or the account of {server} must not see it.',
      advice: 'Verify the key of the space: it is the short one of its address, not its title.',
    },
  },
  {
    when: {
      tools: ['confluence_get_page'],
      text: /\bPage (?:with title [^\n]{1,300} |with id \S{1,80} )?not found\b|\bNo (?:content|page) found with\b|\bContent not found\b|\bcould not be found\b/i,
    },
    then: {
      kind: 'not_found',
      code: 'CONFLUENCE_PAGE_NOT_FOUND',
      status: 'not_found',
      summary: 'The requested page was not found.',
      advice: 'Verify that the page ID or title is correct, and that the account of the server can see the page.',
    },
  },
  {
    when: {
      text: /\bPage (?:with title [^\n]{1,300} |with id \S{1,80} )?not found\b|\bNo (?:content|page) found with\b|\bContent not found\b|\bcannot find (?:content|page)\b/i,
    },
    then: {
      kind: 'not_found',
      code: 'CONFLUENCE_PAGE_NOT_FOUND',
      status: 'not_found',
      summary: 'Resource not found during {operation}: the page does not exist, or the account must not see it.',
      advice: 'Verify the ids of the call with a search, and that the account of the server can see the page.',
    },
  },
];

/** Queries and bodies that Confluence does not take. */
const CONTENT_RULES: readonly PackRule[] = [
  {
    when: { text: /\bCould not parse cql\b|\bCQL\b[^\n]{0,80}\b(?:invalid|parse|syntax|not valid)\b/i },
    then: {
      kind: 'validation',
      code: 'CONFLUENCE_CQL_INVALID',
      status: 'validation_error',
      summary: 'Confluence can not run the CQL query.',
      advice: 'Correct the query: for words alone write text ~ "words"; put values in quotes.',
    },
  },
  {
    when: {
      text: /\bError parsing xhtml\b|\bcannot be converted to the storage format\b|\binvalid (?:storage|body) (?:format|representation)\b|\bcontent body\b[^\n]{0,60}\b(?:invalid|cannot|could not|not valid)\b/i,
    },
    then: {
      kind: 'validation',
      code: 'CONFLUENCE_BODY_INVALID',
      status: 'validation_error',
      summary: 'Confluence can not read the content of the page as it was sent.',
      advice: 'Send well-formed storage format, or Markdown where the tool takes it.',
    },
  },
];

/** In this order: what stops every call, what is taken, what is missing, the content. */
export const CONFLUENCE_RULES: readonly PackRule[] = [
  ...atlassianRules(CONFLUENCE),
  ...CONFLICT_RULES,
  ...NOT_FOUND_RULES,
  ...CONTENT_RULES,
];
