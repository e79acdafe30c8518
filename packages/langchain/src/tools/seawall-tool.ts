import type { CallbackManagerForToolRun } from '@langchain/core/callbacks/manager';
import type { ToolMessage } from '@langchain/core/messages';
import {
  StructuredTool,
  type StructuredToolCallInput,
  ToolInputParsingException,
  type ToolReturnType,
  type ToolRunnableConfig,
} from '@langchain/core/tools';
import type { AgentAnswer, AgentTool, JsonSchema } from '@seawall/client';
import { type MCPError, MCPValidationError } from '@seawall/core/base';
import { toErrorMessage, toToolMessage } from './tool-message.ts';
import type { SeawallToolsOptions } from './tools-options.ts';
import { isWorthRetrying } from './worth-retrying.ts';

/** How tools of LangChain answer. */
export type SeawallToolOptions = Pick<SeawallToolsOptions, 'onToolError' | 'onProgress'>;

/** What a tool of LangChain is given with a call, as far as it matters here. */
type CallConfig = ToolRunnableConfig & {
  readonly writer?: unknown;
  /** What the tool node hands on; the same object for all that it does at one time. */
  readonly config?: unknown;
};

/**
 * One MCP tool as LangChain and LangGraph call it.
 *
 * A call of a model is answered with a `ToolMessage`, also when it failed; called in code, with arguments alone, it gives a text
 * or throws.
 */
export class SeawallTool extends StructuredTool<JsonSchema, unknown, unknown, ToolMessage | string> {
  static override lc_name(): string {
    return 'SeawallTool';
  }

  override readonly name: string;
  override readonly description: string;
  override readonly schema: JsonSchema;
  /** What stands behind it: its server, its own name, its definition. */
  readonly agentTool: AgentTool;
  readonly #options: SeawallToolOptions;
  /** Failures of calls that a tool node still works on: they go with its run. */
  readonly #failed = new WeakMap<object, Map<string, MCPError>>();

  constructor(agentTool: AgentTool, options: SeawallToolOptions) {
    super({
      metadata: { server: agentTool.server, tool: agentTool.tool, annotations: agentTool.definition.annotations },
    });
    this.agentTool = agentTool;
    this.name = agentTool.name;
    this.description = agentTool.description;
    this.schema = agentTool.inputSchema;
    this.verboseParsingErrors = true;
    this.#options = options;
  }

  /** Arguments that don't fit the schema are an answer too: LangChain would show the model a stack. */
  override async invoke<
    Input extends StructuredToolCallInput<JsonSchema, unknown>,
    Config extends ToolRunnableConfig | undefined,
  >(input: Input, config?: Config): Promise<ToolReturnType<Input, Config, ToolMessage | string>> {
    try {
      return await super.invoke(input, config);
    } catch (thrown) {
      if (!(thrown instanceof ToolInputParsingException)) throw thrown;
      return this.#fail(this.#wrongArguments(thrown), toolCallOf(input)?.id);
    }
  }

  protected override async _call(
    given: unknown,
    _runManager?: CallbackManagerForToolRun,
    config: CallConfig = {},
  ): Promise<ToolMessage | string> {
    const id = config.toolCall?.id;
    const before = this.#failureOf(config, id);
    // The framework repeats what Seawall has repeated already.
    if (before !== undefined && !isWorthRetrying(before)) throw before;
    const answer = await this.agentTool.call(given, {
      ...(config.signal === undefined ? {} : { signal: config.signal }),
      ...this.#progressOf(config),
    });
    if (answer.status === 'error' && (this.#options.onToolError === 'throw' || id === undefined)) {
      this.#remember(config, id, answer.error);
      throw answer.error;
    }
    return id === undefined ? answer.text : this.#message(answer, id);
  }

  #message(answer: AgentAnswer, id: string): ToolMessage {
    return toToolMessage(answer, { id, name: this.name });
  }

  #fail(error: MCPError, id: string | undefined): ToolMessage {
    if (id === undefined || this.#options.onToolError === 'throw') throw error;
    return toErrorMessage(error, { id, name: this.name });
  }

  #wrongArguments({ message }: ToolInputParsingException): MCPError {
    const { server, tool } = this.agentTool;
    const [, details = ''] = message.split('Details: ');
    return new MCPValidationError({
      code: 'INVALID_ARGUMENTS',
      message: `The arguments of tool "${this.name}" do not fit its schema.${details === '' ? '' : ` ${cut(details.replaceAll('\n', ' '))}`}`,
      hint: 'Give arguments that fit the schema of the tool.',
      field: 'arguments',
      validationRule: 'must_fit_schema',
      context: { serverName: server, tool },
    });
  }

  #progressOf({ writer }: CallConfig): { readonly onProgress?: (progress: Readonly<Record<string, unknown>>) => void } {
    const { onProgress } = this.#options;
    const { name, agentTool } = this;
    if (onProgress === undefined && typeof writer !== 'function') return {};
    return {
      onProgress: (progress) => {
        onProgress?.({ tool: name, server: agentTool.server, progress });
        if (typeof writer === 'function') writer({ type: 'seawall_progress', tool: name, progress });
      },
    };
  }

  #failureOf({ config }: CallConfig, id: string | undefined): MCPError | undefined {
    return id === undefined || !isObject(config) ? undefined : this.#failed.get(config)?.get(id);
  }

  #remember({ config }: CallConfig, id: string | undefined, error: MCPError): void {
    if (id === undefined || !isObject(config)) return;
    const failed = this.#failed.get(config) ?? new Map<string, MCPError>();
    this.#failed.set(config, failed.set(id, error));
  }
}

/** What a schema says against arguments may be as long as these. */
const MAX_DETAILS_LENGTH = 500;

function cut(details: string): string {
  return details.length <= MAX_DETAILS_LENGTH ? details : `${details.slice(0, MAX_DETAILS_LENGTH - 1)}…`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The call of a model, where the input is one. */
function toolCallOf(input: unknown): { readonly id: string } | undefined {
  if (!isObject(input) || !('type' in input) || input.type !== 'tool_call') return undefined;
  return 'id' in input && typeof input.id === 'string' ? { id: input.id } : undefined;
}
