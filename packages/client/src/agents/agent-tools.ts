import { assertNumbers, type SeawallEvent } from '@seawall/core/base';
import { isRecord } from '../connection/is-record.ts';
import type { Seawall, ServerTool } from '../seawall/seawall.ts';
import { AGENT_TOOLS_DEFAULTS, type AgentTool, type AgentToolsOptions, type JsonSchema } from './agent-tool.ts';
import { callAgentTool } from './call-agent-tool.ts';
import { createNameTable } from './name-table.ts';

/** The tools of an agent: always those that its servers have at the moment. */
export interface AgentTools {
  /** The same list as before, with the same tools in it, as long as no server changed its own. */
  list(): readonly AgentTool[];
  /** The tool of this name, also while it is listed under another one since a second server has its name. */
  find(name: string): AgentTool | undefined;
  /** Hears when the list may have changed. @returns what ends it. */
  onChange(listener: () => void): () => void;
}

/**
 * Gives an agent the tools of a client's servers, under names that every model API takes.
 *
 * Servers that are down keep their last known tools. Nothing is captured: each call goes over the connection that its server
 * has then, and each `list()` tells what is known then.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID`.
 */
export function createAgentTools(seawall: Seawall, options: AgentToolsOptions = {}): AgentTools {
  return new ToolsOfAgent(seawall, checked(options));
}

type CheckedOptions = AgentToolsOptions & { readonly maxTextLength: number };

/** Longer texts are no use to any model, in characters. */
const MAX_MAX_TEXT_LENGTH = 10_000_000;

function checked(options: AgentToolsOptions): CheckedOptions {
  const { maxTextLength = AGENT_TOOLS_DEFAULTS.maxTextLength } = options;
  const range = { min: 1, max: MAX_MAX_TEXT_LENGTH, isInteger: true };
  assertNumbers({ maxTextLength }, { maxTextLength: range }, 'agentTools');
  return { ...options, maxTextLength };
}

/** What was known when the list was made. */
interface Snapshot {
  readonly known: readonly ServerTool[];
  readonly tools: readonly AgentTool[];
  readonly find: (name: string) => AgentTool | undefined;
}

class ToolsOfAgent implements AgentTools {
  readonly #seawall: Seawall;
  readonly #options: CheckedOptions;
  #snapshot: Snapshot | undefined;

  constructor(seawall: Seawall, options: CheckedOptions) {
    this.#seawall = seawall;
    this.#options = options;
  }

  list(): readonly AgentTool[] {
    return this.#current().tools;
  }

  find(name: string): AgentTool | undefined {
    return this.#current().find(name);
  }

  onChange(listener: () => void): () => void {
    return this.#seawall.subscribe((event) => {
      if (changesTools(event)) listener();
    });
  }

  #current(): Snapshot {
    const known = this.#known();
    const last = this.#snapshot;
    if (last !== undefined && areSame(last.known, known)) return last;
    const snapshot = this.#build(known, last);
    this.#snapshot = snapshot;
    return snapshot;
  }

  #known(): readonly ServerTool[] {
    const { servers, select } = this.#options;
    const wanted = servers === undefined ? undefined : new Set(servers);
    return this.#seawall
      .listTools()
      .filter((tool) => (wanted?.has(tool.server) ?? true) && (select === undefined || select(tool)));
  }

  /** Tools that did not change stay the same objects, so that frameworks can tell. */
  #build(known: readonly ServerTool[], last: Snapshot | undefined): Snapshot {
    const { prefix = this.#seawall.settings.prefix, reserved = [] } = this.#options;
    const names = createNameTable(
      known.map(({ server, definition }) => ({ server, name: definition.name })),
      { prefix, reserved },
    );
    const kept = new Map(last?.tools.map((tool) => [keyOf(tool.server, tool.tool), tool]));
    const byEntry = new Map<string, AgentTool>();
    for (const { server, definition } of known) {
      const name = names.nameOf(server, definition.name);
      const key = keyOf(server, definition.name);
      if (name === undefined || byEntry.has(key)) continue;
      const before = kept.get(key);
      const isKept = before?.definition === definition && before.name === name;
      byEntry.set(key, isKept ? before : this.#createTool(name, { server, definition }));
    }
    return {
      known,
      tools: [...byEntry.values()],
      find: (name) => {
        const entry = names.find(name);
        return entry === undefined ? undefined : byEntry.get(keyOf(entry.server, entry.name));
      },
    };
  }

  #createTool(name: string, { server, definition }: ServerTool): AgentTool {
    const seawall = this.#seawall;
    const { maxTextLength } = this.#options;
    const target = { server, name: definition.name };
    return {
      name,
      server,
      tool: definition.name,
      description: typeof definition.description === 'string' ? definition.description : '',
      inputSchema: toSchema(definition.inputSchema),
      definition,
      safety: () => seawall.safetyOf(target),
      call: (given, options = {}) => callAgentTool({ seawall, target, given, options, maxTextLength }),
    };
  }
}

/** Catalogs hold no tool whose schema is no object's; here the type learns it. */
function toSchema(inputSchema: unknown): JsonSchema {
  return isRecord(inputSchema) ? { ...inputSchema, type: 'object' } : { type: 'object' };
}

function changesTools(event: SeawallEvent): boolean {
  return event.kind === 'configReloaded' || (event.kind === 'catalogChanged' && event.changed.includes('tools'));
}

/** A definition stays the same object until its server's list is fetched again. */
function areSame(before: readonly ServerTool[], now: readonly ServerTool[]): boolean {
  return (
    before.length === now.length &&
    now.every(({ server, definition }, index) => {
      const other = before[index];
      return other?.server === server && other.definition === definition;
    })
  );
}

function keyOf(server: string, tool: string): string {
  return JSON.stringify([server, tool]);
}
