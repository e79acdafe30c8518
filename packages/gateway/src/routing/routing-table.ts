import {
  createNameTable,
  type Definition,
  type HiddenEntry,
  type NameTable,
  type PrefixMode,
  type ResourceDefinition,
  type ResourceTemplateDefinition,
  type ServerCatalog,
} from '@seawall/client';
import { parseSeawallUri, toSeawallUri } from '../names/resource-uri.ts';
import { createUriTemplateMatcher, type UriTemplateMatcher } from '../names/uri-template.ts';
import { STATUS_TOOL_NAME } from '../status/status-tool-name.ts';

/** What the gateway lists, and where each of it leads. Never changes once it is built. */
export interface RoutingTable {
  readonly tools: readonly Definition[];
  readonly prompts: readonly Definition[];
  readonly resources: readonly ResourceDefinition[];
  readonly resourceTemplates: readonly ResourceTemplateDefinition[];
  /** The tool behind a public name. */
  findTool(publicName: string): Route | undefined;
  /** The prompt behind a public name. */
  findPrompt(publicName: string): Route | undefined;
  /** Where a URI can be read, the likeliest first; empty when no listed resource and no template has it. */
  findResource(uri: string): readonly ResourceRoute[];
  /** Tools and prompts that are not listed because another server's has their name. */
  readonly hidden: readonly HiddenDefinition[];
}

/** One tool or prompt at its server. */
export interface Route {
  readonly server: string;
  /** As the server names it. */
  readonly name: string;
  /** As the server described it. */
  readonly definition: Definition;
}

/** One place where a resource can be read. */
export interface ResourceRoute {
  readonly server: string;
  /** As the server knows it. */
  readonly uri: string;
}

/** A tool or a prompt without a public name. */
export interface HiddenDefinition extends HiddenEntry {
  readonly kind: 'tool' | 'prompt';
}

/** Builds the table from all catalogs, in the order of the configuration. */
export function createRoutingTable(catalogs: readonly ServerCatalog[], prefix: PrefixMode): RoutingTable {
  const tools = nameDefinitions(catalogs, (catalog) => catalog.tools, { prefix, reserved: [STATUS_TOOL_NAME] });
  const prompts = nameDefinitions(catalogs, (catalog) => catalog.prompts, { prefix });
  const resources = placeResources(catalogs);
  const templates = placeTemplates(catalogs);
  const servers = new Set(catalogs.map((catalog) => catalog.server));
  return {
    tools: tools.listed,
    prompts: prompts.listed,
    resources: resources.listed,
    resourceTemplates: templates.listed,
    findTool: tools.find,
    findPrompt: prompts.find,
    findResource: (uri) => {
      const plain = resources.routes.get(uri);
      if (plain !== undefined) return [plain];
      const own = parseSeawallUri(uri);
      if (own !== undefined && servers.has(own.server)) return [own];
      const matching = templates.matchers.filter(({ matcher }) => matcher.matches(uri)).map(({ server }) => server);
      return [...new Set(matching)].map((server) => ({ server, uri }));
    },
    hidden: [
      ...tools.hidden.map((entry) => ({ ...entry, kind: 'tool' as const })),
      ...prompts.hidden.map((entry) => ({ ...entry, kind: 'prompt' as const })),
    ],
  };
}

interface NamedDefinitions {
  readonly listed: readonly Definition[];
  readonly find: (publicName: string) => Route | undefined;
  readonly hidden: readonly HiddenEntry[];
}

function nameDefinitions(
  catalogs: readonly ServerCatalog[],
  select: (catalog: ServerCatalog) => readonly Definition[],
  options: Parameters<typeof createNameTable>[1],
): NamedDefinitions {
  const routes = catalogs.flatMap((catalog) =>
    firstOfEachName(select(catalog)).map(
      (definition): Route => ({ server: catalog.server, name: definition.name, definition }),
    ),
  );
  const names: NameTable = createNameTable(routes, options);
  const byPublicName = new Map<string, Route>();
  const byServer = new Map<string, Map<string, Route>>();
  for (const route of routes) {
    const publicName = names.nameOf(route.server, route.name);
    if (publicName !== undefined) byPublicName.set(publicName, route);
    const own = byServer.get(route.server) ?? new Map<string, Route>();
    byServer.set(route.server, own.set(route.name, route));
  }
  return {
    // Only the name changes; whatever else the server wrote stays, also what nobody has heard of yet.
    listed: [...byPublicName].map(([name, { definition }]) =>
      name === definition.name ? definition : { ...definition, name },
    ),
    find: (publicName) => {
      const route = byPublicName.get(publicName);
      if (route !== undefined) return route;
      const entry = names.find(publicName);
      return entry === undefined ? undefined : byServer.get(entry.server)?.get(entry.name);
    },
    hidden: names.hidden,
  };
}

function firstOfEachName(definitions: readonly Definition[]): readonly Definition[] {
  const seen = new Set<string>();
  return definitions.filter(({ name }) => !seen.has(name) && seen.add(name));
}

function placeResources(catalogs: readonly ServerCatalog[]): {
  listed: readonly ResourceDefinition[];
  routes: ReadonlyMap<string, ResourceRoute>;
} {
  const listed: ResourceDefinition[] = [];
  const routes = new Map<string, ResourceRoute>();
  for (const { server, resources } of catalogs) {
    for (const resource of resources) {
      const holder = routes.get(resource.uri);
      if (holder?.server === server) continue;
      const uri = holder === undefined ? resource.uri : toSeawallUri(server, resource.uri);
      if (routes.has(uri)) continue;
      listed.push(uri === resource.uri ? resource : { ...resource, uri });
      routes.set(uri, { server, uri: resource.uri });
    }
  }
  return { listed, routes };
}

interface PlacedTemplate {
  readonly server: string;
  readonly matcher: UriTemplateMatcher;
}

/** Equal templates of several servers are listed once: a URI of them is asked for at each of these servers in turn. */
function placeTemplates(catalogs: readonly ServerCatalog[]): {
  listed: readonly ResourceTemplateDefinition[];
  matchers: readonly PlacedTemplate[];
} {
  const listed = new Map<string, ResourceTemplateDefinition>();
  const matchers: PlacedTemplate[] = [];
  for (const { server, resourceTemplates } of catalogs) {
    for (const template of resourceTemplates) {
      if (!listed.has(template.uriTemplate)) listed.set(template.uriTemplate, template);
      matchers.push({ server, matcher: createUriTemplateMatcher(template.uriTemplate) });
    }
  }
  return { listed: [...listed.values()], matchers };
}
