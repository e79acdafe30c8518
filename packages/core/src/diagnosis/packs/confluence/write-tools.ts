import { idempotentTool, writeTool } from '../atlassian/atlassian-tool.ts';
import type { PackTool } from '../pack.ts';

/**
 * The tools that change something, under the names of mcp-atlassian, with the spellings and arguments of the other servers.
 *
 * Only those that set something to a value count as idempotent. What creates, comments, moves, deletes or goes through a
 * workflow never does: a second call makes a second one, or fails on what the first one did.
 */
export const CONFLUENCE_WRITE_TOOLS: readonly PackTool[] = [
  idempotentTool(
    'confluence_add_label add_confluence_page_label',
    'page_id name pageId labels',
    'confluence_get_labels',
  ),
  writeTool(
    'confluence_create_page createConfluencePage create_confluence_page create_page',
    'space_key title content parent_id content_format enable_heading_anchors include_content emoji content_file page_width table_layout subtype cloudId spaceKey parentId type',
    'confluence_get_page',
  ),
  writeTool(
    'confluence_update_page updateConfluencePage update_confluence_page update_page',
    'page_id title content is_minor_edit version_comment parent_id content_format enable_heading_anchors include_content emoji content_file page_width table_layout cloudId pageId version minorEdit versionComment',
    'confluence_get_page',
  ),
  writeTool('confluence_update_page_section', 'page_id heading_text new_content', 'confluence_get_page'),
  writeTool('confluence_delete_page', 'page_id', 'confluence_get_page'),
  writeTool('confluence_move_page', 'page_id target_parent_id target_space_key position', 'confluence_get_page'),
  writeTool(
    'confluence_add_comment createConfluenceFooterComment add_confluence_comment add_comment',
    'page_id body cloudId pageId content parentCommentId parentId',
    'confluence_get_comments',
  ),
  writeTool('confluence_reply_to_comment', 'comment_id body', 'confluence_get_comments'),
  writeTool(
    'confluence_add_inline_comment createConfluenceInlineComment',
    'page_id body text_selection text_selection_match_count text_selection_match_index cloudId',
    'confluence_get_inline_comments',
  ),
  writeTool(
    'confluence_upload_attachment upload_confluence_attachment add_attachment confluence_attach_content',
    'content_id file_path content_base64 filename comment minor_edit pageId file minorEdit fileContentBase64',
    'confluence_get_attachments',
  ),
  writeTool('confluence_upload_attachments', 'content_id file_paths comment minor_edit', 'confluence_get_attachments'),
  writeTool('confluence_delete_attachment', 'attachment_id'),
  writeTool('confluence_create_page_from_template', 'space_key title template_id parent_id', 'confluence_get_page'),
  idempotentTool(
    'confluence_set_page_restrictions',
    'page_id read_users read_groups edit_users edit_groups',
    'confluence_get_page_restrictions',
  ),
  writeTool(
    'confluence_copy_page',
    'source_page_id destination_space_key new_title destination_parent_id copy_attachments',
    'confluence_get_page',
  ),
];
