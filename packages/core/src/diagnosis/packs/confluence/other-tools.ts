import { contentTool, readTool } from '../atlassian/atlassian-tool.ts';
import type { PackTool } from '../pack.ts';

/** The tools that mcp-atlassian does not have, of Atlassian's own server and of the servers from npm. */
export const CONFLUENCE_OTHER_TOOLS: readonly PackTool[] = [
  readTool('get_confluence_current_user', ''),
  readTool('get_confluence_user', 'username accountId email'),
  contentTool('search_pages_by_user_involvement', 'username accountId searchType spaceKey limit start'),
  contentTool('list_pages_created_by_user', 'username accountId spaceKey startDate endDate limit start'),
  contentTool('list_attachments_uploaded_by_user', 'username accountId spaceKey limit start'),
  readTool('list_confluence_spaces getConfluenceSpaces get_spaces', 'type status limit cloudId'),
  readTool('get_confluence_space', 'spaceKey expand'),
  contentTool('get_page_with_attachments', 'pageId includeAttachments attachmentTypes maxAttachmentSize'),
  readTool('list_confluence_page_ancestors confluence_get_page_ancestors', 'pageId'),
  contentTool('export_confluence_page', 'pageId format'),
  contentTool('get_my_recent_confluence_pages', 'limit start spaceKey'),
  contentTool('get_confluence_pages_mentioning_me', 'limit start spaceKey'),
];
