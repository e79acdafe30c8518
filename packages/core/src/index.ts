// biome-ignore lint/performance/noReExportAll: base.ts lists its exports by name; a second list of the same would only drift.
export * from './base.ts';
export { diagnose } from './diagnosis/diagnose.ts';
export { isFailure } from './diagnosis/diagnosis.ts';
export { BUILT_IN_PACKS } from './diagnosis/packs/built-in-packs.ts';
export { definePack } from './diagnosis/packs/define-pack.ts';
export { findPack, findPackTool } from './diagnosis/packs/find-pack.ts';
export { toMCPError } from './diagnosis/to-mcp-error.ts';
export {
  createErrorAnalyzer,
  ERROR_ANALYZER_DEFAULTS,
  type ErrorAnalyzer,
  type ErrorAnalyzerOptions,
  type ErrorSummary,
} from './errors/error-analyzer.ts';
export { type FromThrownOptions, fromThrown } from './errors/from-thrown.ts';
export { type AnyFunction, type HandleMcpErrorOptions, handleMcpError } from './errors/handle-mcp-error.ts';
export { defaultHint } from './errors/suggestions/default-hint.ts';
export { suggestFixes } from './errors/suggestions/suggest-fixes.ts';
export type { Suggestion } from './errors/suggestions/suggestion.ts';
export { addErrorContext, toServiceUnavailable, withErrorContext } from './errors/with-error-context.ts';
export type { CircuitBreaker } from './policies/breaker/circuit-breaker.ts';
export {
  type GuardedFunction,
  type WithCircuitBreakerOptions,
  withCircuitBreaker,
} from './policies/breaker/with-circuit-breaker.ts';
// biome-ignore lint/performance/noReExportAll: the same.
export * from './rescue.ts';
