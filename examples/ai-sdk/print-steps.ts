import { isToolFailure } from '@seawall/ai-sdk';
import { MCPError } from '@seawall/core';

/** A part of what a step of a run brought, as far as it is printed. */
interface StepPart {
  readonly type: string;
  readonly toolName?: string;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
}

/** Prints which tools a run called, and what came of it for the developer. */
export function printSteps(steps: readonly { readonly content: readonly StepPart[] }[]): void {
  for (const { type, toolName, input, output, error } of steps.flatMap(({ content }) => content)) {
    if (type === 'tool-call') console.log(`-> ${toolName} ${JSON.stringify(input)}`);
    if (type === 'tool-error') console.log(`   failed: ${MCPError.isInstance(error) ? error.code : String(error)}`);
    if (type === 'tool-result') console.log(isToolFailure(output) ? '   failed' : '   answered');
  }
}
