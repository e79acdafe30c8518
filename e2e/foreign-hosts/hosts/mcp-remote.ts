import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { homeEnvironment } from '../../support/gateway-process.ts';
import type { Front } from '../../support/hosts.ts';
import type { TemporaryFolder } from '../../support/temporary-folder.ts';
import type { ForeignHost } from '../support/foreign-host.ts';
import { connectSdkV1 } from './sdk-v1.ts';

const BRIDGE = join(dirname(createRequire(import.meta.url).resolve('mcp-remote/package.json')), 'dist/proxy.js');

/** The bridge that hosts without HTTP start as a process, as it comes. */
export const MCP_REMOTE: ForeignHost = mcpRemote('mcp-remote', 'legacy', {});
/**
 * The bridge, translating the older handshake of its host into the new era.
 *
 * It sends a cancellation as a message of its own, which over HTTP means nothing in that era: the call's connection
 * had to be cut.
 */
export const MCP_REMOTE_AUTO: ForeignHost = mcpRemote('mcp-remote --protocol auto', 'auto', { cancelling: 'always' });

function mcpRemote(name: string, protocol: 'legacy' | 'auto', unable: ForeignHost['unable']): ForeignHost {
  return {
    name,
    fronts: ['http'],
    unable,
    connect: (front, folder) => connectSdkV1(startBridge(front, folder, protocol)),
  };
}

function startBridge(front: Front, folder: TemporaryFolder, protocol: string): Front {
  if (front.kind !== 'http') throw new Error('mcp-remote leads from stdio to HTTP only.');
  return {
    kind: 'stdio',
    start: {
      command: process.execPath,
      args: [BRIDGE, front.url, '--transport', 'http-only', '--protocol', protocol],
      env: homeEnvironment(folder.path),
    },
  };
}
