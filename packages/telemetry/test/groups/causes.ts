/** Messages as servers write them: those in one list have one cause, those in different lists have not. */
export const CAUSES: readonly (readonly string[])[] = [
  [
    'Request failed for issue PROJ-123: field "summary" is required',
    'Request failed for issue OPS-9: field "summary" is required',
  ],
  ['Issue does not exist or you do not have permission to see it.'],
  [
    'The request 7c9e6679-7425-40de-944b-e07fc1f90ae7 took longer than 30000 ms',
    'The request 16fd2706-8baf-433b-82eb-8c7fada847da took longer than 45000 ms',
  ],
  [
    'connect ETIMEDOUT 10.2.3.4:443',
    'connect ETIMEDOUT 192.168.17.250:8443',
    'connect ETIMEDOUT [2001:db8::ff00:42:8329]:443',
  ],
  ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:6379'],
  ['read ECONNRESET'],
  ['socket hang up'],
  ['getaddrinfo ENOTFOUND api.example.com', 'getaddrinfo ENOTFOUND api.example.com'],
  [
    "ENOENT: no such file or directory, open '/home/ann/work/report.pdf'",
    "ENOENT: no such file or directory, open '/tmp/x-81/notes (2).md'",
  ],
  ["EACCES: permission denied, open '/etc/shadow'", "EACCES: permission denied, open '/root/.ssh/id_rsa'"],
  [
    'Error: File not found: src/main/index.ts at commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
    'Error: File not found: docs/read.me.md at commit 1b2c3d4e5f60718293a4b5c6d7e8f90123456789',
  ],
  [
    'Token expired at 2026-03-01T12:00:00Z, please sign in again',
    'Token expired at 2026-11-22T23:59:59.123+02:00, please sign in again',
  ],
  ['Invalid signature for request'],
  [
    'Query failed: relation "users_2026" does not exist (SQLSTATE 42P01)',
    'Query failed: relation "orders" does not exist (SQLSTATE 42P01)',
  ],
  ['Query failed: deadlock detected (SQLSTATE 40P01)'],
  [
    'canceling statement due to statement timeout after 5000 ms',
    'canceling statement due to statement timeout after 12000 ms',
  ],
  [
    'duplicate key value violates unique constraint "pk_a"',
    'duplicate key value violates unique constraint "idx_mail"',
  ],
  ['Upstream answered with HTTP status 500', 'Upstream answered with HTTP status 500'],
  ['Upstream answered with HTTP status 404'],
  ['Process exited with code 1 after 120 ms', 'Process exited with code 1 after 8 ms'],
  ['Process exited with code 137 after 120 ms'],
  [
    '{"error":{"code":"rate_limited","message":"Slow down","request_id":"req_8f7a6b5c4d"}}',
    '{"error":{"code":"rate_limited","message":"Slow down","request_id":"req_0a1b2c3d4e"}}',
  ],
  ['{"error":{"code":"model_overloaded","message":"Try again later","request_id":"req_9a8b7c6d5e"}}'],
  ["{'error': 'not_in_channel', 'channel': 'C024BE91L'}", "{'error': 'not_in_channel', 'channel': 'C9ZZ1QQ0A'}"],
  ["{'error': 'channel_is_archived', 'channel': 'C024BE91L'}"],
  [
    'Traceback (most recent call last):\n  File "/app/server.py", line 12, in call\n    raise KeyError(name)\nKeyError: \'customer\'',
    'Traceback (most recent call last):\n  File "/srv/x/server.py", line 99, in call\n    raise KeyError(name)\nKeyError: \'address\'',
  ],
  [
    'Traceback (most recent call last):\n  File "/app/server.py", line 12, in call\n    return int(x)\nValueError: invalid literal for int() with base 10: \'abc\'',
  ],
  [
    "TypeError: Cannot read properties of undefined (reading 'id')\n    at handler (/app/dist/index.js:12:9)\n    at async run (/app/x.js:1:2)",
    "TypeError: Cannot read properties of undefined (reading 'name')\n    at other (/usr/lib/y.js:700:1)",
  ],
  ['TypeError: fetch failed'],
  [
    'Page 65821 was changed by someone else: version 12 expected, version 14 found',
    'Page 9 was changed by someone else: version 3 expected, version 4 found',
  ],
  [
    'User ann@example.com is not a member of the workspace',
    'User bob.smith+test@mail.example.org is not a member of the workspace',
  ],
  [
    'Failed to download https://files.example.com/a/b.zip?sig=abc: checksum mismatch',
    'Failed to download https://cdn.example.net/x: checksum mismatch',
  ],
  [
    'Failed to parse the answer: Unexpected token < in JSON at position 0',
    'Failed to parse the answer: Unexpected token < in JSON at position 17',
  ],
  ['Failed to parse the answer: Unexpected end of JSON input'],
  [
    'Node with uid 3_41 was not found in the snapshot of Mon, 02 Mar 2026 10:11:12 GMT',
    'Node with uid 12_7 was not found in the snapshot of Tue, 17 Nov 2026 01:02:03 GMT',
  ],
  ['Element <text> is covered by another element'],
  ['Segmentation fault at address 0x7ffee4c0', 'Segmentation fault at address 0x10'],
  ['Out of memory: tried to allocate 1,048,576 bytes', 'Out of memory: tried to allocate 33,554,432 bytes'],
  ['Disk quota exceeded: 10.0 GB of 10.0 GB used', 'Disk quota exceeded: 52.1 GB of 50.0 GB used'],
  ['The backup of 03:15 is not finished', 'The backup of 11:45 PM is not finished'],
  ['Das Feld „Titel“ fehlt', 'Das Feld „Beschreibung“ fehlt'],
  ['Column `price` of table `items` is ambiguous', 'Column `id` of table `orders` is ambiguous'],
  ["Can't reach the database", "Can't reach the database"],
  ["Can't lock the database"],
  ['pod worker-7d9f8b6c5-x2x9z is not ready', 'pod worker-59c6d7f8b4-qq7k2 is not ready'],
];
