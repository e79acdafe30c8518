import { resolveDeadline } from '@seawall/core/base';
import type { ConfigPath } from '../config-path.ts';
import { SERVER_OPTION_DEFAULTS, type ServerOptions, type TlsOptions } from '../configuration.ts';
import type { ServerOptionsInput, TlsInput } from '../configuration-schema.ts';
import { type Environment, resolvePath } from '../environment.ts';
import type { Finding } from '../finding.ts';
import type { ToolOptions, ToolRule } from '../tool-options.ts';
import type { ToolOptionsInput, ToolsInput } from '../tools-schema.ts';
import type { Expander } from './expander.ts';
import { resolveServerPolicies } from './server-policies.ts';

/**
 * The options of one server: its own, else those of `seawall.defaults`, else the built-in ones.
 *
 * Built-in limits give way to those that were set: a `timeoutMs` of ten minutes raises the totals that nobody set.
 */
export function resolveServerOptions(request: ServerOptionsRequest): ServerOptions {
  const { own, defaults, transport } = request;
  const given = { ...withoutUndefined(defaults), ...withoutUndefined(own) };
  const limits = [given.timeoutMs, given.totalTimeoutMs, given.maxTotalTimeoutMs];
  return {
    ...resolveDeadline(given),
    hasOwnTimeLimits: limits.some((limit) => limit !== undefined),
    connectTimeoutMs:
      given.connectTimeoutMs ??
      (transport === 'stdio'
        ? SERVER_OPTION_DEFAULTS.stdioConnectTimeoutMs
        : SERVER_OPTION_DEFAULTS.httpConnectTimeoutMs),
    listTimeoutMs: given.listTimeoutMs ?? SERVER_OPTION_DEFAULTS.listTimeoutMs,
    maxMessageBytes: given.maxMessageBytes ?? SERVER_OPTION_DEFAULTS.maxMessageBytes,
    session: given.session ?? SERVER_OPTION_DEFAULTS.session,
    inheritEnv: given.inheritEnv ?? SERVER_OPTION_DEFAULTS.inheritEnv,
    security: given.security ?? SERVER_OPTION_DEFAULTS.security,
    trustAnnotations: given.trustAnnotations ?? SERVER_OPTION_DEFAULTS.trustAnnotations,
    policies: resolveServerPolicies(own, defaults, transport),
    tools: resolveTools(own.tools, defaults.tools),
    tls: resolveTls({ ...withoutUndefined(defaults.tls ?? {}), ...withoutUndefined(own.tls ?? {}) }, request),
  };
}

/** What {@link resolveServerOptions} needs. */
export interface ServerOptionsRequest {
  readonly own: ServerOptionsInput;
  readonly defaults: ServerOptionsInput;
  readonly transport: 'stdio' | 'http';
  /** Of the server's `seawall` key. */
  readonly path: ConfigPath;
  readonly expander: Expander;
  readonly env: Environment;
  readonly folder: string;
}

/** Faults in how the limits of one server stand to each other. */
export function checkTimeLimits(
  own: ServerOptionsInput,
  defaults: ServerOptionsInput,
  path: ConfigPath,
): readonly Finding[] {
  const longest = own.maxTotalTimeoutMs ?? defaults.maxTotalTimeoutMs;
  if (longest === undefined) return [];
  return (['timeoutMs', 'totalTimeoutMs'] as const).flatMap((field): readonly Finding[] => {
    const value = own[field] ?? defaults[field];
    const isOwn = own[field] !== undefined || own.maxTotalTimeoutMs !== undefined;
    if (value === undefined || value <= longest || !isOwn) return [];
    const place = own[field] === undefined ? 'maxTotalTimeoutMs' : field;
    return [
      {
        severity: 'error',
        path: [...path, place],
        message: `${field} (${value}) is longer than maxTotalTimeoutMs (${longest}), so it could never pass.`,
        value: String(place === field ? value : longest),
        allowed: place === field ? `at most ${longest} milliseconds` : `at least ${value} milliseconds`,
      },
    ];
  });
}

/** The server's own patterns and those for all; of the same pattern the server's fields win. */
function resolveTools(own: ToolsInput = {}, defaults: ToolsInput = {}): readonly ToolRule[] {
  const patterns = [...new Set([...Object.keys(own), ...Object.keys(defaults)])].sort();
  return patterns.map((pattern) => ({
    pattern,
    options: { ...toToolOptions(defaults[pattern]), ...toToolOptions(own[pattern]) },
  }));
}

function toToolOptions({ fallback, ...options }: ToolOptionsInput = {}): ToolOptions {
  if (fallback === undefined) return withoutUndefined(options);
  const chain = fallback === false ? false : fallback.map(({ tool, ...step }) => ({ tool, ...withoutUndefined(step) }));
  return { ...withoutUndefined(options), fallback: chain };
}

function resolveTls(tls: TlsInput, request: ServerOptionsRequest): TlsOptions {
  const toPath = (field: keyof TlsInput): string | undefined => {
    const value = tls[field];
    const expanded = value === undefined ? undefined : request.expander.expand(value, [...request.path, 'tls', field]);
    return expanded === undefined ? undefined : resolvePath(expanded, request);
  };
  return withoutUndefined({ caFile: toPath('caFile'), certFile: toPath('certFile'), keyFile: toPath('keyFile') });
}

/** Fields that are there and `undefined` would hide those underneath. */
function withoutUndefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }; // The same fields, less those without a value.
}
