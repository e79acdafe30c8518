import { contentTool, readTool } from '../atlassian/atlassian-tool.ts';
import type { PackTool } from '../pack.ts';

/** The tools that change nothing, under the names of mcp-atlassian, with the spellings and arguments of the other servers. */
export const CONFLUENCE_READ_TOOLS: readonly PackTool[] = [
  contentTool(
    'confluence_search searchConfluenceUsingCql search_confluence_pages search_pages',
    'query limit spaces_filter cloudId cql start expand format includeMarkup',
  ),
  contentTool(
    'confluence_get_page getConfluencePage read_confluence_page get_page',
    'page_id title space_key include_metadata convert_to_markdown cloudId pageId spaceKey expand format includeMarkup',
  ),
  contentTool(
    'confluence_get_page_children getConfluencePageDescendants list_confluence_page_children',
    'parent_id expand limit include_content convert_to_markdown start include_folders cloudId pageId',
  ),
  contentTool('confluence_get_space_page_tree getPagesInConfluenceSpace', 'space_key limit cloudId'),
  contentTool(
    'confluence_get_comments getConfluencePageFooterComments get_comments',
    'page_id cloudId pageId format limit',
  ),
  readTool('confluence_get_labels list_confluence_page_labels', 'page_id pageId prefix limit start'),
  contentTool('confluence_get_inline_comments getConfluencePageInlineComments', 'page_id cloudId'),
  readTool(
    'confluence_search_user find_confluence_users',
    'query limit group_name cql username userKey accountId expand start',
  ),
  contentTool('confluence_get_page_history', 'page_id version convert_to_markdown'),
  contentTool('confluence_get_page_diff', 'page_id from_version to_version'),
  readTool('confluence_get_page_views', 'page_id include_title'),
  contentTool(
    'confluence_get_attachments list_attachments_on_page get_attachments',
    'content_id start limit filename media_type pageId mediaType',
  ),
  contentTool('confluence_download_attachment download_confluence_attachment', 'attachment_id attachmentId version'),
  contentTool('confluence_download_content_attachments', 'content_id'),
  contentTool('confluence_get_page_images', 'content_id'),
  contentTool('confluence_list_page_templates', 'space_key limit'),
  contentTool('confluence_get_page_template', 'template_id'),
  readTool('confluence_get_page_restrictions', 'page_id'),
  readTool('confluence_check_content_permissions', 'content_id user_identifier operation subject_type'),
  readTool('confluence_get_space_permissions', 'space_id limit cursor'),
];
