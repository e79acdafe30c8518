export type {
  AgentAnswer,
  AgentContent,
  AgentFailure,
  AgentParked,
  AgentSuccess,
  AnswerFacts,
} from './agents/agent-answer.ts';
export { type ShownContent, showContent } from './agents/agent-content.ts';
export {
  AGENT_TOOLS_DEFAULTS,
  type AgentCallOptions,
  type AgentTool,
  type AgentToolsOptions,
  type JsonSchema,
} from './agents/agent-tool.ts';
export { type AgentTools, createAgentTools } from './agents/agent-tools.ts';
export { describeServer, type ServerReport } from './agents/describe-server.ts';
export { MAX_CONTEXT_LENGTH, toErrorRecord } from './agents/error-record.ts';
export { describeFailure, type FailureDescription, MAX_FAILURE_TEXT_LENGTH } from './agents/failure-text.ts';
export { createNameTable, type HiddenEntry, type NameTable, type NameTableOptions } from './agents/name-table.ts';
export { describeOutages, findOutages, type Outage } from './agents/outages.ts';
export { MAX_NAME_LENGTH, type NamedEntry } from './agents/public-name.ts';
export { redactFailedResult } from './agents/redact-failed-result.ts';
export { type PastCall, REPEAT_DEFAULTS, type RepeatLimits, refuseRepeat } from './agents/repeated-calls.ts';
export { BATCH_TIMEOUT_MS } from './calls/batch.ts';
export type {
  CatalogState,
  Definition,
  ResourceDefinition,
  ResourceTemplateDefinition,
  ServerCatalog,
} from './catalog/server-catalog.ts';
export {
  type AuditSettings,
  type AuthSettings,
  type Configuration,
  type ConfiguredServer,
  type ErrorGroupSettings,
  type ExportSettings,
  type HttpLaunch,
  type Launch,
  type ListenSettings,
  type LogSettings,
  type MetricsSettings,
  type PrefixMode,
  SERVER_OPTION_DEFAULTS,
  SETTINGS_DEFAULTS,
  type SecurityLevel,
  type ServerOptions,
  type SessionMode,
  type Settings,
  type StdioLaunch,
  type StoreSettings,
  type TlsOptions,
  type UsableServer,
} from './config/configuration.ts';
export type { Environment } from './config/environment.ts';
export { type ExplainedValue, explainConfiguration } from './config/explain-configuration.ts';
export { CONFIG_FILE_NAMES, type FindConfigFileOptions, findConfigFile } from './config/find-config-file.ts';
export type { ReadConfigurationOptions, ReadSurroundings } from './config/read-configuration.ts';
export { readConfiguration } from './config/read-configuration.ts';
export type { FallbackSetting, ToolOptions, ToolRule } from './config/tool-options.ts';
export {
  type ConfigurationWatch,
  WATCH_DEFAULTS,
  type WatchConfigurationOptions,
  type WatchFolder,
  watchConfiguration,
} from './config/watch-configuration.ts';
export {
  type Connection,
  ConnectionFailure,
  type ConnectionInfo,
  type ConnectionListener,
  type Connector,
  type MessageSource,
  type OpenOptions,
  type ProtocolEra,
  type RequestEnvelope,
  type RequestOptions,
} from './connection/connection.ts';
export {
  type HeaderDeclaration,
  type HeaderDeclarations,
  headerTextOf,
  readHeaderDeclarations,
} from './connection/header-declarations.ts';
export type { Hold } from './connection/hold.ts';
export { jsonRpcErrorOf } from './connection/json-rpc-error.ts';
export { answerOf } from './diagnosis/answer-of.ts';
export type {
  DisabledServer,
  DoctorOutcome,
  DoctorProgress,
  DoctorReport,
  DoctorStep,
  DoctorStepId,
  DoctorSummary,
  ExaminedServer,
  ExaminedServerInfo,
  FailedStep,
  PassedStep,
  ServerExamination,
  SkippedStep,
  WarningStep,
} from './doctor/doctor-report.ts';
export { DOCTOR_DEFAULTS, type DoctorOptions, runDoctor } from './doctor/run-doctor.ts';
export { createEgress, EGRESS_DEFAULTS, type Egress, type EgressOptions } from './egress/egress.ts';
export { createOutbound, OUTBOUND_DEFAULTS, type OutboundOptions } from './egress/outbound.ts';
export { type ReplaceFileOptions, replacePrivateFile } from './files/replace-private-file.ts';
export { MAX_INPUT_ROUNDS } from './hosts/answer-input-required.ts';
export {
  type Caller,
  HOST_LIMITS,
  type Host,
  type HostCapabilities,
  type HostOptions,
  type ServerNotification,
  type ServerNotificationHandler,
  type ServerRequest,
  type ServerRequestHandler,
} from './hosts/host.ts';
export { isLogLevel, LOG_LEVELS, type LogLevel } from './hosts/log-level.ts';
export { createSeawall, openSeawall, type SeawallOptions } from './seawall/create-seawall.ts';
export type {
  BatchOptions,
  BatchOutcome,
  CallOptions,
  CheckOptions,
  CircuitCommand,
  ConnectionCheck,
  ConnectOptions,
  PromptRequest,
  PromptResult,
  ResourceResult,
  Seawall,
  ServerStatus,
  ServerTool,
  ToolCall,
  ToolResult,
} from './seawall/seawall.ts';
export { CHECK_TIMEOUT_MS, CONNECT_DEFAULTS } from './seawall/seawall-client.ts';
