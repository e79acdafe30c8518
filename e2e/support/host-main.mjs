// A host that starts a gateway over stdio, says hello and stays: to be killed. Its argument is the start as JSON.
import { spawn } from 'node:child_process';

const { command, args, env, cwd } = JSON.parse(process.argv[2] ?? '{}');
const gateway = spawn(command, args, { env, cwd, stdio: ['pipe', 'pipe', 'ignore'] });
gateway.stdout.once('data', () => process.stdout.write(`gateway ${gateway.pid}\n`));
const hello = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'e2e-host', version: '1' } },
};
gateway.stdin.write(`${JSON.stringify(hello)}\n`);
setInterval(() => undefined, 60_000);
