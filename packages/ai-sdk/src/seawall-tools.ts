import type { AgentCallOptions, AgentToolsOptions, RepeatLimits } from '@seawall/client';
import type { Safety } from '@seawall/core/base';
import type { ToolSet } from 'ai';

/** The tools of MCP servers for `generateText`, `streamText` and agents. */
export interface SeawallTools<OWN extends ToolSet = ToolSet> {
  /**
   * The tools by the names that the model knows; for `tools`.
   *
   * Always the same object: {@link SeawallTools.prepareStep} changes what is in it. A copy of it stays as it was.
   */
  readonly tools: OWN;
  /**
   * Brings `tools` up to date; for `prepareStep`, so that each step has the tools that its servers have then.
   *
   * Where you have a `prepareStep` of your own, call this one in it.
   */
  readonly prepareStep: () => undefined;
  /** Which tools can't be used now, why, and when they are tried again, for the system prompt; `undefined` when all can. */
  readonly describeOutages: () => string | undefined;
}

/** Which tools an agent gets, and how they behave. */
export interface SeawallToolsOptions<OWN extends ToolSet = ToolSet>
  extends Omit<AgentToolsOptions, 'reserved'>,
    RepeatLimits {
  /** Tools of yours, to be in the same set; they keep their names, and a tool of a server that has one gets another.
   * @default none */
  readonly ownTools?: OWN;
  /**
   * Whether a failed call throws an {@link MCPError}, which is a `tool-error` part, or gives back a {@link ToolFailure}, which
   * is the output of a `tool-result` part. The model reads the same either way, marked as an error, and the run goes on.
   * @default 'throw'
   */
  readonly onToolError?: 'throw' | 'return';
  /**
   * Which calls wait for a person: none, all of tools that may change something, or those for which a function says so.
   *
   * A tool may change something unless the configuration, a pack or the annotations of a trusted server say that it reads.
   * @default 'never'
   */
  readonly needsApproval?: 'never' | 'writes' | NeedsApproval;
  /** Whether what servers tell of their progress comes as preliminary results, with a {@link ToolProgress} as output.
   * @default false */
  readonly progress?: boolean;
  /** How long a call may take while it reports no progress, in milliseconds, from 1 to 86400000.
   * @default what the configuration says */
  readonly timeoutMs?: number;
  /** For whom the calls are made.
   * @default ANONYMOUS */
  readonly principal?: NonNullable<AgentCallOptions['principal']>;
  /** A name for the conversation, for those who watch; it must give no access to it.
   * @default none */
  readonly session?: string;
}

/** Decides whether a person has to approve a call. */
export type NeedsApproval = (call: CallToApprove) => boolean | PromiseLike<boolean>;

/** A call that somebody may have to approve. */
export interface CallToApprove {
  readonly server: string;
  /** As the server names it. */
  readonly tool: string;
  /** What repeating it may do; `read` changes nothing. */
  readonly safety: Safety;
  /** What the model gave as arguments. */
  readonly input: unknown;
}

/** Defaults of {@link SeawallToolsOptions}; what is left out stands with what it belongs to. */
export const SEAWALL_TOOLS_DEFAULTS = {
  onToolError: 'throw',
  needsApproval: 'never',
  progress: false,
} as const satisfies SeawallToolsOptions;
