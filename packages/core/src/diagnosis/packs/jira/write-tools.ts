import { idempotentTool, writeTool } from '../atlassian/atlassian-tool.ts';
import type { PackTool } from '../pack.ts';

/**
 * The tools that change something, under the names of mcp-atlassian, with the spellings and arguments of the other servers.
 *
 * Only those that set something to a value count as idempotent. What creates, comments, moves, deletes or goes through a
 * workflow never does: a second call makes a second one, or fails on what the first one did.
 */
export const JIRA_WRITE_TOOLS: readonly PackTool[] = [
  idempotentTool('jira_add_watcher', 'issue_key user_identifier issueIdOrKey accountId', 'jira_get_issue_watchers'),
  idempotentTool(
    'jira_remove_watcher',
    'issue_key username account_id issueIdOrKey accountId',
    'jira_get_issue_watchers',
  ),
  writeTool(
    'jira_create_issue createJiraIssue create_jira_issue create_issue',
    'project_key summary issue_type assignee description components additional_fields cloudId projectKey issueType priority labels customFields fields reporter fixVersions affectsVersions dueDate parentKey environment originalEstimate',
    'jira_search',
  ),
  writeTool('jira_batch_create_issues', 'issues validate_only', 'jira_search'),
  writeTool(
    'jira_update_issue editJiraIssue update_issue',
    'issue_key fields additional_fields components attachments transition comment comment_visibility worklog worklog_started return_fields cloudId issueKey issueIdOrKey summary description assignee priority dueDate labels fixVersions customFields notifyUsers',
    'jira_get_issue',
  ),
  idempotentTool('jira_assign_issue', 'issue_key assignee issueIdOrKey accountId', 'jira_get_issue'),
  writeTool('jira_delete_issue', 'issue_key', 'jira_get_issue'),
  writeTool('jira_move_issue', 'issue_key target_project_key', 'jira_get_issue'),
  writeTool(
    'jira_add_comment addCommentToJiraIssue add_jira_comment add_comment',
    'issue_key body visibility public cloudId issueKey issueIdOrKey',
    'jira_get_issue',
  ),
  writeTool('jira_edit_comment', 'issue_key comment_id body visibility', 'jira_get_issue'),
  writeTool(
    'jira_add_worklog addWorklogToJiraIssue',
    'issue_key time_spent comment started original_estimate remaining_estimate cloudId issueIdOrKey timeSpent',
    'jira_get_worklog',
  ),
  idempotentTool(
    'jira_link_to_epic jira_move_issues_to_epic',
    'issue_key epic_key epicIdOrKey issueKeys',
    'jira_get_issue',
  ),
  writeTool(
    'jira_create_issue_link',
    'link_type inward_issue_key outward_issue_key comment comment_visibility inwardIssue outwardIssue linkType',
    'jira_get_issue',
  ),
  writeTool('jira_create_remote_issue_link', 'issue_key url title summary relationship icon_url'),
  writeTool('jira_remove_issue_link', 'link_id'),
  writeTool(
    'jira_transition_issue transitionJiraIssue transition_issue',
    'issue_key transition_id fields comment cloudId issueKey transitionId issueIdOrKey resolution',
    'jira_get_issue',
  ),
  writeTool(
    'jira_create_sprint',
    'board_id name start_date end_date goal boardId startDate endDate',
    'jira_get_sprints_from_board',
  ),
  idempotentTool('jira_update_sprint', 'sprint_id name state start_date end_date goal sprintId startDate endDate'),
  idempotentTool(
    'jira_add_issues_to_sprint jira_move_issues_to_sprint',
    'sprint_id issue_keys sprintId issueKeys',
    'jira_get_sprint_issues',
  ),
  idempotentTool('jira_move_issues_to_backlog', 'issue_keys issueKeys', 'jira_search'),
  writeTool(
    'jira_create_customer_request',
    'service_desk_id request_type_id request_field_values raise_on_behalf_of request_participants attachments strict_on_behalf',
    'jira_search',
  ),
  writeTool('jira_create_version', 'project_key name start_date release_date description', 'jira_get_project_versions'),
  writeTool('jira_batch_create_versions', 'project_key versions', 'jira_get_project_versions'),
  idempotentTool('jira_update_version', 'version_id name description start_date release_date archived released'),
  writeTool('jira_update_proforma_form_answers', 'issue_key form_id answers', 'jira_get_proforma_form_details'),
];
