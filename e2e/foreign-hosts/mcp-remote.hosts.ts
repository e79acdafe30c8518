import { MCP_REMOTE, MCP_REMOTE_AUTO } from './hosts/mcp-remote.ts';
import { tryHost } from './support/try-host.ts';

tryHost(MCP_REMOTE);
tryHost(MCP_REMOTE_AUTO);
