export {
  type ActiveAlert,
  ALERT_EARLY_MS,
  ALERT_EVALUATION_MS,
  AlertEngine,
  type AlertEngineOptions,
} from './alerts/alert-engine.ts';
export type { AlertStore } from './alerts/alert-keeper.ts';
export { type BacktestIncident, type BacktestOptions, type BacktestResult, backtest } from './alerts/backtest.ts';
export type { HistoryStore } from './alerts/history-signals.ts';
export { INHIBITIONS, type Inhibition } from './alerts/inhibition.ts';
export type { Notice, NoticeAlert, NoticeSink, SendOutcome } from './alerts/notice.ts';
export type { ParkedBefore } from './alerts/parked-watch.ts';
export type {
  AlertSignals,
  CircuitSignal,
  GroupSignal,
  ParkedSignal,
  ServerSignal,
  StoreSignal,
  WindowSignal,
} from './alerts/signals.ts';
export type { SilenceRequest } from './alerts/silences.ts';
export { type WatchedSignals, type WatchForAlertsOptions, watchForAlerts } from './alerts/watch-for-alerts.ts';
export { argumentsDigest } from './audit/arguments-digest.ts';
export { auditCalls } from './audit/audit-calls.ts';
export type { AuditQuery } from './audit/audit-reader.ts';
export type { AuditAction, AuditRow } from './audit/audit-row.ts';
export {
  AUDIT_DEFAULTS,
  type AuditStatus,
  type AuditTrail,
  type AuditTrailOptions,
  createAuditTrail,
} from './audit/audit-trail.ts';
export type { Finding } from './groups/findings.ts';
export type { ArchiveUntil } from './groups/group.ts';
export { GROUP_DEFAULTS, type GroupOptions } from './groups/group-options.ts';
export { type ErrorClass, errorClassOf } from './logs/error-class.ts';
export {
  ERROR_EXPORT_DEFAULTS,
  type ErrorExport,
  type ErrorExportOptions,
  exportErrors,
} from './logs/export-errors.ts';
export type { LogDestination } from './logs/log-destination.ts';
export { type EventSubscription, logEvents } from './logs/log-events.ts';
export {
  createPinoLogger,
  type LogFormat,
  PINO_LOGGER_DEFAULTS,
  type PinoLogger,
  type PinoLoggerOptions,
} from './logs/pino-logger.ts';
export {
  createMemoryObservationStore,
  MEMORY_OBSERVATION_STORE_DEFAULTS,
  type MemoryObservationStoreOptions,
} from './memory-store/create-memory-observation-store.ts';
export { alertCondition } from './memory-store/query-conditions.ts';
export {
  createMetrics,
  type LostLines,
  METRICS_DEFAULTS,
  type Metrics,
  type MetricsOptions,
} from './metrics/create-metrics.ts';
export { CONVENTIONS_VERSION, DURATION_BUCKETS_SECONDS, METRICS, type MetricName } from './metrics/names.ts';
export { createSinks, type Sinks, type SinksOptions } from './sinks/create-sinks.ts';
export type { Sender, Try } from './sinks/sender.ts';
export { SINK_LIMITS, SinkRunner, type SinkRunnerOptions, type SinkStatus } from './sinks/sink-runner.ts';
export { signatureOf } from './sinks/webhook.ts';
export type { Counters } from './tracker/counters.ts';
export { createTracker } from './tracker/create-tracker.ts';
export type { Health, HealthStatus, Judgement } from './tracker/health.ts';
export type { Quantiles } from './tracker/latency.ts';
export type {
  ErrorGroups,
  ObservedServer,
  Tracker,
  TrackerChange,
  TrackerDependencies,
  TrackerStatus,
} from './tracker/tracker.ts';
export { TRACKER_DEFAULTS, type TrackerOptions } from './tracker/tracker-options.ts';
export type {
  ErrorSummary,
  LastError,
  Overview,
  RecentError,
  ServerView,
  ToolView,
  WindowCounts,
} from './tracker/views.ts';
