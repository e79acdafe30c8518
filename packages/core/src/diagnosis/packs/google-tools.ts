import type { PackTool } from './pack.ts';
import { toolTable } from './tool-table.ts';

const CONTENT = { returnsContent: true } as const;
const SLOW_CONTENT = { returnsContent: true, timeoutMs: 90_000 } as const;

/** Mail, of the commonest servers for Google Workspace and of those for one service. */
const MAIL_TOOLS: readonly PackTool[] = [
  ...toolTable(
    'read',
    `search_gmail_messages|search_emails|gmail_search get_gmail_message_content|read_email|gmail_read
    get_gmail_messages_content_batch get_gmail_thread_content get_gmail_threads_content_batch
    get_gmail_attachment_content|download_attachment`,
    CONTENT,
  ),
  ...toolTable('read', 'list_gmail_labels|list_email_labels list_gmail_filters|list_filters get_filter'),
  ...toolTable('write', 'send_gmail_message|send_email|gmail_send draft_gmail_message|draft_email', {
    verifyWith: 'search_gmail_messages',
  }),
  ...toolTable(
    'idempotent-write',
    'modify_gmail_message_labels|modify_email batch_modify_gmail_message_labels|batch_modify_emails',
    {
      verifyWith: 'get_gmail_message_content',
    },
  ),
  ...toolTable('write', 'delete_email batch_delete_emails', { verifyWith: 'search_gmail_messages' }),
  ...toolTable('idempotent-write', 'get_or_create_label update_label', { verifyWith: 'list_gmail_labels' }),
  ...toolTable('write', 'manage_gmail_label create_label delete_label', { verifyWith: 'list_gmail_labels' }),
  ...toolTable(
    'write',
    'create_gmail_filter|create_filter create_filter_from_template delete_gmail_filter|delete_filter',
    {
      verifyWith: 'list_gmail_filters',
    },
  ),
];

const CALENDAR_TOOLS: readonly PackTool[] = [
  ...toolTable('read', 'list_calendars get_current_time list_colors get_freebusy|query_freebusy'),
  ...toolTable('read', 'get_events|list_events get_event search_events', CONTENT),
  ...toolTable('write', 'create_event create_events manage_event', { verifyWith: 'get_events' }),
  ...toolTable('write', 'modify_event|update_event delete_event', { verifyWith: 'get_events' }),
  ...toolTable('idempotent-write', 'respond_to_event', { verifyWith: 'get_event' }),
];

const DRIVE_TOOLS: readonly PackTool[] = [
  ...toolTable(
    'read',
    'search_drive_files|gdrive_search list_drive_items|list_docs_in_folder search_docs list_spreadsheets',
    CONTENT,
  ),
  ...toolTable(
    'read',
    'get_drive_file_permissions get_drive_shareable_link check_drive_file_public_access get_spreadsheet_info',
  ),
  ...toolTable(
    'read',
    `get_drive_file_content|gdrive_read_file get_drive_file_download_url get_doc_content|get_doc_as_markdown inspect_doc_structure
    read_sheet_values|gsheets_read read_document_comments read_spreadsheet_comments read_presentation_comments get_presentation
    get_page get_page_thumbnail`,
    SLOW_CONTENT,
  ),
  ...toolTable(
    'write',
    'create_drive_file create_drive_folder import_to_google_doc copy_drive_file create_doc create_spreadsheet create_presentation',
    {
      timeoutMs: 90_000,
      verifyWith: 'search_drive_files',
    },
  ),
  ...toolTable(
    'idempotent-write',
    'update_drive_file manage_drive_access share_drive_file set_drive_file_permissions',
    {
      verifyWith: 'get_drive_file_permissions',
    },
  ),
  ...toolTable(
    'write',
    'modify_doc_text find_and_replace_doc insert_doc_elements batch_update_doc create_table_with_data insert_doc_image',
    {
      verifyWith: 'get_doc_content',
    },
  ),
  ...toolTable('idempotent-write', 'modify_sheet_values|gsheets_update_cell format_sheet_range', {
    verifyWith: 'read_sheet_values',
  }),
  ...toolTable('write', 'append_sheet_values create_sheet', { verifyWith: 'get_spreadsheet_info' }),
  ...toolTable('write', 'batch_update_presentation', { verifyWith: 'get_presentation' }),
  ...toolTable('write', 'create_document_comment reply_to_document_comment resolve_document_comment', {
    verifyWith: 'read_document_comments',
  }),
];

const OTHER_TOOLS: readonly PackTool[] = [
  ...toolTable(
    'read',
    'list_spaces list_task_lists get_task_list get_form list_form_responses get_form_response list_contacts get_contact',
  ),
  ...toolTable('read', 'get_messages search_messages list_tasks get_task search_custom search_contacts', CONTENT),
  ...toolTable('write', 'send_message', { verifyWith: 'get_messages' }),
  ...toolTable('write', 'create_task update_task move_task delete_task manage_task', { verifyWith: 'list_tasks' }),
  ...toolTable('write', 'create_form set_publish_settings start_google_auth|start_auth manage_accounts'),
  ...toolTable(
    'read',
    'maps_geocode maps_reverse_geocode maps_search_places maps_place_details maps_distance_matrix maps_elevation maps_directions',
  ),
];

/** The tools of servers for Google's services. */
export const GOOGLE_TOOLS: readonly PackTool[] = [...MAIL_TOOLS, ...CALENDAR_TOOLS, ...DRIVE_TOOLS, ...OTHER_TOOLS];
