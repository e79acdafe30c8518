// What blocks of the documentation use and don't declare: functions of ours where a page leaves out the import, and what
// the reader is taken to have. Each with its real type.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as Client from '@seawall/client';
import type * as Core from '@seawall/core';
import type * as Telemetry from '@seawall/telemetry';
import type * as Testkit from '@seawall/testkit';
import type * as Ai from 'ai';

declare global {
  const addErrorContext: typeof Core.addErrorContext;
  const createErrorAnalyzer: typeof Core.createErrorAnalyzer;
  const createEventBus: typeof Core.createEventBus;
  const definePack: typeof Core.definePack;
  const diagnose: typeof Core.diagnose;
  const errorDocsUrl: typeof Core.errorDocsUrl;
  const formatErrorChain: typeof Core.formatErrorChain;
  const fromThrown: typeof Core.fromThrown;
  const handleMcpError: typeof Core.handleMcpError;
  const MCPAuthenticationError: typeof Core.MCPAuthenticationError;
  const MCPConnectionError: typeof Core.MCPConnectionError;
  const MCPError: typeof Core.MCPError;
  const MCPOutcomeUnknownError: typeof Core.MCPOutcomeUnknownError;
  const MCPTimeoutError: typeof Core.MCPTimeoutError;
  const MCPValidationError: typeof Core.MCPValidationError;
  const rootCause: typeof Core.rootCause;
  const suggestFixes: typeof Core.suggestFixes;
  const toServiceUnavailable: typeof Core.toServiceUnavailable;
  const withCircuitBreaker: typeof Core.withCircuitBreaker;
  const withErrorContext: typeof Core.withErrorContext;

  const createMetrics: typeof Telemetry.createMetrics;
  const createTracker: typeof Telemetry.createTracker;
  const exportErrors: typeof Telemetry.exportErrors;

  const createScriptedHttpServer: typeof Testkit.createScriptedHttpServer;
  const scriptedStdioServer: typeof Testkit.scriptedStdioServer;
  const openSeawall: typeof Client.openSeawall;

  // Parts of a running Seawall.
  const clock: Core.Clock;
  const configuration: Client.Configuration;
  const connector: Client.Connector;
  const dependencies: Telemetry.TrackerDependencies;
  const logger: Core.Logger;
  const random: Core.Random;
  const record: Core.CallRecord;
  const seawall: Client.Seawall;
  const signals: Telemetry.AlertSignals;
  const store: Core.ObservationStore;
  const tracker: Telemetry.Tracker;

  // What the program of a reader has of its own.
  const calls: readonly (() => Promise<unknown>)[];
  const client: {
    callTool(call: { readonly name: string; readonly arguments: object }): Promise<unknown>;
    search(query: string): Promise<unknown>;
  };
  const error: Core.MCPError;
  const evidence: Core.Evidence;
  const fromMs: number;
  const id: string;
  const instructions: string;
  const issues: readonly unknown[];
  const jql: string;
  const key: string;
  /** Its name: what the frameworks have for models themselves is of different types, and each takes a name too. */
  const model: string;
  const prompt: string;
  const request: IncomingMessage;
  const response: ServerResponse;
  const result: Awaited<ReturnType<typeof Ai.generateText>>;
  const signal: AbortSignal;
  const thrown: unknown;
  const timeoutMs: number;
  const toMs: number;
  const token: string;
  const weather: Ai.Tool;
  function askAgain(hint: string | undefined): void;
  function callTool(server: string, tool: string): Promise<unknown>;
  function count(server: string, durationMs: number): void;
  function read(): Promise<unknown>;
  function report(...words: readonly (string | undefined)[]): void;
  function retryLater(timeoutMs: number | undefined): void;
  function show(output: unknown): void;
  function toolNames(server: string): readonly string[];
}
