/**
 * The admin HTTP API of Seawall: what can be asked and done, in which shapes, and a client for it.
 *
 * @packageDocumentation
 */
export {
  AdminApiError,
  type AdminClient,
  type AdminClientOptions,
  type AdminFetch,
  type AdminRequest,
  type AdminResponse,
  createAdminClient,
} from './admin-client.ts';
export { exportColumns } from './export-columns.ts';
export { createOpenApi } from './openapi.ts';
export type { AnswerKind, Route } from './route.ts';
export { ROUTE_PATHS } from './route-paths.ts';
export {
  ADMIN_ROUTES,
  EXPORT_FORMATS,
  type ExportFormat,
  type RouteAnswer,
  type RouteId,
  type RouteInput,
} from './routes.ts';
export type { AdminEvent } from './schemas/event.ts';
export type { MomentView } from './schemas/moment.ts';
export type { AlertView, ReplayView } from './schemas/observed.ts';
export type {
  AuditEntry,
  BacktestView,
  ConfigEntry,
  ConfigView,
  DiagnosticsView,
  RuleView,
  SinkView,
} from './schemas/operations.ts';
export type { Problem } from './schemas/problem.ts';
export type {
  CheckView,
  CircuitView,
  GatewayView,
  Overview,
  ServerDetail,
  ServerView,
  ToolView,
} from './schemas/server.ts';
export type { TokenView } from './schemas/token.ts';
export { CSRF_HEADER, HEARTBEAT_MS, PROBLEM_TYPE, SESSION_COOKIE } from './wire.ts';
