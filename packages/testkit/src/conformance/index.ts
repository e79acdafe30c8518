/**
 * One MCP server with everything that the official conformance suites ask of a server.
 *
 * @packageDocumentation
 */

export type { StdioServerEntry } from '../stdio/scripted-stdio-server.ts';
export {
  type ConformanceHttpServer,
  type ConformanceHttpServerOptions,
  createConformanceHttpServer,
} from './conformance-http-server.ts';
export { type ConformanceStdioServerOptions, conformanceStdioServer } from './conformance-stdio-server.ts';
export type { ConformanceEra, ConformanceWorldOptions } from './conformance-world.ts';
