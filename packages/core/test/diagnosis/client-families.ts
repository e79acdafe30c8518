import type { FamilyRow } from './state-families.ts';

/** What the clients, command line tools and local programs behind a tool say. */
export const CLIENT_FAMILIES: Readonly<Record<string, readonly FamilyRow[]>> = {
  'exceptions of Python with what they were made of': [
    ["NotFoundError(404, 'index_not_found_exception', 'no such index [logs]', logs, index_or_alias)", 'not_found'],
    ["ApiError(503, 'search_phase_execution_exception', None)", 'unavailable'],
    ["TransportError(429, 'circuit_breaking_exception', 'Data too large')", 'rate_limit'],
    ["HTTPException(status_code=401, detail='Not authenticated')", 'authentication'],
  ],
  'programs that somebody has to start': [
    ["Failed to discover the helper server. Please ensure it's running.", 'connection'],
    ['Could not connect to Blender. Make sure the Blender addon is running.', 'connection'],
    ['Could not find a running instance of Unity. Is the editor open?', 'connection'],
    ['Unable to communicate with the daemon. Is it running?', 'connection'],
    ['Anki: the add-on is not reachable. Is Anki running?', 'connection'],
    ['Error response from daemon: container abc is not running', 'conflict'],
    ['Warehouse: the warehouse is stopped', 'conflict'],
  ],
  'connections, in a word': [
    ['Failed to fetch robots.txt https://nope.invalid/robots.txt due to a connection issue', 'connection'],
    ['Request failed because of a connectivity problem', 'connection'],
    ['WebSocket is not open: readyState 3 (CLOSED)', 'connection'],
    ['It was not possible to connect to the redis server(s).', 'connection'],
    ['sql: database is closed', 'connection'],
    ['Connection is closed.', 'connection'],
    ['pika.exceptions.AMQPConnectionError', 'connection'],
    ['error sending request for url (https://a.b/): operation timed out', 'timeout'],
    ['The request was aborted: Could not create SSL/TLS secure channel.', 'configuration'],
    ['This merge request is closed', 'conflict'],
  ],
  'addresses whose words say nothing': [
    ['Error fetching https://a.example/not-found/invalid: connection issue', 'connection'],
    ['GET https://a.example/rate-limit/docs: socket hang up', 'connection'],
  ],
  'codes that stand alone': [
    ['ResourceNotFound', 'not_found'],
    ['S3: SignatureDoesNotMatch', 'authentication'],
    ['EntityAlreadyExists: role x', 'conflict'],
    ['Azure: SubscriptionRequestsThrottled', 'rate_limit'],
    ['Firebase: Error (auth/invalid-api-key).', 'authentication'],
    ['Neo.TransientError.Transaction.DeadlockDetected: x', 'conflict', true],
    ['{"code":"ERR_BAD_RESPONSE","status":503,"message":"Request failed with status code 503"}', 'unavailable'],
    ['{"error":{"code":"UNEXPECTED_RESPONSE","status":503}}', 'unavailable'],
    ['HPE_INVALID_CONSTANT', 'protocol'],
  ],
  'validators that looked at a response': [
    [
      'Failed to parse API response: [{"code":"invalid_union_discriminator","options":["a"],"path":["tables",3],"message":"Invalid discriminator value"}]',
      'protocol',
    ],
    [
      'Response validation failed: [{"code":"too_small","path":["items"],"message":"Array must contain 1 element"}]',
      'protocol',
    ],
    [
      'Invalid arguments for the result parser: [{"code":"too_small","path":["items"],"message":"Array must contain 1 element"}]',
      'validation',
    ],
    [
      '{"error":"RecordInvalid","details":{"email":[{"description":"Email: a@b.example is used by another user","error":"DuplicateValue"}]}}',
      'conflict',
    ],
  ],
  'guards of a server': [
    ['Dangerous browser arguments detected: --no-sandbox. Set allowDangerous: true to override.', 'permission'],
    ['Potentially dangerous command blocked: rm -rf /', 'permission'],
    ['Operation refused: unsafe SQL detected (DROP)', 'permission'],
    ['Destructive operation requires ALLOW_DESTRUCTIVE=true', 'permission'],
    ['new row violates row-level security policy for table "x"', 'permission'],
  ],
  'servers that are set up wrongly': [
    ['Summarizer configured incorrectly, invalid summarization engine set: x.', 'configuration'],
    ['Bad configuration: no projects listed', 'configuration'],
    ['Invalid value for environment variable LOG_LEVEL: foo', 'configuration'],
    ['botocore.exceptions.NoRegionError: You must specify a region.', 'configuration'],
    ['Host key verification failed.', 'configuration'],
  ],
  'credentials of command line tools': [
    ['To get started with GitHub CLI, please run:  gh auth login', 'authentication'],
    ['Unable to load credentials from any of the providers in the chain', 'authentication'],
    ['FTP: 530 Login incorrect.', 'authentication'],
  ],
  'people who refuse': [
    ['Action cancelled: confirmation was not given', 'cancelled'],
    ['The user refused to share the location', 'cancelled'],
    ['Deletion not confirmed by user.', 'cancelled'],
  ],
};
