import { contentTool, readTool } from '../atlassian/atlassian-tool.ts';
import type { PackTool } from '../pack.ts';

/** The tools that change nothing, under the names of mcp-atlassian, with the spellings and arguments of the other servers. */
export const JIRA_READ_TOOLS: readonly PackTool[] = [
  readTool('jira_get_user_profile get_jira_user', 'user_identifier username accountId email'),
  readTool(
    'jira_search_assignable_users jira_search_users lookupJiraAccountId',
    'query project_key issue_key limit projectKey maxResults cloudId',
  ),
  readTool('jira_get_issue_watchers jira_get_watchers', 'issue_key issueIdOrKey'),
  contentTool(
    'jira_get_issue getJiraIssue read_jira_issue get_issue',
    'issue_key fields expand comment_limit properties update_history include use_display_names cloudId issueKey issueId issueIdOrKey',
  ),
  contentTool(
    'jira_search jira_search_issues searchJiraIssuesUsingJql search_jira_issues search_issues',
    'jql fields limit start_at projects_filter expand page_token use_display_names startAt maxResults nextPageToken reconcileIssues cloudId searchString',
  ),
  readTool('jira_search_fields jira_get_fields', 'keyword limit refresh'),
  readTool('jira_get_field_options', 'field_id context_id project_key issue_type contains return_limit values_only'),
  contentTool('jira_get_project_issues', 'project_key limit start_at'),
  readTool(
    'jira_get_transitions getTransitionsForJiraIssue get_transitions',
    'issue_key cloudId issueKey issueIdOrKey expand',
  ),
  contentTool('jira_get_worklog jira_get_issue_worklogs', 'issue_key issueIdOrKey startAt maxResults'),
  contentTool('jira_download_attachments', 'issue_key'),
  contentTool('jira_get_issue_images', 'issue_key'),
  readTool(
    'jira_get_agile_boards jira_get_boards list_agile_boards',
    'board_name project_key board_type start_at limit projectKeyOrId type name startAt maxResults',
  ),
  contentTool('jira_get_board_issues', 'board_id jql fields start_at limit expand'),
  readTool(
    'jira_get_sprints_from_board jira_get_sprints list_sprints_for_board',
    'board_id state start_at limit boardId startAt maxResults',
  ),
  contentTool('jira_get_sprint_issues', 'sprint_id fields start_at limit sprintId jql startAt maxResults'),
  readTool('jira_get_link_types getIssueLinkTypes', 'name_filter cloudId'),
  contentTool(
    'jira_batch_get_changelogs jira_get_changelog',
    'issue_ids_or_keys fields limit issueIdOrKey startAt maxResults',
  ),
  readTool(
    'jira_get_project_issue_types jira_get_issue_types getJiraProjectIssueTypesMetadata',
    'project_key projectKey cloudId',
  ),
  readTool(
    'jira_get_create_fields jira_get_create_metadata getJiraIssueTypeMetaWithFields',
    'project_key issue_type_id projectIdOrKey issueTypeId startAt maxResults cloudId',
  ),
  readTool('jira_get_project_versions jira_get_versions', 'project_key projectKey released'),
  readTool('jira_get_project_components jira_get_components', 'project_key projectKey'),
  readTool(
    'jira_get_all_projects jira_list_projects getVisibleJiraProjects list_jira_projects',
    'include_archived startAt maxResults cloudId expand',
  ),
  readTool('jira_search_projects', 'query max_results current_project_ids'),
  readTool('jira_get_project_fields', 'project_key'),
  readTool('jira_get_service_desk_for_project', 'project_key'),
  readTool('jira_get_service_desk_queues', 'service_desk_id start_at limit'),
  contentTool('jira_get_queue_issues', 'service_desk_id queue_id start_at limit'),
  readTool('jira_get_request_types', 'service_desk_id start_at limit'),
  readTool('jira_get_request_type_fields', 'service_desk_id request_type_id'),
  contentTool('jira_get_issue_proforma_forms', 'issue_key'),
  contentTool('jira_get_proforma_form_details', 'issue_key form_id'),
  readTool('jira_get_issue_dates', 'issue_key include_status_changes include_status_summary'),
  readTool('jira_get_issue_sla', 'issue_key metrics working_hours_only include_raw_dates'),
  contentTool('jira_get_issue_development_info', 'issue_key application_type data_type'),
  contentTool('jira_get_issues_development_info', 'issue_keys application_type data_type'),
  contentTool('jira_get_project_epic_hierarchy', 'project_key max_epics'),
  contentTool('jira_get_cross_project_dependencies', 'project_key max_issues'),
];
