import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';

/** PostgreSQL: SQLSTATEs and the words of the database are known for all servers; here stand connection strings and servers. */
export const POSTGRES_PACK: Pack = {
  name: 'postgres',
  title: 'PostgreSQL',
  servers: ['postgres', 'postgresql'],
  tools: [
    // The reference server runs each query in a transaction that only reads.
    ...toolTable('read', 'query', { returnsContent: true, timeoutMs: 60_000 }),
    ...toolTable(
      'read',
      'list_schemas list_objects get_object_details list_tables describe_table list_databases get_table_schema',
    ),
    ...toolTable(
      'read',
      'explain_query|explain analyze_db_health get_top_queries analyze_workload_indexes analyze_query_indexes',
      {
        returnsContent: true,
        timeoutMs: 90_000,
      },
    ),
    ...toolTable('write', 'execute_sql|execute_query|run_query', { returnsContent: true, timeoutMs: 60_000 }),
  ],
  rules: [
    {
      when: { text: /\bno pg_hba\.conf entry for\b/i },
      then: {
        kind: 'configuration',
        code: 'POSTGRES_HOST_NOT_ALLOWED',
        advice:
          'Add sslmode=require to the connection string if it says "no encryption"; else allow this address in pg_hba.conf.',
      },
    },
    {
      when: {
        text: /\bserver does not support SSL connections\b|\bSSL (?:connection )?is required\b|\bconnection is insecure\b/i,
      },
      then: {
        kind: 'configuration',
        code: 'POSTGRES_SSL_MISMATCH',
        advice:
          'Set sslmode in the connection string to what the database wants: disable without TLS, require with it.',
      },
    },
    {
      when: { text: /\bclient password must be a (?:non-empty )?string\b|\bfe_sendauth: no password supplied\b/i },
      then: {
        kind: 'authentication',
        code: 'CREDENTIALS_MISSING',
        reason: 'missing',
        advice:
          'Put the password into the connection string of {server}; special characters in it have to be percent-encoded.',
      },
    },
    {
      when: { tools: ['query'], text: /^(?:FATAL:\s{1,4})?role "[^"\n]{1,63}" does not exist/ },
      then: {
        kind: 'authentication',
        code: 'CREDENTIALS_INVALID',
        reason: 'invalid',
        advice: 'Correct the user in the connection string of {server}, or create this role in the database.',
      },
    },
    {
      when: {
        text: /\bremaining connection slots are reserved\b|\btoo many (?:clients|connections for (?:role|database))\b/i,
      },
      then: {
        kind: 'unavailable',
        code: 'SERVER_UNAVAILABLE',
        retryable: true,
        advice: 'Close idle connections or raise max_connections; use a pooler for many clients.',
      },
    },
    {
      when: { text: /\bcurrent transaction is aborted\b/i },
      then: {
        kind: 'conflict',
        advice: 'Roll the transaction back, correct the statement that failed before, and start again.',
      },
    },
    {
      when: { text: /\bconflict with recovery\b/i },
      then: { kind: 'conflict', code: 'TRANSACTION_CONFLICT', retryable: true },
    },
    {
      when: { text: /\bOnly SELECT, ANALYZE\b|\bread-only statements are allowed\b|\bStatement type not allowed\b/i },
      then: {
        kind: 'permission',
        code: 'READ_ONLY_MODE',
        advice: 'Only reading is allowed: start {server} with --access-mode=unrestricted if changes are wanted.',
      },
    },
    {
      when: { text: /\bNo database URL provided\b/i },
      then: { kind: 'configuration', code: 'VARIABLE_MISSING', advice: 'Set DATABASE_URI under env of {server}.' },
    },
  ],
  // postgres-mcp answers every failure with a sentence; rows never begin like that.
  disguises: [
    {
      tools: [
        'list_schemas',
        'list_objects',
        'get_object_details',
        'explain_query',
        'analyze_db_health',
        'get_top_queries',
        'analyze_workload_indexes',
        'analyze_query_indexes',
        'execute_sql',
      ],
      text: /^Error: \S/,
    },
  ],
  advice: [
    {
      kind: 'connection',
      advice: 'Check host, port and network of the connection string of {server}, and that the database runs.',
    },
    {
      kind: 'authentication',
      advice:
        'Check user and password in the connection string of {server}; special characters have to be percent-encoded.',
    },
    {
      kind: 'permission',
      tools: ['query'],
      advice:
        'This server only reads; grant the role SELECT if a table is refused, and use another server for changes.',
    },
    {
      kind: 'not_found',
      advice: 'List schemas and tables first; names with capitals need double quotes, others the right search_path.',
    },
    { kind: 'timeout', advice: 'Narrow the query, add an index, or raise statement_timeout.' },
  ],
};
