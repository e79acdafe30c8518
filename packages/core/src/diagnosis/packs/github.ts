import type { Pack, PackRule, PackTool } from './pack.ts';
import { toolTable } from './tool-table.ts';

/** Titles, texts, code and logs are what people wrote. */
const CONTENT = { returnsContent: true } as const;

const READS: readonly PackTool[] = [
  ...toolTable(
    'read',
    `get_me get_teams get_team_members list_branches list_tags get_tag get_label list_label list_labels list_issue_types
    list_issue_fields list_repository_collaborators list_starred_repositories list_discussion_categories search_users
    search_orgs actions_get actions_list list_workflows list_workflow_runs get_workflow_run list_workflow_jobs
    get_workflow_run_usage list_workflow_run_artifacts get_pull_request_status projects_get projects_list list_projects
    get_project list_project_fields get_project_field ui_get issue_dependency_read`,
  ),
  ...toolTable(
    'read',
    `issue_read get_issue get_issue_comments list_issues search_issues list_sub_issues pull_request_read get_pull_request
    get_pull_request_files get_pull_request_diff get_pull_request_comments|get_pull_request_review_comments
    get_pull_request_reviews list_pull_requests search_pull_requests get_commit list_commits search_commits
    get_file_contents get_file_blame get_repository_tree search_code search_repositories get_discussion
    get_discussion_comments list_discussions get_gist list_gists get_latest_release get_release_by_tag list_releases
    list_notifications get_notification_details get_code_scanning_alert list_code_scanning_alerts get_dependabot_alert
    list_dependabot_alerts get_secret_scanning_alert list_secret_scanning_alerts get_global_security_advisory
    list_global_security_advisories list_org_repository_security_advisories list_repository_security_advisories
    get_code_quality_finding find_duplicate list_project_items get_project_item`,
    CONTENT,
  ),
  ...toolTable('read', 'get_job_logs get_workflow_run_logs', { ...CONTENT, timeoutMs: 90_000 }),
];

const WRITES: readonly PackTool[] = [
  ...toolTable(
    'idempotent-write',
    `star_repository unstar_repository dismiss_notification mark_all_notifications_read manage_notification_subscription
    manage_repository_notification_subscription assign_copilot_to_issue assign_copilot_to_issue_with_intent
    update_issue_assignees update_issue_body update_issue_labels update_issue_milestone update_issue_state
    update_issue_title update_issue_type set_issue_fields`,
    { verifyWith: 'issue_read' },
  ),
  ...toolTable(
    'idempotent-write',
    `update_pull_request_body update_pull_request_title update_pull_request_state update_pull_request_draft_state
    request_pull_request_reviewers request_copilot_review resolve_review_thread unresolve_review_thread`,
    { verifyWith: 'pull_request_read' },
  ),
  ...toolTable('write', 'create_issue', { verifyWith: 'list_issues' }),
  ...toolTable(
    'write',
    `issue_write update_issue add_issue_comment add_issue_comment_reaction add_issue_reaction sub_issue_write add_sub_issue
    remove_sub_issue reprioritize_sub_issue issue_dependency_write`,
    { verifyWith: 'issue_read' },
  ),
  ...toolTable('write', 'create_pull_request create_pull_request_with_copilot', { verifyWith: 'list_pull_requests' }),
  ...toolTable(
    'write',
    `merge_pull_request update_pull_request update_pull_request_branch create_pull_request_review pull_request_review_write
    create_and_submit_pull_request_review create_pending_pull_request_review submit_pending_pull_request_review
    delete_pending_pull_request_review add_comment_to_pending_review|add_pull_request_review_comment_to_pending_review
    add_pull_request_review_comment add_pull_request_review_comment_reaction add_reply_to_pull_request_comment`,
    { verifyWith: 'pull_request_read' },
  ),
  ...toolTable('write', 'create_or_update_file delete_file push_files', { verifyWith: 'get_file_contents' }),
  ...toolTable('write', 'create_branch', { verifyWith: 'list_branches' }),
  ...toolTable('write', 'create_repository fork_repository delete_repository', { verifyWith: 'search_repositories' }),
  ...toolTable('write', 'create_gist update_gist', { verifyWith: 'list_gists' }),
  ...toolTable('write', 'discussion_comment_write', { verifyWith: 'get_discussion_comments' }),
  ...toolTable('write', 'label_write', { verifyWith: 'get_label' }),
  ...toolTable('write', 'projects_write add_project_item update_project_item delete_project_item', {
    verifyWith: 'projects_get',
  }),
  ...toolTable(
    'write',
    'actions_run_trigger run_workflow rerun_workflow_run rerun_failed_jobs cancel_workflow_run delete_workflow_run_logs',
    { verifyWith: 'actions_list' },
  ),
];

/** 403, 404, 405, 409 and 422 mean many things at GitHub: its words say which. */
const RULES: readonly PackRule[] = [
  {
    when: { text: /\bsecondary rate limit\b|\babuse detection mechanism\b/i },
    then: {
      kind: 'rate_limit',
      code: 'GITHUB_SECONDARY_RATE_LIMIT',
      summary: 'GitHub holds {tool} on {server} back: too many changes or calls at the same time.',
      retryable: true,
      advice: 'Call one after another and pause a second between changes; wait at least a minute if no time is named.',
    },
  },
  {
    when: { text: /\bAPI rate limit exceeded for (?:\d{1,3}\.\d|[0-9a-f]{1,4}:)/i },
    then: {
      kind: 'rate_limit',
      code: 'RATE_LIMITED',
      retryable: true,
      advice: 'Set GITHUB_PERSONAL_ACCESS_TOKEN of {server}: without a token GitHub allows 60 calls an hour.',
    },
  },
  {
    when: { text: /\bAPI rate limit (?:already )?exceeded\b|\brate limit of \d+\b.{0,60}\bexceeded\b/i },
    then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true },
  },
  {
    when: { text: /\bSAML (?:enforcement|SSO|single sign-on)\b|\bprotected by organization SAML\b/i },
    then: {
      kind: 'permission',
      code: 'GITHUB_SSO_REQUIRED',
      summary: 'The organization lets {tool} on {server} in only with a token that was authorized for single sign-on.',
      advice: 'Authorize the token for the organization: Settings, Developer settings, the token, Configure SSO.',
    },
  },
  {
    when: { text: /\bResource not accessible by (?:personal access token|integration|OAuth app)\b/i },
    then: {
      kind: 'permission',
      code: 'GITHUB_TOKEN_LACKS_ACCESS',
      summary: 'The token of {server} may not do what {tool} asks for.',
      advice: 'Add the repository and the permission to the fine-grained token or the app, then call again.',
    },
  },
  {
    when: { text: /\bIP allow list\b/i },
    then: {
      kind: 'permission',
      code: 'PERMISSION_DENIED',
      advice: 'Add the address of the machine that runs {server} to the IP allow list of the organization.',
    },
  },
  {
    when: { text: /\bRepository was archived\b|\brepository is archived\b/i },
    then: { kind: 'conflict', advice: 'Unarchive the repository first, or use another one.' },
  },
  {
    when: { text: /\bGit Repository is empty\b/i },
    then: {
      kind: 'conflict',
      code: 'GITHUB_REPOSITORY_EMPTY',
      summary: '{tool} on {server} asks about a repository that has no commit yet.',
      advice: 'Create a first file with create_or_update_file; then branches and commits exist.',
    },
  },
  {
    when: { text: /\bis at [0-9a-f]{40} but expected [0-9a-f]{40}\b|"?\bsha"? (?:wasn't supplied|does not match)\b/i },
    then: {
      kind: 'conflict',
      code: 'GITHUB_FILE_CHANGED',
      summary: 'The file that {tool} on {server} would change is not the one that the call meant.',
      advice: 'Read the file with get_file_contents again and pass its present sha.',
    },
  },
  {
    when: { text: /\bUpdate is not a fast forward\b|\b(?:Base|Head) branch was modified\b/i },
    then: {
      kind: 'conflict',
      advice: 'Read the branch again and put the change on its newest commit.',
    },
  },
  {
    when: {
      text: /\bPull Request is not mergeable\b|\bPull request (?:is in (?:clean|unstable|draft) status|has merge conflicts)\b/i,
    },
    then: {
      kind: 'conflict',
      code: 'GITHUB_NOT_MERGEABLE',
      summary: 'The pull request of {tool} on {server} can not be merged as it is.',
      advice: 'Look at the status and the conflicts of the pull request, resolve them, then merge.',
    },
  },
  {
    when: { text: /\b(?:Issues|Discussions|Projects) (?:are|is|has been) disabled\b/i },
    then: {
      kind: 'configuration',
      code: 'SERVICE_NOT_ENABLED',
      advice: 'Turn the feature on in the settings of the repository, or use another repository.',
    },
  },
  {
    when: { text: /\bmay be the result of a timeout\b/i },
    then: { kind: 'timeout', code: 'UPSTREAM_TIMEOUT', advice: 'Ask for fewer items at a time, then call again.' },
  },
  {
    when: { text: /\bNo server is currently available to service your request\b/i },
    then: { kind: 'unavailable', code: 'SERVER_UNAVAILABLE', retryable: true },
  },
  {
    when: { text: /\bBad credentials\b/i },
    then: {
      kind: 'authentication',
      code: 'CREDENTIALS_INVALID',
      reason: 'invalid',
      advice: 'Check GITHUB_PERSONAL_ACCESS_TOKEN of {server}: it is mistyped, expired or revoked.',
    },
  },
  {
    when: { text: /\bRequires authentication\b/ },
    then: {
      kind: 'authentication',
      code: 'CREDENTIALS_MISSING',
      reason: 'missing',
      advice: 'Set GITHUB_PERSONAL_ACCESS_TOKEN under env of {server}.',
    },
  },
];

/** GitHub: the official server in all its versions, and the former reference server. */
export const GITHUB_PACK: Pack = {
  name: 'github',
  title: 'GitHub',
  servers: ['github', 'githubcopilot'],
  tools: [...READS, ...WRITES],
  rules: RULES,
  // The reference server passes on whatever came as JSON: also a web page that is not GitHub's.
  disguises: [{ text: /^"\s{0,8}<(?:!doctype|html)\b/i }],
  results: [
    {
      tools: [
        'search_code',
        'search_issues',
        'search_repositories',
        'search_users',
        'search_pull_requests',
        'search_orgs',
      ],
      text: /^[^[]{0,200}"incomplete_results"\s?:\s?true/,
      kind: 'partial',
      warning: 'GitHub stopped this search early, so matches are missing; narrow the query and search again.',
    },
  ],
  advice: [
    {
      kind: 'not_found',
      advice:
        'Check owner, repository and number; GitHub says the same when the token may not see a private repository.',
    },
    {
      kind: 'permission',
      advice:
        'Give the token the scope or permission that the call needs (repo for private repositories), or more rights in the repository.',
    },
    {
      kind: 'rate_limit',
      advice: 'Wait{wait}, then call less often; a search counts against a limit of its own per minute.',
    },
    { kind: 'authentication', advice: 'Check GITHUB_PERSONAL_ACCESS_TOKEN of {server}.' },
  ],
};
