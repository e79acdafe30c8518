import type { CallRequest, DeadlineOptions, PackTool, Safety } from '@seawall/core/base';
import type { ServerCatalog } from '../catalog/server-catalog.ts';
import type { ServerOptions, UsableServer } from '../config/configuration.ts';
import type { ToolOptions } from '../config/tool-options.ts';
import type { AnswerReader } from '../diagnosis/answer-reader.ts';
import { safetyOfMethod, safetyOfTool } from './call-safety.ts';
import { createToolRules } from './tool-rules.ts';

/** The three limits in time of a call, in milliseconds. */
export type TimeLimits = Pick<ServerOptions, 'timeoutMs' | 'totalTimeoutMs' | 'maxTotalTimeoutMs'>;

/** The limits of a server, and whether somebody set them. */
type ServerLimits = TimeLimits & Pick<ServerOptions, 'hasOwnTimeLimits'>;

/** All that decides how a call of one tool, or of one method, is treated. */
export interface CallProfile {
  readonly safety: Safety;
  readonly limits: TimeLimits;
  readonly options: ToolOptions;
  /** The tool that shows whether a call of this one ran. */
  readonly verifyWith: string | undefined;
}

/** Knows how calls of one server are to be treated. */
export interface CallProfiles {
  /** A promise only where what vendors' packs know has to be loaded first. */
  of(request: CallRequest): CallProfile | Promise<CallProfile>;
  /** Other limits from the next call on; those that are not given stay. */
  setTimeouts(timeouts: DeadlineOptions): void;
}

/** What {@link createCallProfiles} needs. */
export interface CallProfilesOptions {
  readonly entry: UsableServer;
  readonly reader: AnswerReader;
  readonly catalog: () => ServerCatalog;
}

/** Tools of which the profile is kept; servers with more of them cost a little more for each call. */
const MAX_KNOWN_TOOLS = 1000;

/** Builds the profiles of one server's calls. */
export function createCallProfiles(options: CallProfilesOptions): CallProfiles {
  const { entry, reader, catalog } = options;
  let limits: ServerLimits = entry.options;
  const rules = createToolRules(entry.options.tools);
  const methods = new Map<string, CallProfile>();
  const known = new Map<string, CallProfile>();
  let knownCatalog = catalog();
  const profileOfMethod = (request: CallRequest): CallProfile => ({
    safety: safetyOfMethod(request),
    limits,
    options: NO_OPTIONS,
    verifyWith: undefined,
  });
  const build = (tool: string, packTool: PackTool | undefined): CallProfile => {
    const toolOptions = rules.of(tool);
    const definition = knownCatalog.tools.find(({ name }) => name === tool);
    const { trustAnnotations } = entry.options;
    const profile: CallProfile = {
      safety: safetyOfTool({ options: toolOptions, packTool, definition, trustAnnotations }),
      limits: limitsOf(limits, toolOptions, packTool),
      options: toolOptions,
      verifyWith: packTool?.verifyWith,
    };
    if (known.size >= MAX_KNOWN_TOOLS) known.clear();
    known.set(tool, profile);
    return profile;
  };
  return {
    setTimeouts: (timeouts) => {
      limits = changedLimits(limits, timeouts);
      known.clear();
      methods.clear();
    },
    of: (request) => {
      const { method, params } = request;
      if (method !== 'tools/call' || typeof params?.name !== 'string') {
        return remembered(methods, method, () => profileOfMethod(request));
      }
      // What a server says of its tools may have changed.
      if (catalog() !== knownCatalog) {
        knownCatalog = catalog();
        known.clear();
      }
      const { name } = params;
      const profile = known.get(name);
      if (profile !== undefined) return profile;
      const packTool = reader.packToolOf(request);
      return packTool instanceof Promise ? packTool.then((found) => build(name, found)) : build(name, packTool);
    },
  };
}

const NO_OPTIONS: ToolOptions = {};

/** A limit that was given raises those around it that were not: a shorter one there would cut it. */
function changedLimits(limits: ServerLimits, given: DeadlineOptions): ServerLimits {
  const timeoutMs = given.timeoutMs ?? limits.timeoutMs;
  const totalTimeoutMs = given.totalTimeoutMs ?? Math.max(limits.totalTimeoutMs, timeoutMs);
  const maxTotalTimeoutMs = given.maxTotalTimeoutMs ?? Math.max(limits.maxTotalTimeoutMs, totalTimeoutMs);
  return { timeoutMs, totalTimeoutMs, maxTotalTimeoutMs, hasOwnTimeLimits: true };
}

/** What is set for the tool; then, where nobody set limits for the server, what is known of the tool; then the server's. */
function limitsOf(server: ServerLimits, tool: ToolOptions, packTool: PackTool | undefined): TimeLimits {
  const timeoutMs = tool.timeoutMs ?? (server.hasOwnTimeLimits ? undefined : packTool?.timeoutMs);
  if (timeoutMs === undefined) return server;
  return {
    timeoutMs,
    totalTimeoutMs: Math.max(server.totalTimeoutMs, timeoutMs),
    maxTotalTimeoutMs: Math.max(server.maxTotalTimeoutMs, timeoutMs),
  };
}

/** Methods are as many as hosts make up: more than this are not kept. */
const MAX_KNOWN_METHODS = 100;

function remembered(known: Map<string, CallProfile>, key: string, make: () => CallProfile): CallProfile {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  if (known.size < MAX_KNOWN_METHODS) known.set(key, made);
  return made;
}
