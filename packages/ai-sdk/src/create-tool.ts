import { AGENT_TOOLS_DEFAULTS, type AgentTool } from '@seawall/client';
import { dynamicTool, jsonSchema, type ToolSet } from 'ai';
import type { FailureMemory } from './failure-memory.ts';
import { isRecord } from './is-record.ts';
import { toModelOutput } from './model-output.ts';
import { runTool, type ToolRun } from './run-tool.ts';
import { runToolWithProgress } from './run-tool-with-progress.ts';
import { SEAWALL_TOOLS_DEFAULTS, type SeawallToolsOptions } from './seawall-tools.ts';

/** Builds one tool of the framework from a tool of a server. */
export function createTool(tool: AgentTool, options: SeawallToolsOptions, memory: FailureMemory): ToolSet[string] {
  const { onToolError = SEAWALL_TOOLS_DEFAULTS.onToolError, progress = SEAWALL_TOOLS_DEFAULTS.progress } = options;
  const { maxTextLength = AGENT_TOOLS_DEFAULTS.maxTextLength } = options;
  const { title } = tool.definition;
  const run: ToolRun = { tool, onToolError, memory, options };
  return dynamicTool({
    description: tool.description,
    ...(typeof title === 'string' ? { title } : {}),
    metadata: metadataOf(tool),
    // Some providers refuse an object without a list of its properties.
    inputSchema: jsonSchema({ properties: {}, ...tool.inputSchema } as JsonSchemaInput),
    ...approvalOf(tool, options),
    execute: (input, execution) =>
      progress ? runToolWithProgress(run, input, execution) : runTool(run, input, execution),
    toModelOutput: ({ output }) => toModelOutput(output, maxTextLength),
  });
}

/** What came over the wire is JSON, and whether it is a schema the framework never asks. */
type JsonSchemaInput = Parameters<typeof jsonSchema>[0];

type ToolMetadata = NonNullable<Parameters<typeof dynamicTool>[0]['metadata']>;

/** Stands in each call of the tool, for programs; the model is given none of it. */
function metadataOf({ server, tool, definition }: AgentTool): ToolMetadata {
  const { annotations } = definition;
  // The catalog took it from JSON.
  return { server, tool, ...(isRecord(annotations) ? { annotations: annotations as ToolMetadata } : {}) };
}

/** Whether the framework has to ask somebody before a call. It asks anew each time: the configuration may have changed. */
function approvalOf(
  { server, tool, safety }: AgentTool,
  { needsApproval = SEAWALL_TOOLS_DEFAULTS.needsApproval }: SeawallToolsOptions,
): { readonly needsApproval?: (input: unknown) => Promise<boolean> } {
  if (needsApproval === 'never') return {};
  return {
    needsApproval: async (input) => {
      const known = await safety();
      return needsApproval === 'writes' ? known !== 'read' : needsApproval({ server, tool, safety: known, input });
    },
  };
}
