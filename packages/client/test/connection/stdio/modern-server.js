// Starts to read after START_DELAY ms, and speaks 2026-07-28 only, in the order of what it was asked.
const respond = (id, body) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...body })}\n`);
setTimeout(() => {
  require('node:readline')
    .createInterface({ input: process.stdin })
    .on('line', (line) => {
      const { id, method } = JSON.parse(line);
      if (id === undefined) return;
      if (method === 'server/discover')
        respond(id, {
          result: {
            resultType: 'complete',
            ttlMs: 0,
            cacheScope: 'private',
            supportedVersions: ['2026-07-28'],
            capabilities: { tools: {} },
          },
        });
      else if (method === 'initialize')
        respond(id, {
          error: {
            code: -32022,
            message: 'Unsupported protocol version',
            data: { supported: ['2026-07-28'], requested: '2025-11-25' },
          },
        });
      else respond(id, { result: { resultType: 'complete', content: [] } });
    })
    .on('close', () => process.exit(0));
}, Number('START_DELAY'));
