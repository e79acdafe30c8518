import type { Pack, PackRule, PackTool } from './pack.ts';
import { toolTable } from './tool-table.ts';

const CONTENT = { returnsContent: true } as const;

/** The codes of AWS are read by their words for all servers; here stand those that mean more than they say. */
const RULES: readonly PackRule[] = [
  {
    when: {
      text: /\bSSO (?:session|token|Token)\b.{0,120}\b(?:expired|invalid|refresh failed|does not exist)\b|\bError loading SSO Token\b|\bToken has expired and refresh failed\b|\baws sso login\b/is,
    },
    then: {
      kind: 'authentication',
      code: 'AWS_SSO_EXPIRED',
      summary: '{tool} failed: the login of {server} with AWS SSO is over.',
      reason: 'expired',
      advice: 'Run "aws sso login" with the profile of {server} on the machine where it runs.',
    },
  },
  {
    when: {
      text: /\bUnable to locate credentials\b|\bPartial credentials found\b|\bCould not load credentials from any providers\b/i,
    },
    then: { kind: 'authentication', code: 'CREDENTIALS_MISSING', reason: 'missing' },
  },
  {
    when: { text: /\bconfig profile \(\S{1,100}\) could not be found\b/i },
    then: {
      kind: 'configuration',
      code: 'SERVER_NOT_CONFIGURED',
      advice: 'Correct AWS_PROFILE of {server}, or add the profile to the AWS configuration where it runs.',
    },
  },
  {
    when: { text: /\bYou must specify a region\b|\bAWS_REGION environment variable is not defined\b/i },
    then: { kind: 'configuration', code: 'AWS_REGION_WRONG', advice: 'Set AWS_REGION under env of {server}.' },
  },
  {
    when: {
      vendorCode: [
        'PermanentRedirect',
        'AuthorizationHeaderMalformed',
        'IllegalLocationConstraintException',
        'InvalidLocationConstraint',
      ],
    },
    then: {
      kind: 'configuration',
      code: 'AWS_REGION_WRONG',
      advice: 'Use the region in which the resource is: pass it, or set AWS_REGION of {server}.',
    },
  },
  {
    when: { vendorCode: ['RequestTimeTooSkewed', 'RequestInTheFuture'] },
    then: {
      kind: 'configuration',
      code: 'AWS_CLOCK_WRONG',
      advice: 'Set the clock of the machine where {server} runs.',
    },
  },
  {
    when: { text: /\bSignature (?:not yet current|expired)\b/i },
    then: {
      kind: 'configuration',
      code: 'AWS_CLOCK_WRONG',
      advice: 'Set the clock of the machine where {server} runs.',
    },
  },
  {
    when: { vendorCode: ['OptInRequired', 'SubscriptionRequiredException', 'NotSignedUp'] },
    then: {
      kind: 'configuration',
      code: 'SERVICE_NOT_ENABLED',
      advice: 'Activate the service or region for the account in the console of AWS.',
    },
  },
  {
    when: {
      text: /\bexplicit deny in (?:a|an) (service control policy|resource-based policy|identity-based policy|permissions boundary|session policy|VPC endpoint policy)\b/i,
    },
    then: {
      kind: 'permission',
      code: 'PERMISSION_DENIED',
      advice:
        'A policy forbids it explicitly: allowing it elsewhere does not help; let an administrator change that policy.',
      details: (match) => ({ deniedBy: match[1] ?? '' }),
    },
  },
  {
    when: { text: /\bis not authorized to perform: ([a-z0-9-]{1,40}:\w{1,80})/i },
    then: {
      kind: 'permission',
      code: 'PERMISSION_DENIED',
      advice: 'Allow this action for the user or role of {server} in its IAM policy.',
      details: (match) => ({ action: match[1] ?? '' }),
    },
  },
  {
    when: { text: /\bdenied by security policy\b|\bREAD_OPERATIONS_ONLY\b/i },
    then: {
      kind: 'permission',
      code: 'READ_ONLY_MODE',
      advice: 'Use an operation that only reads, or change READ_OPERATIONS_ONLY or the security policy of {server}.',
    },
  },
  {
    when: { text: /\bon-demand throughput isn.t supported\b/i },
    then: {
      kind: 'validation',
      code: 'REQUEST_REJECTED',
      advice: 'Use the id of an inference profile (as us.…) instead of the id of the model.',
    },
  },
  {
    when: { vendorCode: 'ModelNotReadyException' },
    then: { kind: 'unavailable', code: 'SERVER_UNAVAILABLE', retryable: true },
  },
  {
    when: {
      vendorCode: [
        'ConditionalCheckFailedException',
        'ResourceInUseException',
        'ResourceConflictException',
        'DeleteConflict',
        'DependencyViolation',
        'IncorrectInstanceState',
      ],
    },
    then: { kind: 'conflict' },
  },
  {
    when: {
      vendorCode: [
        'TransactionConflictException',
        'OptimisticLockException',
        'ConcurrentModificationException',
        'OperationAborted',
      ],
    },
    then: { kind: 'conflict', code: 'TRANSACTION_CONFLICT', retryable: true },
  },
  {
    when: {
      vendorCode: [
        'Throttling',
        'ThrottlingException',
        'ThrottledException',
        'TooManyRequestsException',
        'RequestLimitExceeded',
        'ProvisionedThroughputExceededException',
        'SlowDown',
        'BandwidthLimitExceeded',
        'PriorRequestNotComplete',
      ],
    },
    then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true },
  },
];

const TOOLS: readonly PackTool[] = [
  // What a command does stands in its argument.
  ...toolTable('write', 'call_aws run_script', { ...CONTENT, timeoutMs: 120_000 }),
  ...toolTable(
    'read',
    `suggest_aws_commands get_execution_plan search_documentation read_documentation read_sections search_table recommend
    get_available_services aws___search_documentation aws___read_documentation aws___recommend aws___list_regions
    aws___get_regional_availability search_eks_troubleshoot_guide QueryKnowledgeBases ListKnowledgeBases`,
    { ...CONTENT, timeoutMs: 60_000 },
  ),
  ...toolTable(
    'read',
    `describe_log_groups analyze_log_group execute_log_insights_query execute_cwl_insights_batch get_logs_insight_query_results
    get_cloudwatch_logs get_pod_logs get_k8s_events`,
    { ...CONTENT, timeoutMs: 90_000 },
  ),
  ...toolTable('idempotent-write', 'cancel_logs_insight_query'),
  ...toolTable(
    'read',
    `get_metric_data get_metric_metadata get_recommended_metric_alarms get_active_alarms get_alarm_history analyze_metric
    recommend_indexes_loggroup recommend_indexes_account execute_promql_query execute_promql_range_query
    get_promql_label_values get_promql_labels get_promql_series get_cloudwatch_metrics get_eks_insights
    get_eks_metrics_guidance get_eks_vpc_config get_policies_for_role list_api_versions list_k8s_resources`,
  ),
  ...toolTable(
    'read',
    `get_resource list_resources get_resource_request_status get_resource_schema_information get_aws_account_info
    get_aws_session_info check_environment_variables get_pricing get_pricing_service_codes get_pricing_service_attributes
    get_pricing_attribute_values get_price_list_urls get_bedrock_patterns list_users get_user list_roles list_groups get_group
    list_policies get_managed_policy_document list_user_policies get_user_policy list_role_policies get_role_policy
    simulate_principal_policy get_deployment_status list_tables describe_table`,
  ),
  ...toolTable('write', 'create_resource update_resource delete_resource', {
    verifyWith: 'get_resource_request_status',
  }),
  ...toolTable(
    'write',
    `create_user delete_user create_role create_group delete_group create_access_key delete_access_key attach_user_policy
    detach_user_policy attach_group_policy detach_group_policy put_user_policy delete_user_policy put_role_policy
    delete_role_policy add_user_to_group remove_user_from_group`,
    { verifyWith: 'list_users' },
  ),
  ...toolTable(
    'write',
    `apply_yaml manage_k8s_resource manage_eks_stacks add_inline_policy containerize_app build_and_push_image_to_ecr
    create_ecs_infrastructure delete_ecs_infrastructure delete_app ecs_resource_management`,
    { timeoutMs: 180_000 },
  ),
];

/** AWS: the servers of AWS Labs, and others that go through an AWS SDK. */
export const AWS_PACK: Pack = {
  name: 'aws',
  title: 'AWS',
  servers: ['aws', 'awslabs', 'amazon', 'amazonaws', 'dynamodb', 'cloudwatch'],
  tools: TOOLS,
  rules: RULES,
  advice: [
    {
      kind: 'authentication',
      advice: 'Check AWS_PROFILE, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of {server}.',
    },
    {
      kind: 'permission',
      advice: 'Allow the action that AWS names for the user or role of {server} in its IAM policy.',
    },
    { kind: 'quota', advice: 'Delete what is not needed, or ask for a higher value in Service Quotas.' },
    { kind: 'rate_limit', advice: 'Wait{wait}, then call less often; ask for more per call with larger pages.' },
    { kind: 'not_found', advice: 'Check name, region and account: a resource is visible only in its own.' },
  ],
};
