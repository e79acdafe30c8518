import type { Pack, PackRule } from './pack.ts';
import { toolTable } from './tool-table.ts';

const DATABASE_DOWN: PackRule['then'] = {
  kind: 'unavailable',
  code: 'SERVER_UNAVAILABLE',
  advice: 'Look at the state of the project in the dashboard of Supabase: its database does not take connections.',
};

const SCHEMA_CACHE: PackRule['then'] = {
  kind: 'validation',
  code: 'SUPABASE_SCHEMA_CACHE',
  advice: "Check names with list_tables; after a change of the schema run NOTIFY pgrst, 'reload schema'.",
};

/** The management API says everything in words; PostgREST has codes of its own. */
const RULES: readonly PackRule[] = [
  {
    when: {
      text: /\bproject (?:is )?(?:currently )?(?:paused|inactive|pausing)\b|\bproject status is\b.{0,40}\b(?:INACTIVE|PAUS)/i,
    },
    then: {
      kind: 'unavailable',
      code: 'SUPABASE_PROJECT_PAUSED',
      summary: '{tool} on {server} failed: the project is paused.',
      retryable: false,
      advice:
        'Restore the project with restore_project or in the dashboard; projects of the free plan pause after a week.',
    },
  },
  {
    when: { text: /\bviolates row-level security policy\b/i },
    then: {
      kind: 'permission',
      code: 'SUPABASE_ROW_SECURITY',
      summary: 'Row level security of the table forbids what {tool} on {server} would change.',
      advice: 'Add a policy that allows it for this role, or use a key or role that may bypass row level security.',
    },
  },
  {
    when: { text: /^Unauthorized\b.{0,120}\bSUPABASE_ACCESS_TOKEN\b/s },
    then: { kind: 'authentication', code: 'CREDENTIALS_INVALID', reason: 'invalid' },
  },
  {
    when: { text: /\bin read-only mode\b/i },
    then: {
      kind: 'permission',
      code: 'READ_ONLY_MODE',
      advice: 'Take --read-only (or read_only=true) out of the configuration of {server}, if changes are wanted.',
    },
  },
  {
    when: { text: /\bnot included in the available permissions\b|\bproject_ref\b.{0,60}\bnot (?:allowed|match)/i },
    then: {
      kind: 'permission',
      code: 'PERMISSION_DENIED',
      advice: 'Correct --project-ref of {server}, or leave it out.',
    },
  },
  {
    when: { text: /\bdoes not have the necessary privileges\b|\bAccess to project '[^'\n]{1,80}' was denied\b/i },
    then: {
      kind: 'permission',
      code: 'PERMISSION_DENIED',
      advice:
        'Log in to {server} again for the organization that owns the project, or let its owner give the account a higher role.',
    },
  },
  { when: { vendorCode: ['PGRST000', 'PGRST001', 'PGRST002'] }, then: DATABASE_DOWN },
  { when: { vendorCode: 'PGRST003' }, then: { kind: 'timeout', code: 'UPSTREAM_TIMEOUT', retryable: true } },
  {
    when: { vendorCode: 'PGRST116', text: /\b0 rows\b|\bno(?:t)? rows?\b/i },
    then: {
      kind: 'not_found',
      code: 'ITEM_NOT_FOUND',
      advice: 'Check the filter: no row fits it, and one was asked for.',
    },
  },
  {
    when: { vendorCode: 'PGRST116' },
    then: { kind: 'validation', code: 'INVALID_QUERY', advice: 'Narrow the filter to one row, or ask for a list.' },
  },
  { when: { vendorCode: ['PGRST200', 'PGRST201', 'PGRST203', 'PGRST204'] }, then: SCHEMA_CACHE },
  {
    when: { vendorCode: ['PGRST202', 'PGRST205'] },
    then: { ...SCHEMA_CACHE, kind: 'not_found', code: 'ITEM_NOT_FOUND' },
  },
  {
    when: { vendorCode: 'PGRST300' },
    then: { kind: 'configuration', code: 'SERVER_NOT_CONFIGURED', advice: 'Set the JWT secret of the REST API.' },
  },
  {
    when: { vendorCode: ['PGRST301', 'PGRST303'], text: /\bexpired\b/i },
    then: { kind: 'authentication', code: 'CREDENTIALS_EXPIRED', reason: 'expired' },
  },
  {
    when: { vendorCode: ['PGRST301', 'PGRST303'] },
    then: { kind: 'authentication', code: 'CREDENTIALS_INVALID', reason: 'invalid' },
  },
  {
    when: { vendorCode: 'PGRST302' },
    then: { kind: 'authentication', code: 'CREDENTIALS_MISSING', reason: 'missing' },
  },
  {
    when: {
      vendorCode: [
        'PGRST100',
        'PGRST101',
        'PGRST102',
        'PGRST103',
        'PGRST105',
        'PGRST106',
        'PGRST107',
        'PGRST108',
        'PGRST114',
        'PGRST115',
        'PGRST118',
        'PGRST120',
        'PGRST122',
      ],
    },
    then: { kind: 'validation', code: 'INVALID_QUERY' },
  },
];

/** Supabase: the official server, local and remote, and the one for PostgREST. */
export const SUPABASE_PACK: Pack = {
  name: 'supabase',
  title: 'Supabase',
  servers: ['supabase', 'postgrest'],
  tools: [
    ...toolTable(
      'read',
      `list_organizations get_organization list_projects get_project get_cost list_branches list_tables list_extensions
      list_migrations get_advisors get_project_url get_publishable_keys|get_anon_key generate_typescript_types
      list_edge_functions list_storage_buckets get_storage_config confirm_cost sqlToRest`,
    ),
    ...toolTable('read', 'get_logs get_edge_function search_docs', { returnsContent: true }),
    // What runs is known only by the statement.
    ...toolTable('write', 'execute_sql postgrestRequest', { returnsContent: true, timeoutMs: 90_000 }),
    ...toolTable('write', 'apply_migration', { timeoutMs: 120_000, verifyWith: 'list_migrations' }),
    ...toolTable('write', 'create_project pause_project restore_project', {
      timeoutMs: 120_000,
      verifyWith: 'list_projects',
    }),
    ...toolTable('write', 'create_branch delete_branch merge_branch reset_branch rebase_branch', {
      timeoutMs: 120_000,
      verifyWith: 'list_branches',
    }),
    ...toolTable('write', 'deploy_edge_function', { timeoutMs: 120_000, verifyWith: 'list_edge_functions' }),
    ...toolTable('idempotent-write', 'update_storage_config', { verifyWith: 'get_storage_config' }),
  ],
  rules: RULES,
  advice: [
    {
      kind: 'authentication',
      advice:
        'Put a present access token of the account (not a key of a project) into SUPABASE_ACCESS_TOKEN of {server}.',
    },
    { kind: 'permission', advice: 'Let an owner of the organization give the account of the token a higher role.' },
    { kind: 'timeout', advice: 'Narrow the statement or add an index; look first whether a change took effect.' },
  ],
};
