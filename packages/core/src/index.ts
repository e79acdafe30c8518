export {
  ANONYMOUS,
  type CallInfo,
  type CallRequest,
  type Delivery,
  type Outcome,
  type Principal,
  type ServedBy,
} from './call/call.ts';
export type { ConnectionState, ConnectionStatus } from './call/connection-state.ts';
export type { Evidence, HttpResponsePayload, JsonRpcErrorPayload } from './call/evidence.ts';
export { type Clock, sleep, systemClock, type Timer, type TimerOptions, toTimestamp } from './clock.ts';
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
export { ERROR_KINDS, type ErrorKind } from './errors/error-kind.ts';
export { MCPError, type MCPErrorOptions, type SerializedMCPError } from './errors/mcp-error.ts';
export { MCPOutcomeUnknownError, type MCPOutcomeUnknownErrorOptions } from './errors/outcome-unknown-error.ts';
export { MCPProtocolError, type MCPProtocolErrorOptions } from './errors/protocol-error.ts';
export { MCPRateLimitError, type MCPRateLimitErrorOptions } from './errors/rate-limit-error.ts';
export { MCPRejectedError, type MCPRejectedErrorOptions } from './errors/rejected-error.ts';
export { MCPResourceError, type MCPResourceErrorOptions } from './errors/resource-error.ts';
export { MCPServerError, type MCPServerErrorOptions } from './errors/server-error.ts';
export { MCPTimeoutError, type MCPTimeoutErrorOptions } from './errors/timeout-error.ts';
export { MCPValidationError, type MCPValidationErrorOptions } from './errors/validation-error.ts';
export type {
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
export { type CreateId, createSystemId } from './ids.ts';
export { type Logger, type LogLevel, silentLogger } from './logger.ts';
export { type Random, systemRandom } from './random.ts';
export { MIN_SECRET_LENGTH, registerSecrets, type SecretRegistration } from './redaction/configured-secrets.ts';
export { CONFIGURED_MARKER, MAX_REDACTION_DEPTH, type RedactOptions, redact, redactText } from './redaction/redact.ts';
