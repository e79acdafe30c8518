// A server that says what it is told to say, byte by byte. Its argument is JSON:
// { link: 'stdio' | 'http', era: 'legacy' | 'modern', scripts?: { [method]: Script } }.
// A script is { pieces: base64[], exits?, status?, contentType?, cutsSocket? }; "%ID%" in a piece becomes the id of the request.
// A tool call brings a script in its argument `script`; other requests are answered as they should be, unless scripted.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const { link, era, scripts = {} } = JSON.parse(process.argv[2] ?? '{}');

const CAPABILITIES = { tools: {}, resources: { subscribe: true }, prompts: {}, logging: {}, completions: {} };
const SERVER = { name: 'odd', version: '1' };
const tool = { name: 'say', inputSchema: { type: 'object' } };
const lasting = era === 'modern' ? { ttlMs: 0, cacheScope: 'private' } : {};

const ANSWERS = {
  initialize: () => ({ protocolVersion: '2025-11-25', capabilities: CAPABILITIES, serverInfo: SERVER }),
  'server/discover': () => ({ supportedVersions: ['2026-07-28'], capabilities: CAPABILITIES, ...lasting }),
  'tools/list': () => ({ tools: [tool], ...lasting }),
  'resources/list': () => ({ resources: [{ uri: 'odd://1', name: 'one' }], ...lasting }),
  'resources/templates/list': () => ({ resourceTemplates: [], ...lasting }),
  'prompts/list': () => ({ prompts: [], ...lasting }),
  'tools/call': ({ arguments: args }) => ({ content: [{ type: 'text', text: JSON.stringify(args) }] }),
};

/** What is said to a request: a script, or an answer as it should be. */
function replyTo({ id, method, params = {} }) {
  const script = (method === 'tools/call' && params.arguments?.script) || scripts[method];
  if (script) return script;
  const isKnown =
    method in ANSWERS &&
    !(era === 'legacy' && method === 'server/discover') &&
    !(era === 'modern' && method === 'initialize');
  const body = isKnown
    ? {
        result: {
          ...(era === 'modern'
            ? { resultType: 'complete', _meta: { 'io.modelcontextprotocol/serverInfo': SERVER } }
            : {}),
          ...ANSWERS[method](params),
        },
      }
    : method === 'ping'
      ? { result: {} }
      : { error: { code: -32601, message: 'unknown' } };
  return { pieces: [Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, ...body })).toString('base64')], isPlain: true };
}

function bytesOf(piece, id) {
  const text = Buffer.from(piece, 'base64').toString('latin1');
  return Buffer.from(text.replaceAll('%ID%', JSON.stringify(id)), 'latin1');
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // It is no message.
    return undefined;
  }
}

if (link === 'stdio') {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const message = parsed(line);
    if (message?.method === undefined || message.id === undefined) return;
    const reply = replyTo(message);
    for (const piece of reply.pieces) process.stdout.write(bytesOf(piece, message.id));
    if (reply.isPlain) process.stdout.write('\n');
    if (reply.exits) process.stdout.write('', () => process.exit(1));
  });
  process.stdin.on('end', () => process.exit(0));
} else {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const message = parsed(Buffer.concat(chunks).toString());
    if (request.method !== 'POST') return void response.writeHead(405).end();
    if (message?.id === undefined || message.method === undefined) return void response.writeHead(202).end();
    const reply = replyTo(message);
    response.writeHead(reply.status ?? 200, { 'content-type': reply.contentType ?? 'application/json' });
    for (const piece of reply.pieces) response.write(bytesOf(piece, message.id));
    if (reply.cutsSocket) response.write('', () => response.destroy());
    else if (!reply.staysOpen) response.end();
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`listening on http://127.0.0.1:${server.address().port}/mcp\n`);
  });
}
