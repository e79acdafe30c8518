/**
 * The tools of MCP servers for agents of the AI SDK, with Seawall's client behind them.
 *
 * @packageDocumentation
 */
export { createSeawallTools } from './create-seawall-tools.ts';
export {
  type CallToApprove,
  type NeedsApproval,
  SEAWALL_TOOLS_DEFAULTS,
  type SeawallTools,
  type SeawallToolsOptions,
} from './seawall-tools.ts';
export { isToolFailure, type ToolFailure, type ToolOutput, type ToolProgress } from './tool-output.ts';
