export {
  ADMIN_CODE_MS,
  type AdminCode,
  type AdminCodes,
  createAdminCodes,
  dashboardLink,
} from './admin/admin-codes.ts';
export type { AdminOptions } from './admin/admin-mount.ts';
export type { AdminSources, Operator, ReloadResult } from './admin/sources.ts';
export type { GatewayState } from './front/http/health-routes.ts';
export type { HttpAddress } from './front/http/http-front.ts';
export type { StdioFront, StdioOptions } from './front/stdio/stdio-front.ts';
export { createGateway, type DrainOptions, type Gateway, type GatewayOptions } from './gateway.ts';
export { CATALOG_META_KEY } from './reply/meta-keys.ts';
export { type ToolFailure, toToolFailure } from './reply/tool-failure.ts';
export type { CatalogFreshness } from './routing/catalog-freshness.ts';
export {
  createRoutingTable,
  type HiddenDefinition,
  type ResourceRoute,
  type Route,
  type RoutingTable,
} from './routing/routing-table.ts';
export { STATUS_TOOL_NAME } from './status/status-tool-name.ts';
