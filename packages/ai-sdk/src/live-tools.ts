import type { AgentTool, AgentTools } from '@seawall/client';
import type { ToolSet } from 'ai';
import { createTool } from './create-tool.ts';
import { FailureMemory } from './failure-memory.ts';
import type { SeawallToolsOptions } from './seawall-tools.ts';

/** A set of tools that is changed in place: the framework reads it anew for each step. */
export class LiveTools {
  readonly tools: ToolSet;
  readonly #offered: AgentTools;
  readonly #options: SeawallToolsOptions;
  readonly #memory = new FailureMemory();
  #listed: readonly AgentTool[] = [];
  readonly #byName = new Map<string, AgentTool>();

  constructor(offered: AgentTools, options: SeawallToolsOptions) {
    this.#offered = offered;
    this.#options = options;
    this.tools = { ...options.ownTools };
  }

  /** What stays keeps its place, so that what a provider cached of the list of tools stays of use. */
  refresh(): void {
    const listed = this.#offered.list();
    if (listed === this.#listed) return;
    this.#listed = listed;
    const now = new Map(listed.map((tool) => [tool.name, tool]));
    for (const name of this.#byName.keys()) {
      if (now.has(name)) continue;
      this.#byName.delete(name);
      Reflect.deleteProperty(this.tools, name);
    }
    for (const [name, tool] of now) {
      if (this.#byName.get(name) === tool) continue;
      this.#byName.set(name, tool);
      this.tools[name] = createTool(tool, this.#options, this.#memory);
    }
  }
}
