import type { AgentToolsOptions } from '@seawall/client';

/** Which tools an agent gets, and how they answer. */
export interface SeawallToolsOptions extends AgentToolsOptions {
  /**
   * What a failed call of a model becomes: a `ToolMessage` with `status: 'error'`, or the `MCPError` itself, thrown for
   * middleware such as `toolRetryMiddleware`.
   * @default 'message'
   */
  readonly onToolError?: 'message' | 'throw';
  /** Hears what calls report while they run. It is written to LangGraph's custom stream as well.
   * @default nobody */
  readonly onProgress?: (progress: ToolProgress) => void;
}

/** Defaults of {@link SeawallToolsOptions}. */
export const SEAWALL_TOOLS_DEFAULTS = { onToolError: 'message' } as const satisfies SeawallToolsOptions;

/** What a call reports while it runs. */
export interface ToolProgress {
  /** As the model knows it. */
  readonly tool: string;
  readonly server: string;
  /** As the server sent it. */
  readonly progress: Readonly<Record<string, unknown>>;
}
