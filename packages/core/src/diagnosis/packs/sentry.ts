import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';

/** Sentry: its server begins every failure with a heading in bold, and names the status in the sentence below. */
export const SENTRY_PACK: Pack = {
  name: 'sentry',
  title: 'Sentry',
  servers: ['sentry'],
  tools: [
    ...toolTable(
      'read',
      `whoami find_organizations find_projects find_teams find_releases find_dsns find_alert_rules find_dashboards find_monitors
      find_uptime_monitors get_alert_rule get_monitor_details get_uptime_monitor_details get_latest_base_snapshot get_snapshot
      get_snapshot_image get_issue_tag_values search_sentry_tools list_organizations list_projects list_teams list_tags`,
    ),
    // What is reported to Sentry are errors: they are what was asked for.
    ...toolTable(
      'read',
      `get_issue_details|get_sentry_issue|get_issue get_issue_activity get_issue_breadcrumbs get_issue_user_reports
      get_event_attachment get_event_stacktrace get_trace_details get_span_details get_replay_details get_release_details
      get_dashboard_details get_profile get_profile_details get_ai_conversation_details get_sentry_resource get_doc search_docs
      search_issue_events|list_issue_events list_issues list_events find_issues find_errors find_transactions get_list_issues`,
      { returnsContent: true },
    ),
    // These ask a model to write the query.
    ...toolTable('read', 'search_events search_issues search_ai_conversations', {
      returnsContent: true,
      timeoutMs: 90_000,
    }),
    ...toolTable('write', 'analyze_issue_with_seer|begin_seer_issue_fix', {
      returnsContent: true,
      timeoutMs: 360_000,
      verifyWith: 'get_issue_details',
    }),
    ...toolTable('write', 'add_issue_note update_issue', { verifyWith: 'get_issue_details' }),
    ...toolTable('write', 'create_project update_project', { verifyWith: 'find_projects' }),
    ...toolTable('idempotent-write', 'add_team_to_project', { verifyWith: 'find_projects' }),
    ...toolTable('write', 'remove_team_from_project', { verifyWith: 'find_projects' }),
    ...toolTable('write', 'create_team', { verifyWith: 'find_teams' }),
    ...toolTable('write', 'create_dsn', { verifyWith: 'find_dsns' }),
    ...toolTable('idempotent-write', 'update_dsn', { verifyWith: 'find_dsns' }),
    ...toolTable('write', 'create_uptime_monitor', { verifyWith: 'find_uptime_monitors' }),
    ...toolTable('idempotent-write', 'update_uptime_monitor delete_uptime_monitor', {
      verifyWith: 'find_uptime_monitors',
    }),
    ...toolTable('write', 'execute_sentry_tool onboarding_status_update'),
  ],
  rules: [
    {
      when: { text: /\bAuthorization Expired\b/ },
      then: {
        kind: 'authentication',
        code: 'CREDENTIALS_EXPIRED',
        reason: 'expired',
        advice: 'Log in to {server} again, or renew SENTRY_ACCESS_TOKEN.',
      },
    },
    {
      when: { text: /\bAI Provider Error\b|\bAI-powered features are temporarily unavailable\b/ },
      then: {
        kind: 'unavailable',
        code: 'SERVER_UNAVAILABLE',
        advice:
          'Use the tools of {server} that need no model (get_issue_details, list and find tools), or try again later.',
      },
    },
    {
      when: { text: /^(?:\W{0,4}Configuration Error\b|\W{0,4}Feature Unavailable\b)/ },
      then: {
        kind: 'configuration',
        code: 'SERVER_NOT_CONFIGURED',
        advice:
          'Complete the settings of {server}: SENTRY_HOST, SENTRY_ACCESS_TOKEN, and a model provider for the search tools.',
      },
    },
    {
      when: { text: /\bAI Processing Error\b/ },
      then: {
        kind: 'server_error',
        code: 'SERVER_ERROR',
        retryable: false,
        advice: 'Say the query in other words, or use a tool that needs no model.',
      },
    },
    { when: { text: /\bHTTP 404 error\b|\bAPI error \(404\)/ }, then: { kind: 'not_found', code: 'ITEM_NOT_FOUND' } },
    {
      when: { text: /\bHTTP 401 error\b|\bAPI error \(401\)/ },
      then: { kind: 'authentication', code: 'CREDENTIALS_INVALID', reason: 'invalid' },
    },
    { when: { text: /\bHTTP 403 error\b|\bAPI error \(403\)/ }, then: { kind: 'permission', code: 'SCOPE_MISSING' } },
    { when: { text: /\bHTTP 429 error\b|\bAPI error \(429\)/ }, then: { kind: 'rate_limit', code: 'RATE_LIMITED' } },
    { when: { text: /\bHTTP 409 error\b|\bAPI error \(409\)/ }, then: { kind: 'conflict' } },
    { when: { text: /\bHTTP 50[23] server error\b/ }, then: { kind: 'unavailable', code: 'SERVER_UNAVAILABLE' } },
    { when: { text: /\bHTTP 504 server error\b/ }, then: { kind: 'timeout', code: 'UPSTREAM_TIMEOUT' } },
    {
      when: { text: /\bHTTP 5\d\d server error\b/ },
      then: { kind: 'server_error', code: 'INTERNAL_ERROR', retryable: true },
    },
    {
      when: { text: /\bThere was an HTTP 4\d\d error\b|^\W{0,4}Input Error\b/ },
      then: { kind: 'validation', code: 'REQUEST_REJECTED' },
    },
  ],
  advice: [
    {
      kind: 'not_found',
      advice:
        'Check organization, project and issue; find_organizations and find_projects list what the token may see.',
    },
    {
      kind: 'permission',
      advice: 'Give the token the scopes of the call (org:read, project:read, event:read; event:write for changes).',
    },
    { kind: 'authentication', advice: 'Check SENTRY_ACCESS_TOKEN and SENTRY_HOST of {server}.' },
    { kind: 'rate_limit', advice: 'Wait{wait}, then call less often; narrow the period and the project.' },
  ],
};
