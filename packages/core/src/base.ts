// What the packages of the house need of this one at all times. index.ts adds the diagnosis, whose tables are large and are loaded
// when the first answer has to be explained, and the tools for errors of programs that use the library.
export {
  ANONYMOUS,
  type CallInfo,
  type CallRequest,
  type Delivery,
  type Outcome,
  type Principal,
  type ServedBy,
} from './call/call.ts';
export type { AttemptSpan, AttemptSpanStart, CallSpan, CallSpanStart, CallTracer } from './call/call-tracer.ts';
export type { ConnectionState, ConnectionStatus } from './call/connection-state.ts';
export type { Evidence, HttpResponsePayload, JsonRpcErrorPayload } from './call/evidence.ts';
export {
  ERROR_META_KEY,
  SERVED_BY_META_KEY,
  STALE_META_KEY,
  TICKET_META_KEY,
  WARNINGS_META_KEY,
} from './call/meta-keys.ts';
export type { Safety } from './call/safety.ts';
export { type Clock, sleep, systemClock, type Timer, type TimerOptions, toTimestamp } from './clock.ts';
export type {
  Confidence,
  CredentialFault,
  Diagnosis,
  DiagnosisKind,
  DiagnosisLink,
  FailureDiagnosis,
  ResultDiagnosis,
  ResultKind,
  Signal,
  SignalSource,
} from './diagnosis/diagnosis.ts';
export type { DiagnosisContext } from './diagnosis/diagnosis-context.ts';
export { mayBeKnown, mayNeedDiagnosis } from './diagnosis/glance.ts';
export type {
  Pack,
  PackAdvice,
  PackCondition,
  PackDisguise,
  PackFinding,
  PackLinkRequest,
  PackResultRule,
  PackRule,
  PackTool,
} from './diagnosis/packs/pack.ts';
export type { PackArgument, PackFallback, PackFallbackStep, PackLastResort } from './diagnosis/packs/pack-fallback.ts';
export type { DiagnosedErrorOptions } from './diagnosis/to-mcp-error.ts';
export { MCPAuthenticationError, type MCPAuthenticationErrorOptions } from './errors/authentication-error.ts';
export { MCPCancelledError, type MCPCancelledErrorOptions } from './errors/cancelled-error.ts';
export {
  type ConfigurationFault,
  formatFault,
  MCPConfigurationError,
  type MCPConfigurationErrorOptions,
} from './errors/configuration-error.ts';
export { MCPConnectionError, type MCPConnectionErrorOptions } from './errors/connection-error.ts';
export { errorChain, formatErrorChain, MAX_CHAIN_LENGTH, rootCause } from './errors/error-chain.ts';
export {
  ERROR_CODES,
  type ErrorCode,
  type ErrorCodeEntry,
  findErrorCode,
  type KnownErrorCode,
} from './errors/error-code.ts';
export { docsAnchor, ERROR_DOCS_PAGE, errorDocsUrl } from './errors/error-docs.ts';
export { ERROR_KINDS, type ErrorKind } from './errors/error-kind.ts';
export { errorLogLevel } from './errors/error-log.ts';
export type { ErrorLogRecord, SerializedMCPError } from './errors/error-record.ts';
export { contextOf, MCPError, type MCPErrorOptions } from './errors/mcp-error.ts';
export { MCPOutcomeUnknownError, type MCPOutcomeUnknownErrorOptions } from './errors/outcome-unknown-error.ts';
export { MCPProtocolError, type MCPProtocolErrorOptions } from './errors/protocol-error.ts';
export { MCPRateLimitError, type MCPRateLimitErrorOptions } from './errors/rate-limit-error.ts';
export { MCPRejectedError, type MCPRejectedErrorOptions } from './errors/rejected-error.ts';
export { MCPResourceError, type MCPResourceErrorOptions } from './errors/resource-error.ts';
export { MCPServerError, type MCPServerErrorOptions } from './errors/server-error.ts';
export { MCPTimeoutError, type MCPTimeoutErrorOptions } from './errors/timeout-error.ts';
export { MCPValidationError, type MCPValidationErrorOptions } from './errors/validation-error.ts';
export type {
  AlertChanged,
  AttemptFinished,
  AttemptStarted,
  CallFinished,
  CallStarted,
  CatalogChanged,
  ConfigReloaded,
  ConnectionChanged,
  SeawallEvent,
} from './events/event.ts';
export { createEventBus, type EventBus, type EventBusOptions, type EventListener } from './events/event-bus.ts';
export { type CreateId, createOrderedSystemId, createSystemId } from './ids.ts';
export { type Logger, type LogLevel, silentLogger } from './logger.ts';
export {
  ALERT_RULE_DEFAULTS,
  type AlertRulesOptions,
  BUILT_IN_ALERT_RULES,
  type BuiltInAlertRule,
  defaultAlertSettings,
  isBuiltInAlertRule,
  resolveAlertRules,
} from './observation/alert-rules.ts';
export {
  ALERT_CONDITIONS,
  ALERT_DEFAULTS,
  ALERT_RANGES,
  ALERT_SEVERITIES,
  type AlertCondition,
  type AlertGrouping,
  type AlertRule,
  type AlertRuleOptions,
  type AlertSettings,
  type ConfiguredSilence,
  type FlapGuard,
  SINK_TYPES,
  type SinkBase,
  type SinkSettings,
  type SinkTarget,
} from './observation/alert-settings.ts';
export { assertSeriesQuery, type PagePosition, readPageQuery, toPageCursor } from './observation/check-query.ts';
export type { GroupRule } from './observation/group-rule.ts';
export { createLabelTest, formatMatcher, matcherProblem, parseMatcher } from './observation/matcher.ts';
export type {
  AlertQuery,
  CallQuery,
  ErrorCount,
  ErrorFacet,
  ErrorFilter,
  ErrorQuery,
  GroupQuery,
  Observation,
  ObservationStore,
  ObservationStoreStatus,
  Page,
  PageQuery,
  PurgeQuery,
  Retention,
  SeriesPoint,
  SeriesQuery,
  TimeRange,
} from './observation/observation-store.ts';
export type {
  Outbound,
  OutboundRequest,
  OutboundResponse,
  OutboundSocket,
  OutboundTarget,
} from './observation/outbound.ts';
export {
  type AlertRecord,
  type AlertSeverity,
  type AlertState,
  type CallOutcome,
  type CallRecord,
  type CallTry,
  type DeliveryRecord,
  DURATION_BOUNDS_MS,
  type ErrorOutcome,
  type ErrorRecord,
  type GroupRecord,
  type GroupState,
  type HealthRecord,
  type Matcher,
  type MinuteRecord,
  type SilenceRecord,
} from './observation/records.ts';
export { toSearchText, toSearchWords } from './observation/search-text.ts';
export {
  type AttemptLimits,
  type CallTarget,
  PolicyCall,
  type PolicyCallOptions,
} from './pipeline/policy-call.ts';
export {
  checkPolicies,
  POLICY_RANGES,
  type PolicyOptions,
  type PolicySettings,
  resolvePolicies,
} from './pipeline/policy-options.ts';
export {
  type CircuitChangeByHand,
  type PoliciesSnapshot,
  ServerPolicies,
  type ServerPoliciesOptions,
} from './pipeline/server-policies.ts';
export type { AttemptEnd, AttemptFailure, AttemptSuccess, FailureEffect } from './policies/attempt.ts';
export type { CircuitSnapshot, CircuitState, ManualChange } from './policies/breaker/events.ts';
export {
  DEADLINE_DEFAULTS,
  type DeadlineOptions,
  type DeadlineTimes,
  resolveDeadline,
} from './policies/deadline/options.ts';
export type { FailedCall, FallbackServer, FallbackTool, PackFinder } from './policies/fallback/failed-call.ts';
export type { FallbackStep } from './policies/fallback/fallback-step.ts';
export { assertNumbers, checkNumbers, type NumberRange, type OptionFault } from './policies/option-check.ts';
export type { CallParked, ParkedChanged, ParkingEvent } from './policies/parking/events.ts';
export { PARKING_DEFAULTS, PARKING_RANGES, type ParkingOptions } from './policies/parking/options.ts';
export type { ParkableCall } from './policies/parking/parkable-call.ts';
export {
  PARKED_STATES,
  type ParkedCall,
  type ParkedChangeBy,
  type ParkedState,
  parseParkedCall,
} from './policies/parking/parked-call.ts';
export type { ParkedCalls, ParkedCallsOptions } from './policies/parking/parked-calls.ts';
export type { ParkedFilter, ReplayOptions } from './policies/parking/parked-desk.ts';
export type { ParkedLog, ParkedQuery, ParkedRetention } from './policies/parking/parked-log.ts';
export type { Ticket, TicketResult } from './policies/parking/ticket.ts';
export { RESET_HEADERS, readRetryAfterMs } from './policies/retry/retry-after.ts';
export { verdictOf } from './policies/settle/verdict-of.ts';
export { flightKey } from './policies/single-flight/flight-key.ts';
export { SingleFlight } from './policies/single-flight/single-flight.ts';
export {
  resolveStale,
  STALE_DEFAULTS,
  STALE_RANGES,
  type StaleOptions,
  type StaleSettings,
} from './policies/stale/options.ts';
export { staleKey } from './policies/stale/stale-key.ts';
export { staleLimitMs } from './policies/stale/stale-limit.ts';
export { type StaleAnswer, StaleStore } from './policies/stale/stale-store.ts';
export type { BreakerSignal, RepeatRule, Verdict } from './policies/verdict.ts';
export { type Random, systemRandom } from './random.ts';
export { MIN_SECRET_LENGTH, registerSecrets, type SecretRegistration } from './redaction/configured-secrets.ts';
export { isSensitiveName } from './redaction/names/classify-name.ts';
export {
  CONFIGURED_MARKER,
  MAX_REDACTION_DEPTH,
  type RedactOptions,
  redact,
  redactConfigured,
  redactText,
} from './redaction/redact.ts';
export type { RedactionRule } from './redaction/rules/redaction-rule.ts';
export { type RuleRegistration, registerRedactionRules } from './redaction/rules/register-redaction-rules.ts';
