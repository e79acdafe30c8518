/**
 * MCP tools for LangChain and LangGraph agents that go on when servers fail.
 *
 * @packageDocumentation
 */
export { MIDDLEWARE_DEFAULTS, type SeawallMiddlewareOptions } from './middleware/middleware-options.ts';
export { seawallMiddleware } from './middleware/seawall-middleware.ts';
export {
  type AgentRun,
  type InvokeAgent,
  type MessageInput,
  type RunAgentOptions,
  runAgent,
} from './run/run-agent.ts';
export { RECORD_LIMITS, type RecordedToolCall, type RecordedToolError, type RunRecord } from './run/run-record.ts';
export type { SeawallTool } from './tools/seawall-tool.ts';
export { createSeawallTools, type SeawallTools } from './tools/seawall-tools.ts';
export { artifactOf, type SeawallArtifact } from './tools/tool-message.ts';
export { SEAWALL_TOOLS_DEFAULTS, type SeawallToolsOptions, type ToolProgress } from './tools/tools-options.ts';
export { findMcpError, isWorthRetrying } from './tools/worth-retrying.ts';
