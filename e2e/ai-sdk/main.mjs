// Runs the tests of @seawall/ai-sdk with Node 22, which version 7 of the AI SDK asks for: npm test runs them with any Node.
// Usage: npm run ai-sdk-node-22 [-- FILE...]
import { join } from 'node:path';
import { findNewerNode } from '../../scripts/setup/find-newer-node.mjs';
import { installFolder } from '../../scripts/setup/install-folder.mjs';
import { runChild } from '../../scripts/setup/run-child.mjs';

const ROOT = join(import.meta.dirname, '../..');
const MINIMUM_MAJOR = 22;

await installFolder(import.meta.dirname);
const node = findNewerNode(import.meta.dirname, MINIMUM_MAJOR);
if (node === undefined) {
  console.error(`npm has no Node ${MINIMUM_MAJOR} for this platform. Run this with a newer Node.`);
  process.exitCode = 1;
} else {
  const given = process.argv.slice(2);
  const files = given.length > 0 ? given : ['packages/ai-sdk/'];
  const { exitCode } = await runChild(node, ['node_modules/vitest/vitest.mjs', 'run', ...files], { cwd: ROOT });
  process.exitCode = exitCode;
}
