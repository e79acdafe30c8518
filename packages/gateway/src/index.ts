export type { GatewayState } from './front/http/health-routes.ts';
export type { HttpAddress } from './front/http/http-front.ts';
export type { StdioFront, StdioOptions } from './front/stdio/stdio-front.ts';
export { createGateway, type DrainOptions, type Gateway, type GatewayOptions } from './gateway.ts';
export { createNameTable, type HiddenEntry, type NameTable, type NameTableOptions } from './names/name-table.ts';
export { MAX_NAME_LENGTH, type NamedEntry } from './names/public-name.ts';
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
