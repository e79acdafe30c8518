export { BATCH_TIMEOUT_MS } from './calls/batch.ts';
export type {
  CatalogState,
  Definition,
  ResourceDefinition,
  ResourceTemplateDefinition,
  ServerCatalog,
} from './catalog/server-catalog.ts';
export {
  type AuthSettings,
  type Configuration,
  type ConfiguredServer,
  type HttpLaunch,
  type Launch,
  type ListenSettings,
  type LogSettings,
  type PrefixMode,
  SERVER_OPTION_DEFAULTS,
  SETTINGS_DEFAULTS,
  type SecurityLevel,
  type ServerOptions,
  type SessionMode,
  type Settings,
  type StdioLaunch,
  type TlsOptions,
  type UsableServer,
} from './config/configuration.ts';
export type { Environment } from './config/environment.ts';
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
export { createOutbound, OUTBOUND_DEFAULTS, type OutboundOptions } from './egress/outbound.ts';
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
  Seawall,
  ServerStatus,
  ServerTool,
  ToolCall,
  ToolResult,
} from './seawall/seawall.ts';
export { CHECK_TIMEOUT_MS, CONNECT_DEFAULTS } from './seawall/seawall-client.ts';
