import { join } from 'node:path';
import type { StdioServerEntry } from '../stdio/scripted-stdio-server.ts';
import type { ConformanceEra } from './conformance-world.ts';

/** Options of {@link conformanceStdioServer}. */
export interface ConformanceStdioServerOptions {
  /** @default 'both' */
  readonly era?: ConformanceEra;
}

/**
 * How to start the conformance server as a process that speaks over stdio; starts nothing.
 *
 * The process runs the built package, also for callers that run from source, and ends with its input.
 *
 * @example
 * const config = { mcpServers: { everything: conformanceStdioServer({ era: 'modern' }) } };
 */
export function conformanceStdioServer(options: ConformanceStdioServerOptions = {}): StdioServerEntry {
  // Sources and build lie equally deep.
  const file = join(import.meta.dirname, '../../dist/conformance/conformance-stdio-main.js');
  return { command: process.execPath, args: [file, options.era ?? 'both'], env: {} };
}
