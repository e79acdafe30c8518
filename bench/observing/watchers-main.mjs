// @ts-check
// Watches the stream of changes of a gateway so many times over, until its stdin ends, and says so once all streams are open.
// Usage: watchers-main.mjs COUNT, with the folder of the gateway in GATEWAY_DATA_DIR.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';

const { baseUrl, token } = JSON.parse(readFileSync(join(process.env.GATEWAY_DATA_DIR ?? '', 'admin.json'), 'utf8'));
const agent = new Agent({ keepAlive: false });
const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
let bytes = 0;
for (let count = 0; count < Number(process.argv[2]); count += 1) {
  const request = get(`${baseUrl}/api/events`, { agent, headers });
  const [response] = await once(request, 'response');
  if (response.statusCode !== 200) throw new Error(`A stream was answered with ${response.statusCode}.`);
  response.on('data', (/** @type {Buffer} */ chunk) => {
    bytes += chunk.length;
  });
}
process.stdout.write('open\n');
process.stdin.resume();
await once(process.stdin, 'end');
process.stdout.write(`${bytes}\n`, () => process.exit(0));
