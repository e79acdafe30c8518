import { describe, expect, it } from 'vitest';
import { isFailure } from '../../src/index.ts';
import { diagnoseText } from './evidence.ts';

/** Words of an error that came as the text of a success, by where they come from. */
const ERROR_TEXTS: Readonly<Record<string, readonly string[]>> = {
  'HTTP clients of many languages': [
    'fetch failed',
    'socket hang up',
    'Network Error',
    'Request failed with status code 401',
    'timeout of 30000ms exceeded',
    'connect ECONNREFUSED 127.0.0.1:3025',
    "HTTPSConnectionPool(host='a.b', port=443): Read timed out. (read timeout=75)",
    'dial tcp 10.0.0.1:443: i/o timeout',
    'x509: certificate signed by unknown authority',
    '[Errno 111] Connection refused',
    '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed',
    'Encountered an HTTP error: 503',
    'curl: (7) Failed to connect to a.b port 443',
    'net::ERR_NAME_NOT_RESOLVED at https://a.b/',
    'context deadline exceeded',
  ],
  'programs that stop': [
    'panic: runtime error: index out of range [5] with length 3',
    "thread 'main' panicked at src/main.rs:4:5",
    'Uncaught TypeError: x is not a function',
    "ModuleNotFoundError: No module named 'requests'",
    'Traceback (most recent call last):\n  File "a.py", line 1, in f\nKeyError: \'id\'',
    'spawn uvx ENOENT',
    'Error response from daemon: No such container: web',
  ],
  'databases, queues and clusters': [
    'ORA-00942: table or view does not exist',
    'SQLSTATE[42S02]: Base table or view not found',
    '(psycopg2.errors.UndefinedTable) relation "a" does not exist',
    "(1045, \"Access denied for user 'a'@'b'\")",
    'WRONGTYPE Operation against a key holding the wrong kind of value',
    'NOAUTH Authentication required.',
    'Error: 000604 (57014): 01b2f0c9-0000: SQL execution canceled',
    'Error from server (NotFound): pods "a" not found',
    'rpc error: code = Unavailable desc = connection error',
    'PERMISSION_DENIED: The caller does not have permission',
    'MongoServerError: E11000 duplicate key error collection',
  ],
  'who may': [
    'Unauthorized',
    'Access to /etc is denied',
    'The API key is invalid or has expired.',
    'Your session has expired, please log in again.',
    'No access token provided.',
    'Token expired',
    'You are not authorized to do this.',
    'You do not have permission to access this board.',
    'SLACK_TOKEN environment variable is not set',
  ],
  'how much': [
    'Too many requests',
    'Rate limited, try later',
    'You are being rate limited.',
    "You've reached your monthly limit.",
    'There was a timeout executing the tool',
    'Daily API quota exceeded',
    'Request was throttled. Expected available in 5 seconds.',
  ],
  'what was asked': [
    'Query is required for keyword search.',
    'limit must be between 1 and 100',
    'The title cannot be empty.',
    'Invalid issue key: FOO',
    'Invalid ISO date format',
    'Missing required parameter: city',
    'Unknown field "foo"',
    '2 validation errors for SearchInput\nq\n  Field required',
  ],
  'what is not there': [
    'Task 7 does not exist.',
    'No user found with id 7',
    'Board "Harbour" not found',
    'The requested project could not be found.',
  ],
  'other languages': [
    'Fehler beim Laden: Zeitüberschreitung',
    "Erreur : l'élément n'existe pas",
    'Erro ao buscar: não autorizado',
    'Acesso negado. Apenas a conta principal pode consultar.',
    '错误：未找到用户',
    'エラーが発生しました',
    'Ошибка: нет доступа',
  ],
};

/** Bodies that report an error, by who writes them so. */
const ERROR_BODIES: Readonly<Record<string, string>> = {
  'problem details':
    '{"type":"about:blank","title":"Unauthorized","status":401,"detail":"Token expired","instance":"/a"}',
  FastAPI: '{"detail":[{"loc":["body","q"],"msg":"field required","type":"value_error.missing"}]}',
  Discord: '{"message":"You are being rate limited.","retry_after":64.57,"global":false}',
  'Discord, with a number': '{"message":"Missing Permissions","code":50013}',
  Telegram: '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}',
  WeChat: '{"errcode":40014,"errmsg":"invalid access_token"}',
  Feishu: '{"code":99991663,"msg":"token invalid"}',
  OMDb: '{"Response":"False","Error":"Movie not found!"}',
  OpenWeather: '{"cod":"404","message":"city not found"}',
  Apigee: '{"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}',
  'AWS, a service': '{"__type":"AccessDeniedException","Message":"User is not authorized"}',
  'AWS, a function': '{"errorMessage":"Task timed out after 3.00 seconds","errorType":"Sandbox.Timedout"}',
  'AWS, a gateway': '{"message":"Forbidden"}',
  Flickr: '{"stat":"fail","code":100,"message":"Invalid API Key"}',
  Zulip: '{"result":"error","msg":"Invalid API key","code":"INVALID_API_KEY"}',
  Foursquare: '{"meta":{"code":400,"errorType":"param_error","errorDetail":"Must provide a location"},"response":{}}',
  'Google Maps': '{"status":"REQUEST_DENIED","error_message":"The provided API key is invalid.","results":[]}',
  Azure: '{"status":403,"message":"The client does not have authorization","duration":611}',
  WordPress: '{"code":"rest_forbidden","message":"Sorry, you are not allowed.","data":{"status":401}}',
  OData: '{"odata.error":{"code":"Request_ResourceNotFound","message":{"lang":"en","value":"Not there"}}}',
  'a validator':
    '[{"code":"invalid_type","expected":"string","received":"undefined","path":["q"],"message":"Required"}]',
  'a text in an object': '{"result":"Error: 404 Client Error: Not Found for url: https://a.b"}',
  'an object with advice beside':
    '{"result":{"type":"error","error":"Rate limit reached.","recovery_suggestion":"Try again shortly."}}',
  GraphQL: '{"errors":[{"message":"Not authorized","extensions":{"code":"FORBIDDEN"}}],"data":{"user":null}}',
};

/** Results that look like errors, by tool. */
const LOOK_ALIKES: readonly (readonly [tool: string, text: string])[] = [
  ['read_file', 'fetch failed'],
  ['read_file', 'Error: 401 Unauthorized'],
  ['read_text_file', 'Access denied - path outside allowed directories: /etc/passwd'],
  ['echo', 'Error: something broke'],
  ['run_command', "Error: Cannot find module 'x'"],
  ['execute_script', 'TypeError: x is undefined'],
  ['get_logs', 'Error: connection refused'],
  ['tail_log', 'ECONNREFUSED 127.0.0.1:5432'],
  ['get_console_messages', '[ERROR] Failed to load resource: the server responded with a status of 404 (Not Found)'],
  ['get', '{"error":"rate_limited","retry_after":30}'],
  ['json_get', '{"ok":false,"error":"x"}'],
  ['redis_get', 'Error: invalid token'],
  ['translate', 'Error: access denied'],
  ['get_logs', 'An error occurred (code: 42). Check server.log for details.'],
  ['read_file', 'An error occurred (code: 42). Check server.log for details.'],
  ['search_news', 'There was a timeout in the third quarter.'],
  ['run_script', '{"result":{"type":"error","error":"x"}}'],
  ['get_note', 'Error: token expired'],
  ['get_review_status', 'Review is required before merging.'],
  ['get_pr', 'Approval is required by two people.'],
  ['create_api_key', 'API key has been created.'],
  ['rotate_token', 'The token was rotated.'],
  ['login', 'Session started'],
  ['set_timeout', 'Timeout set to 30 s'],
  ['count_errors', 'Errors: 3'],
  ['run_tests', 'Failed: 3, passed: 5'],
  ['get_stats', 'Error rate: 0.2 %'],
  ['get_weather', 'No warnings today: sunny, 21 degrees, wind from the west'],
  ['apply_coupon', '{"code":"SAVE10","message":"Applied"}'],
  ['send', '{"code":0,"message":"success"}'],
  ['send', '{"code":200,"msg":"ok","data":null}'],
  ['send', '{"errcode":0,"errmsg":"ok"}'],
  ['deploy', '{"message":"Deployed to production"}'],
  ['get_job', '{"id":"7","status":"failed","error":"exit code 1"}'],
  ['get_deployment', '{"id":"d1","state":"ERROR","errorMessage":"Build failed"}'],
  ['list_runs', '{"runs":[{"status":"failed"}],"error":"Some runs could not be loaded"}'],
  ['get_health', '{"healthy":false,"checks":{"db":"connection refused"}}'],
  ['describe', '{"n":40,"standard_error":0.12}'],
  ['raise_topic', '{"status":"ok","error":null,"topic":"timeouts"}'],
  ['get_user', '{"error":"none","name":"Ann"}'],
  ['get_message', '{"type":"message","message":"Error: it broke","user":"U1"}'],
  ['check_spelling', 'No errors found.'],
  ['get_article', '{"title":"x","exists":false,"error":null}'],
  ['get_service', '{"name":"svc","error":"timeout","logs":[]}'],
  ['verify_email', '{"email":"a@b.c","found":false,"error":"mailbox does not exist"}'],
  ['query', '{"data":{"user":{"name":null,"posts":[{"id":1}]}}}'],
  ['get', 'The key was not found under the mat, and so we left.'],
  ['run_command', 'Error: the request timed out'],
  ['run_command', 'invalid tool input'],
  ['cat', 'Error: Requested entity was not found.'],
  ['lint', 'No problems found in 3 files.'],
];

/** Results of a search that found nothing. */
const EMPTY: readonly (readonly [tool: string, text: string])[] = [
  ['execute_query', '{"resultType":"vector","result":[]}'],
  ['run_query', '{"columns":["id","ts"],"rows":[]}'],
  ['list_applications', '{"metadata":{"resourceVersion":"1021"},"items":null}'],
  ['find_flaky_tests', 'No flaky tests found'],
  ['resolve_library', 'No libraries found matching the provided name.'],
  ['get_alerts', 'No active alerts for this state.'],
  ['list_tasks', 'There are currently no tasks assigned to you.'],
  ['search', 'Total results: 0, showing 0.'],
  ['search', 'Found 0 articles'],
  ['search_hotspots', '{"hotspots":[],"paging":{"pageIndex":1,"pageSize":100,"total":0}}'],
  ['list_entities', '{"data":{"actor":{"entitySearch":{"count":0,"results":{"entities":[]}}}}}'],
  ['search', '{"search_metadata":{"status":"Success"},"error":"Google hasn\'t returned any results for this query."}'],
  ['search', '{"error":"No results found for this query."}'],
  ['read_query', 'data: []\ndata_id: 5f2c9e0a\ntype: data\n'],
  ['query', '[]\nQuery execution time: 1.08 ms'],
  ['execute-query', '[]'],
  ['list_rows', '| id | name |\n| --- | --- |'],
  ['search', '<results></results>'],
  ['list_items', 'items[0]:'],
  ['search_users', 'Your search did not match any users.'],
  ['geocode', '{"status":"ZERO_RESULTS","results":[]}'],
];

/** What is there, though much of it is empty. */
const NOT_EMPTY: readonly (readonly [tool: string, text: string])[] = [
  ['get_job', '{"status":"running","items":null}'],
  ['get_user', '{"data":null}'],
  ['run_tests', 'No failing tests found'],
  ['search', '{"count":0,"items":[{"id":7,"name":"a"}]}'],
  ['search', '{"items":[{"id":7}],"warnings":[]}'],
  ['get_page', '{"id":7,"title":"a","labels":[],"comments":[]}'],
  ['get_user', '{"user":{"name":"Ann","groups":[]}}'],
  ['check', '{"valid":true,"warnings":[]}'],
  ['get_balance', '{"balance":0,"currency":"CHF"}'],
  ['get_issue', '{"id":"7","metadata":{"labels":[]}}'],
  ['delete_task', '{"deleted":[]}'],
];

describe.each(Object.entries(ERROR_TEXTS))('a text from %s without isError', (_, texts) => {
  it.each(texts)('lets %j through (A57)', (text) => {
    expect(isFailure(diagnoseText(text, false, 'do_something'))).toBe(true);
  });
});

describe('bodies without isError', () => {
  it.each(Object.entries(ERROR_BODIES))('lets that of %s through (A57)', (_, body) => {
    expect(isFailure(diagnoseText(body, false, 'do_something'))).toBe(true);
  });
});

describe('results that look like something else', () => {
  it.each(LOOK_ALIKES)('takes what %s gives for content: %s', (tool, text) => {
    expect(diagnoseText(text, false, tool).kind).toBe('none');
  });

  it.each(EMPTY)('finds what %s gives empty (A12): %s', (tool, text) => {
    expect(diagnoseText(text, false, tool).kind).toBe('empty_result');
  });

  it.each(NOT_EMPTY)('does not find what %s gives empty: %s', (tool, text) => {
    expect(diagnoseText(text, false, tool).kind).toBe('none');
  });

  it('takes a search that finds none of many for empty, and of what the call itself needs not', () => {
    expect(diagnoseText('no modules found for query: x', true, 'search_modules').kind).toBe('empty_result');
    expect(isFailure(diagnoseText('No credentials found for profile x', true, 'search_modules'))).toBe(true);
    expect(isFailure(diagnoseText('No module found with id 7', true, 'get_module'))).toBe(true);
  });
});

describe('tools that give out the words of others', () => {
  it.each([
    ['read_document', 'Doc with id 3f0c1b2a not found.'],
    ['get_message', 'Message 17 does not exist'],
    ['read_file', 'File not found: /a/b'],
    ['read_file', 'Error reading file: permission denied'],
    ['get_file', 'Failed to retrieve file: 404'],
    ['getConsoleErrors', 'fetch failed'],
    ['get_messages', 'Error: channel_not_found'],
    ['fetch_docs', 'Encountered an HTTP error: [SSL: CERTIFICATE_VERIFY_FAILED]'],
    ['fetch', 'HTTP error 503'],
    ['get_chat', 'An error occurred (code: CHAT-ERR-042). Check server.log for details.'],
    ['read_file', 'There was a timeout executing the tool'],
    ['execute_api', '{"result":{"type":"error","error":"Rate limit reached."}}'],
    ['get', 'Error getting key a: connection lost'],
    ['get', 'Key user:1 does not exist'],
    ['run_container', 'ERROR: You provided invalid Tool inputs: 1 validation error for CreateContainerInput'],
    ['fetch_content', 'Error: The request timed out while trying to fetch the webpage.'],
    ['read_email', 'Error: Requested entity was not found.'],
    ['get_article', '{"title":"x","exists":false,"error":"Page does not exist"}'],
    ['search', '{"query":"x","results":[],"total":0,"error":"HTTP 403"}'],
    ['run_query', '{"data":{"account":{"rows":null}},"errors":[{"message":"timed out"}]}'],
  ])('lets through what %s says of its own work: %s (A57)', (tool, text) => {
    expect(isFailure(diagnoseText(text, false, tool))).toBe(true);
  });
});
