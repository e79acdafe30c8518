import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';

/** Notion: its server from npm (tools named after the API), its remote server, and the commonest community servers. */
export const NOTION_PACK: Pack = {
  name: 'notion',
  title: 'Notion',
  servers: ['notion', 'notionhq', 'notionapi', 'makenotion'],
  tools: [
    ...toolTable(
      'read',
      `API-get-self|notion-get-self|notion_retrieve_bot_user API-get-user|notion-get-user|notion_retrieve_user
      API-get-users|notion-get-users|notion_list_all_users notion-get-teams API-list-data-source-templates`,
    ),
    ...toolTable(
      'read',
      `API-post-search|notion-search|search API-get-block-children|notion_retrieve_block_children
      API-retrieve-a-block|notion_retrieve_block API-retrieve-a-page|notion-fetch|notion_retrieve_page|fetch
      API-retrieve-a-page-property API-retrieve-page-markdown API-retrieve-a-comment|notion-get-comments|notion_retrieve_comments
      API-query-data-source|API-post-database-query|notion_query_database API-retrieve-a-data-source
      API-retrieve-a-database|notion_retrieve_database notion-query-data-sources notion-query-database-view
      notion-query-meeting-notes`,
      { returnsContent: true },
    ),
    ...toolTable('idempotent-write', 'API-update-a-block|notion_update_block', { verifyWith: 'API-retrieve-a-block' }),
    ...toolTable('idempotent-write', 'API-delete-a-block|notion_delete_block', { verifyWith: 'API-retrieve-a-block' }),
    ...toolTable('write', 'API-patch-block-children|notion_append_block_children', {
      verifyWith: 'API-get-block-children',
    }),
    ...toolTable(
      'write',
      'API-patch-page|notion-update-page|notion_update_page_properties API-move-page|notion-move-pages',
      {
        verifyWith: 'API-retrieve-a-page',
      },
    ),
    ...toolTable('write', 'API-update-page-markdown', { verifyWith: 'API-retrieve-page-markdown' }),
    ...toolTable(
      'write',
      'API-post-page|notion-create-pages|notion_create_database_item notion-duplicate-page API-create-a-database|notion-create-database',
      { verifyWith: 'API-post-search' },
    ),
    ...toolTable('write', 'API-create-a-comment|notion-create-comment', {
      verifyWith: 'API-retrieve-a-comment',
    }),
    ...toolTable(
      'write',
      'API-create-a-data-source API-update-a-data-source|notion-update-data-source API-update-a-database|notion-update-database',
      { verifyWith: 'API-retrieve-a-data-source' },
    ),
  ],
  rules: [
    {
      when: { vendorCode: 'object_not_found' },
      then: {
        kind: 'not_found',
        code: 'NOTION_NOT_SHARED',
        summary: 'Notion does not show the integration of {server} what {tool} asks for.',
        advice: 'Share the page or database with the integration (menu of the page, Connections), or correct the id.',
      },
    },
    {
      when: { vendorCode: 'restricted_resource' },
      then: {
        kind: 'permission',
        code: 'SCOPE_MISSING',
        advice:
          'Turn on the capability (read, insert or update content, comments, users) in the settings of the integration.',
      },
    },
    {
      // Two changes met while saving: Notion itself asks to try again.
      when: { vendorCode: 'conflict_error' },
      then: { kind: 'conflict', code: 'TRANSACTION_CONFLICT', retryable: true },
    },
    {
      when: {
        vendorCode: 'validation_error',
        text: /\b(?:is|are|that(?:'s| is)|has been) archived\b|\bunarchive\b|\bin trash\b/i,
      },
      then: {
        kind: 'conflict',
        advice: 'Restore the page or block from the trash first, or use another one.',
      },
    },
    {
      when: {
        text: /\bmultiple data sources\b|\bis a database, not a (?:page|block)\b|\bis a page, not a database\b/i,
      },
      then: {
        kind: 'validation',
        code: 'NOTION_DATA_SOURCE_REQUIRED',
        advice:
          'Read the database first and use the id of the data source in it, or the tool for the other kind of object.',
      },
    },
    {
      when: { vendorCode: 'invalid_grant' },
      then: {
        kind: 'authentication',
        code: 'CREDENTIALS_EXPIRED',
        reason: 'expired',
        advice: 'Connect {server} with Notion again.',
      },
    },
    {
      when: { vendorCode: 'unauthorized' },
      then: {
        kind: 'authentication',
        code: 'CREDENTIALS_INVALID',
        reason: 'invalid',
        advice: 'Put the present secret of the integration into NOTION_TOKEN (or OPENAPI_MCP_HEADERS) of {server}.',
      },
    },
    { when: { vendorCode: 'rate_limited' }, then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true } },
    {
      when: { vendorCode: ['service_unavailable', 'database_connection_unavailable'] },
      then: { kind: 'unavailable', code: 'SERVER_UNAVAILABLE', retryable: true },
    },
    { when: { vendorCode: 'gateway_timeout' }, then: { kind: 'timeout', code: 'UPSTREAM_TIMEOUT', retryable: true } },
  ],
  // The server passes on whatever came; what Notion itself answers is always an object.
  disguises: [{ text: /^"\s{0,8}[<{[]/ }, { text: /^\{\s{0,8}"status"\s?:\s?"error"/ }],
  advice: [
    { kind: 'rate_limit', advice: 'Wait{wait}, then make at most three calls a second, as Notion allows on average.' },
    { kind: 'permission', advice: 'Check the capabilities of the integration, and that the page is shared with it.' },
    { kind: 'authentication', advice: 'Check NOTION_TOKEN (or OPENAPI_MCP_HEADERS) of {server}.' },
  ],
};
