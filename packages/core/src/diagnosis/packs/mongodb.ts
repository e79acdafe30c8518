import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';

const CONTENT = { returnsContent: true } as const;

/** MongoDB: its own server with the tools of Atlas, and the commonest community server. */
export const MONGODB_PACK: Pack = {
  name: 'mongodb',
  title: 'MongoDB',
  servers: ['mongodb', 'mongo'],
  tools: [
    ...toolTable(
      'read',
      `list-databases list-collections|listCollections collection-indexes collection-storage-size db-stats list-connections count
      serverInfo atlas-list-orgs atlas-list-projects atlas-list-clusters atlas-list-db-users atlas-list-alerts atlas-get-regions
      atlas-inspect-cluster atlas-inspect-access-list atlas-get-performance-advisor atlas-local-list-deployments
      atlas-streams-discover list-knowledge-sources`,
    ),
    ...toolTable(
      'read',
      'find|query|mongodb_query collection-schema|analyze_collection explain mongodb-logs search-knowledge',
      {
        ...CONTENT,
        timeoutMs: 60_000,
      },
    ),
    // A pipeline may end in $out or $merge.
    ...toolTable('write', 'aggregate aggregate-db', { ...CONTENT, timeoutMs: 60_000 }),
    ...toolTable('idempotent-write', 'connect|switch-connection atlas-connect-cluster atlas-local-connect-deployment', {
      timeoutMs: 90_000,
      verifyWith: 'list-connections',
    }),
    ...toolTable('idempotent-write', 'disconnect', { verifyWith: 'list-connections' }),
    ...toolTable('write', 'insert-many|insert update-many|update delete-many export', { verifyWith: 'find' }),
    ...toolTable('write', 'create-collection drop-collection rename-collection', { verifyWith: 'list-collections' }),
    ...toolTable('write', 'drop-database', { verifyWith: 'list-databases' }),
    ...toolTable('idempotent-write', 'create-index|createIndex', {
      verifyWith: 'collection-indexes',
      timeoutMs: 90_000,
    }),
    ...toolTable('write', 'drop-index', { verifyWith: 'collection-indexes' }),
    ...toolTable(
      'write',
      'atlas-create-cluster atlas-create-free-cluster atlas-pause-resume-cluster atlas-upgrade-cluster atlas-load-sample-dataset',
      {
        timeoutMs: 90_000,
        verifyWith: 'atlas-list-clusters',
      },
    ),
    ...toolTable('write', 'atlas-create-project', { verifyWith: 'atlas-list-projects' }),
    ...toolTable('write', 'atlas-create-access-list', { verifyWith: 'atlas-inspect-access-list' }),
    ...toolTable('write', 'atlas-create-db-user', { verifyWith: 'atlas-list-db-users' }),
    ...toolTable('write', 'atlas-local-create-deployment atlas-local-delete-deployment', {
      timeoutMs: 180_000,
      verifyWith: 'atlas-local-list-deployments',
    }),
    ...toolTable('write', 'atlas-streams-build atlas-streams-manage atlas-streams-teardown', {
      verifyWith: 'atlas-streams-discover',
    }),
  ],
  rules: [
    {
      when: { text: /\bneed to connect to a MongoDB instance\b|\bNot connected to MongoDB\b/i },
      then: {
        kind: 'configuration',
        code: 'MONGODB_NOT_CONNECTED',
        summary: '{tool} failed: {server} has no connection to a database yet.',
        advice: 'Call the tool connect or atlas-connect-cluster first, or set MDB_MCP_CONNECTION_STRING of {server}.',
      },
    },
    {
      when: {
        text: /\bconfigured connection string is not valid\b|\bInvalid (?:scheme|connection string)\b.{0,80}\bmongodb/i,
      },
      then: {
        kind: 'configuration',
        code: 'SERVER_NOT_CONFIGURED',
        advice:
          'Correct MDB_MCP_CONNECTION_STRING of {server}: mongodb:// or mongodb+srv://, special characters percent-encoded.',
      },
    },
    {
      when: { vendorCode: ['IP_ADDRESS_NOT_ON_ACCESS_LIST', 'ORG_REQUIRES_ACCESS_LIST'] },
      then: {
        kind: 'permission',
        code: 'MONGODB_IP_NOT_ALLOWED',
        advice: 'Add the address of the machine that runs {server} to the access list of the API key in Atlas.',
      },
    },
    {
      when: {
        text: /\bIP that isn't whitelisted\b|\bCould not connect to any servers in your MongoDB Atlas cluster\b/i,
      },
      then: {
        kind: 'connection',
        code: 'UPSTREAM_UNREACHABLE',
        advice:
          'Add the address of the machine that runs {server} to the access list of the cluster in Atlas, and check that the cluster is not paused.',
      },
    },
    {
      when: { text: /\bbad auth\b|\bAuthentication failed\b/i },
      then: { kind: 'authentication', code: 'CREDENTIALS_INVALID', reason: 'invalid' },
    },
    {
      when: { text: /\bcommand \S{1,60} requires authentication\b|\bRequires authentication\b/i },
      then: { kind: 'authentication', code: 'CREDENTIALS_MISSING', reason: 'missing' },
    },
    {
      when: { text: /\b(?:not authorized on|user is not allowed to do action)\b/i },
      then: {
        kind: 'permission',
        code: 'PERMISSION_DENIED',
        advice: 'Give the database user a role with this right, or use another database.',
      },
    },
    { when: { text: /\bE11000\b/ }, then: { kind: 'conflict', code: 'ALREADY_EXISTS' } },
    {
      when: { vendorCode: 'WriteConflict' },
      then: { kind: 'conflict', code: 'TRANSACTION_CONFLICT', retryable: true },
    },
    {
      when: { vendorCode: ['MaxTimeMSExpired', 'ExceededTimeLimit'] },
      then: {
        kind: 'timeout',
        code: 'UPSTREAM_TIMEOUT',
        advice: 'Narrow the query or add an index (see the tool explain), or raise maxTimeMS.',
      },
    },
    {
      when: {
        vendorCode: [
          'NotWritablePrimary',
          'NotPrimaryNoSecondaryOk',
          'PrimarySteppedDown',
          'InterruptedAtShutdown',
          'InterruptedDueToReplStateChange',
          'ShutdownInProgress',
        ],
      },
      then: { kind: 'unavailable', code: 'SERVER_UNAVAILABLE', retryable: true },
    },
    {
      when: { text: /\bnot (?:primary|master)\b/i, kind: ['server_error', 'unavailable'] },
      then: { kind: 'unavailable', code: 'SERVER_UNAVAILABLE', retryable: true },
    },
    {
      when: {
        text: /\bDocument failed validation\b|\bUnrecognized pipeline stage name\b|\bunknown (?:top level )?operator\b/i,
      },
      then: {
        kind: 'validation',
        code: 'INVALID_QUERY',
        advice: 'Correct the document or the pipeline; collection-schema shows what is in the collection.',
      },
    },
    {
      when: { text: /\bExceeded memory limit\b|\bQueryExceededMemoryLimitNoDiskUseAllowed\b/i },
      then: {
        kind: 'validation',
        code: 'REQUEST_TOO_LARGE',
        advice: 'Filter first and sort by an index, or set allowDiskUse.',
      },
    },
    {
      when: { vendorCode: 'SearchNotEnabled' },
      then: {
        kind: 'configuration',
        code: 'SERVICE_NOT_ENABLED',
        advice: 'Use a cluster of Atlas (or Atlas Local) that has Search.',
      },
    },
  ],
  advice: [
    {
      kind: 'connection',
      advice: 'Check the connection string of {server}, the access list of the cluster, and that it runs.',
    },
    {
      kind: 'authentication',
      advice:
        'Check user and password in MDB_MCP_CONNECTION_STRING of {server}, or MDB_MCP_API_CLIENT_ID and _SECRET for the tools of Atlas.',
    },
    { kind: 'not_found', advice: 'List databases and collections first; names are case-sensitive.' },
  ],
};
