import type { Pack, PackRule, PackTool } from './pack.ts';
import { toolTable } from './tool-table.ts';

const CONTENT = { returnsContent: true } as const;

const READS: readonly PackTool[] = [
  ...toolTable(
    'read',
    `get_merge_request_approval_state get_merge_request_conflicts list_merge_request_pipelines search_repositories get_branch
    list_branches list_protected_branches get_protected_branch list_merge_request_changed_files list_merge_request_versions
    list_merge_request_emoji_reactions list_merge_request_note_emoji_reactions list_issue_emoji_reactions
    list_issue_note_emoji_reactions list_issue_links get_issue_link list_namespaces get_namespace verify_namespace get_project
    list_projects list_project_members list_group_members list_labels get_label list_group_projects get_repository_tree
    validate_ci_lint validate_project_ci_lint list_ci_catalog_resources get_ci_catalog_resource get_users get_user whoami
    list_commit_statuses list_group_iterations health_check list_pipelines get_pipeline get_pipeline_variables
    get_pipeline_test_report_summary list_deployments get_deployment list_deployment_merge_requests list_environments
    get_environment list_pipeline_triggers get_pipeline_trigger list_pipeline_jobs list_pipeline_trigger_jobs
    get_pipeline_job list_pipeline_schedules get_pipeline_schedule list_pipeline_schedule_pipelines
    get_pipeline_schedule_variable list_job_artifacts list_milestones get_milestone get_milestone_burndown_events
    list_group_milestones get_group_milestone get_group_milestone_burndown_events discover_tools get_mcp_server_version`,
  ),
  ...toolTable(
    'read',
    `get_file_contents get_file_blame get_merge_request list_merge_requests list_group_merge_requests get_merge_request_diffs
    list_merge_request_diffs get_merge_request_file_diff get_merge_request_version get_merge_request_commits get_branch_diffs
    mr_discussions get_merge_request_discussion get_merge_request_note get_merge_request_notes get_draft_note list_draft_notes
    list_issues my_issues get_issue list_todos list_issue_discussions list_commits get_commit get_commit_diff list_events
    get_project_events list_wiki_pages get_wiki_page list_group_wiki_pages get_group_wiki_page get_pipeline_test_report
    get_pipeline_job_output download_attachment download_job_artifacts get_job_artifact_file get_milestone_issue
    get_milestone_merge_requests get_group_milestone_issue get_group_milestone_merge_requests search
    semantic_code_search`,
    CONTENT,
  ),
  // Both are told how long to wait, up to ten minutes.
  ...toolTable('read', 'wait_for_pipeline wait_for_job', { timeoutMs: 620_000 }),
];

const WRITES: readonly PackTool[] = [
  ...toolTable('write', 'create_issue', { verifyWith: 'list_issues' }),
  ...toolTable(
    'write',
    `update_issue update_issue_description_patch delete_issue create_issue_link delete_issue_link create_issue_note
    update_issue_note create_note create_issue_emoji_reaction delete_issue_emoji_reaction create_issue_note_emoji_reaction
    delete_issue_note_emoji_reaction`,
    { verifyWith: 'get_issue' },
  ),
  ...toolTable('write', 'create_merge_request', { verifyWith: 'list_merge_requests' }),
  ...toolTable('write', 'merge_merge_request approve_merge_request unapprove_merge_request update_merge_request', {
    verifyWith: 'get_merge_request',
  }),
  ...toolTable(
    'write',
    `create_merge_request_thread resolve_merge_request_thread create_merge_request_discussion_note
    update_merge_request_discussion_note delete_merge_request_discussion_note create_merge_request_note
    update_merge_request_note delete_merge_request_note create_draft_note update_draft_note delete_draft_note
    publish_draft_note bulk_publish_draft_notes create_merge_request_emoji_reaction delete_merge_request_emoji_reaction
    create_merge_request_note_emoji_reaction delete_merge_request_note_emoji_reaction`,
    { verifyWith: 'mr_discussions' },
  ),
  ...toolTable('write', 'create_or_update_file push_files', { verifyWith: 'get_file_contents' }),
  ...toolTable('write', 'create_branch delete_branch protect_branch unprotect_branch update_default_branch', {
    verifyWith: 'list_branches',
  }),
  ...toolTable('write', 'create_repository create_group fork_repository update_project', {
    verifyWith: 'search_repositories',
  }),
  ...toolTable('write', 'create_label update_label delete_label', { verifyWith: 'list_labels' }),
  ...toolTable('idempotent-write', 'mark_todo_done mark_all_todos_done', { verifyWith: 'list_todos' }),
  ...toolTable('write', 'create_wiki_page update_wiki_page delete_wiki_page', { verifyWith: 'list_wiki_pages' }),
  ...toolTable('write', 'create_group_wiki_page update_group_wiki_page delete_group_wiki_page', {
    verifyWith: 'list_group_wiki_pages',
  }),
  ...toolTable(
    'write',
    'create_pipeline trigger_pipeline retry_pipeline cancel_pipeline delete_pipeline update_pipeline_metadata',
    { verifyWith: 'list_pipelines' },
  ),
  ...toolTable(
    'write',
    'play_pipeline_job play_pipeline_jobs retry_pipeline_job cancel_pipeline_job erase_pipeline_job',
    {
      verifyWith: 'list_pipeline_jobs',
    },
  ),
  ...toolTable(
    'write',
    `create_pipeline_schedule update_pipeline_schedule delete_pipeline_schedule play_pipeline_schedule
    take_ownership_pipeline_schedule create_pipeline_schedule_variable update_pipeline_schedule_variable
    delete_pipeline_schedule_variable`,
    { verifyWith: 'list_pipeline_schedules' },
  ),
  ...toolTable('write', 'create_pipeline_trigger update_pipeline_trigger delete_pipeline_trigger', {
    verifyWith: 'list_pipeline_triggers',
  }),
  ...toolTable('write', 'create_milestone edit_milestone delete_milestone promote_milestone', {
    verifyWith: 'list_milestones',
  }),
  ...toolTable('write', 'create_group_milestone edit_group_milestone delete_group_milestone', {
    verifyWith: 'list_group_milestones',
  }),
  ...toolTable('write', 'create_deployment update_deployment delete_deployment approve_deployment', {
    verifyWith: 'list_deployments',
  }),
  ...toolTable(
    'write',
    'update_environment delete_environment stop_environment stop_stale_environments delete_review_app_environments',
    { verifyWith: 'list_environments' },
  ),
  ...toolTable('write', 'create_commit_status', { verifyWith: 'list_commit_statuses' }),
  ...toolTable('write', 'upload_markdown execute_graphql'),
];

const RULES: readonly PackRule[] = [
  {
    when: { vendorCode: ['insufficient_scope', 'insufficient_granular_scope'] },
    then: {
      kind: 'permission',
      code: 'GITLAB_SCOPE_MISSING',
      advice: 'Make a token with the scope api (read_api is enough for reading) and put it into {server}.',
    },
  },
  {
    when: { text: /\bTerms of Service\b|\bYour account has been blocked\b/i },
    then: {
      kind: 'permission',
      code: 'PERMISSION_DENIED',
      advice: 'Log in to GitLab in a browser with the account of the token, and do what it asks there.',
    },
  },
  {
    when: {
      tools: ['merge_merge_request'],
      httpStatus: [405, 406, 409, 422],
    },
    then: {
      kind: 'conflict',
      code: 'GITLAB_NOT_MERGEABLE',
      summary: 'The merge request of {tool} on {server} can not be merged as it is.',
      advice: 'Look at conflicts, approvals, pipeline and draft state of the merge request, settle them, then merge.',
    },
  },
  {
    when: { text: /\bBranch cannot be merged\b|\bSHA does not match HEAD of source branch\b/i },
    then: {
      kind: 'conflict',
      code: 'GITLAB_NOT_MERGEABLE',
      summary: 'The merge request of {tool} on {server} can not be merged as it is.',
      advice: 'Read the merge request again, rebase or resolve its conflicts, then merge.',
    },
  },
  {
    when: { text: /\bfile that has changed since you started editing\b/i },
    then: { kind: 'conflict', advice: 'Read the file again and pass its present last_commit_id.' },
  },
  {
    when: { text: /\bA file with this name doesn't exist\b/i },
    then: {
      kind: 'not_found',
      code: 'ITEM_NOT_FOUND',
      advice: 'Create the file instead of updating it, or correct its path.',
    },
  },
  {
    when: { text: /\bcompute minutes\b|\bCI\/CD minutes\b/i },
    then: {
      kind: 'quota',
      code: 'QUOTA_EXCEEDED',
      advice: 'Buy compute minutes for the group, or use a runner of your own.',
    },
  },
  {
    when: { text: /^(?:429 Too Many Requests\s*)?Retry later\s*$/i },
    then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true },
  },
];

/** GitLab: the official server, the former reference server, and the largest community server. */
export const GITLAB_PACK: Pack = {
  name: 'gitlab',
  title: 'GitLab',
  servers: ['gitlab'],
  tools: [...READS, ...WRITES],
  rules: RULES,
  advice: [
    {
      kind: 'not_found',
      advice: 'Check project, branch and number; GitLab says the same when the token may not see a private project.',
    },
    {
      kind: 'permission',
      advice: 'Give the account of the token a higher role in the project, or use a token with the scope api.',
    },
    {
      kind: 'authentication',
      advice:
        'Check GITLAB_PERSONAL_ACCESS_TOKEN and GITLAB_API_URL of {server}; GitLab tokens expire after a year at most.',
    },
    {
      kind: 'rate_limit',
      advice:
        'Wait{wait}, then call less often; GitLab names its limits in the headers RateLimit-Remaining and RateLimit-Reset.',
    },
  ],
};
