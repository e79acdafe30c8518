import { LINEAR_COMMUNITY_READS, LINEAR_COMMUNITY_WRITES } from './linear-community-tools.ts';
import type { Pack, PackTool } from './pack.ts';
import { toolTable } from './tool-table.ts';

const TOOLS: readonly PackTool[] = [
  ...toolTable(
    'read',
    `list_teams|linear_getTeams|linear_get_teams get_team list_users|linear_getUsers get_user list_cycles|linear_getCycles
    list_issue_labels|linear_getLabels list_project_labels list_issue_statuses|linear_getWorkflowStates get_issue_status
    list_initiative_labels workspace_metadata linear_getViewer linear_getOrganization`,
  ),
  ...toolTable(
    'read',
    `list_issues|linear_getIssues|linear_search_issues|linear_searchIssues|search_issues get_issue|linear_getIssueById
    list_my_issues|linear_get_user_issues get_issues list_comments|linear_getComments list_projects|linear_getProjects
    get_project|linear_getProjectById list_documents|linear_getDocuments get_document|linear_getDocumentById
    list_initiatives|linear_getInitiatives get_initiative|linear_getInitiativeById list_milestones|linear_getMilestones
    get_milestone|linear_getMilestoneById search_documentation search fetch get_attachment extract_images
    list_customers|linear_getCustomers get_status_updates list_issue_history|linear_getIssueHistory`,
    { returnsContent: true },
  ),
  ...toolTable('write', 'create_issue|linear_create_issue|linear_createIssue|save_issue create_issues', {
    verifyWith: 'list_issues',
  }),
  ...toolTable(
    'write',
    `update_issue|linear_update_issue|linear_updateIssue update_issues linear_archiveIssue linear_duplicateIssue
    linear_convertIssueToSubtask linear_transferIssue linear_createIssueRelation delete_issue linear_bulk_update_issues
    create_attachment linear_addAttachment delete_attachment`,
    { verifyWith: 'get_issue' },
  ),
  ...toolTable(
    'idempotent-write',
    'linear_assignIssue linear_setIssuePriority linear_addIssueLabel linear_removeIssueLabel linear_subscribeToIssue',
    { verifyWith: 'get_issue' },
  ),
  ...toolTable(
    'write',
    'create_comment|linear_add_comment|linear_createComment|save_comment add_comments update_comment|linear_updateComment update_comments delete_comment|linear_deleteComment',
    { verifyWith: 'list_comments' },
  ),
  ...toolTable(
    'write',
    'create_project|linear_createProject|save_project update_project|linear_updateProject create_projects update_projects',
    {
      verifyWith: 'list_projects',
    },
  ),
  ...toolTable('write', 'create_document|linear_createDocument update_document|linear_updateDocument', {
    verifyWith: 'list_documents',
  }),
  ...toolTable(
    'write',
    'create_issue_label create_initiative|linear_createInitiative update_initiative|linear_updateInitiative create_milestone|linear_createMilestone update_milestone|linear_updateMilestone',
  ),
  ...LINEAR_COMMUNITY_READS,
  ...LINEAR_COMMUNITY_WRITES,
];

/** Linear: GraphQL, which answers 200 or 400 for everything and says in `extensions` what it is. */
export const LINEAR_PACK: Pack = {
  name: 'linear',
  title: 'Linear',
  servers: ['linear'],
  tools: TOOLS,
  rules: [
    {
      when: { vendorCode: ['RATELIMITED', 'RatelimitedLinearError', 'Ratelimited'] },
      then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true },
    },
    {
      when: { vendorCode: ['AUTHENTICATION_ERROR', 'AuthenticationLinearError', 'AuthenticationError'] },
      then: {
        kind: 'authentication',
        code: 'CREDENTIALS_INVALID',
        reason: 'invalid',
        advice:
          'Log in to {server} again, or put a present key of Linear (Settings, Security and access) into LINEAR_API_KEY.',
      },
    },
    {
      when: { vendorCode: ['FEATURE_NOT_ACCESSIBLE', 'FeatureNotAccessibleLinearError', 'FeatureNotAccessible'] },
      then: {
        kind: 'quota',
        code: 'PAYMENT_REQUIRED',
        advice: 'The plan of the workspace does not have this feature: use another way, or change the plan.',
      },
    },
    {
      when: { vendorCode: ['USAGE_LIMIT_EXCEEDED', 'UsageLimitExceededLinearError', 'UsageLimitExceeded'] },
      then: {
        kind: 'quota',
        code: 'QUOTA_EXCEEDED',
        advice: 'Archive what is not needed, or change the plan of the workspace.',
      },
    },
    {
      when: { vendorCode: ['LOCK_TIMEOUT', 'LockTimeoutLinearError'] },
      then: { kind: 'conflict', code: 'TRANSACTION_CONFLICT', retryable: true },
    },
    {
      // Linear reports a missing thing as invalid input with the status 400.
      when: { text: /\bEntity not found\b|\bCould not find referenced (?:Issue|Team|Project|User|\w+)\b/i },
      then: { kind: 'not_found', code: 'ITEM_NOT_FOUND' },
    },
    {
      when: { text: /\bquery (?:is )?too complex\b|\bcomplexity (?:limit|of)\b/i },
      then: {
        kind: 'validation',
        code: 'REQUEST_TOO_LARGE',
        advice: 'Ask for fewer items at a time: Linear counts every nested field.',
      },
    },
    {
      when: {
        vendorCode: [
          'INPUT_ERROR',
          'InvalidInputLinearError',
          'INVALID_INPUT',
          'GRAPHQL_VALIDATION_FAILED',
          'GRAPHQL_PARSE_FAILED',
        ],
      },
      then: { kind: 'validation', code: 'REQUEST_REJECTED' },
    },
  ],
  disguises: [
    { text: /^\s{0,8}\{\s{0,8}"error"\s?:\s?\{\s{0,12}"type"\s?:\s?"(?:API_ERROR|VALIDATION_ERROR|UNKNOWN_ERROR)"/ },
  ],
  advice: [
    {
      kind: 'not_found',
      advice:
        'Use the id or the identifier, as ENG-12; list issues, teams or projects first, and mind the team of the account.',
    },
    {
      kind: 'rate_limit',
      advice: 'Wait{wait}, then ask for less: Linear limits calls and the complexity of queries per hour.',
    },
    {
      kind: 'permission',
      advice:
        'Let an administrator of the workspace add the account to the team, or use a key with the right to write.',
    },
    { kind: 'authentication', advice: 'Log in to {server} again, or check LINEAR_API_KEY.' },
  ],
};
