import { type AgentTool, type AgentTools, createAgentTools, type Seawall } from '@seawall/client';
import { SeawallTool } from './seawall-tool.ts';
import { SEAWALL_TOOLS_DEFAULTS, type SeawallToolsOptions } from './tools-options.ts';

/** The tools of a client for LangChain: always those that its servers have at the moment. */
export interface SeawallTools {
  /** Tools for `createAgent`, `ToolNode` or `model.bindTools`. What did not change is the same object as before. */
  list(): SeawallTool[];
  /** The tool of this name. */
  find(name: string): SeawallTool | undefined;
  /** Hears when the list may have changed. @returns what ends it. */
  onChange(listener: () => void): () => void;
  /** The same without LangChain. */
  readonly agentTools: AgentTools;
  readonly seawall: Seawall;
}

/**
 * Gives a LangChain agent the tools of a client's servers.
 *
 * A call that failed does not throw: the model gets a message that says what happened and how to go on. Hand the result to
 * `seawallMiddleware` too, so that the agent sees tools that come and go while it runs.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID`.
 */
export function createSeawallTools(seawall: Seawall, options: SeawallToolsOptions = {}): SeawallTools {
  const agentTools = createAgentTools(seawall, options);
  const { onToolError = SEAWALL_TOOLS_DEFAULTS.onToolError, onProgress } = options;
  const how = { onToolError, ...(onProgress === undefined ? {} : { onProgress }) };
  // Tools that are gone go with the list that held them.
  const made = new WeakMap<AgentTool, SeawallTool>();
  const toLangChain = (tool: AgentTool): SeawallTool => {
    const known = made.get(tool);
    if (known !== undefined) return known;
    const created = new SeawallTool(tool, how);
    made.set(tool, created);
    return created;
  };
  return {
    list: () => agentTools.list().map(toLangChain),
    find: (name) => {
      const tool = agentTools.find(name);
      return tool === undefined ? undefined : toLangChain(tool);
    },
    onChange: (listener) => agentTools.onChange(listener),
    agentTools,
    seawall,
  };
}
