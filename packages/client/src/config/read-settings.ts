import { resolveStale } from '@seawall/core/base';
import { readAlerts } from './alerts/read-alerts.ts';
import { SETTINGS_DEFAULTS, type Settings } from './configuration.ts';
import { type ServerOptionsInput, type SettingsInput, settingsSchema } from './configuration-schema.ts';
import { createExpander } from './entry/expander.ts';
import { checkTimeLimits } from './entry/server-options.ts';
import { type Environment, resolvePath } from './environment.ts';
import type { Finding } from './finding.ts';
import { checkSchema } from './schema-findings.ts';

/** What the top-level `seawall` key says, and what is wrong about it. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly defaults: ServerOptionsInput;
  readonly findings: readonly Finding[];
  readonly secrets: readonly string[];
}

/** Reads the top-level `seawall` key; what is absent takes its default. */
export function readSettings(
  value: unknown,
  surroundings: { readonly env: Environment; readonly folder: string },
): ReadSettings {
  const path = ['seawall'];
  const checked =
    value === undefined || value === null ? { value: {}, findings: [] } : checkSchema(settingsSchema, value, path);
  const input: SettingsInput = checked.value ?? {};
  const defaults = input.defaults ?? {};
  const expander = createExpander({ ...surroundings, inputs: new Map() });
  const token =
    input.auth?.token === undefined ? undefined : expander.expand(input.auth.token, [...path, 'auth', 'token'])?.trim();
  const dataDir = input.dataDir === undefined ? undefined : expander.expand(input.dataDir, [...path, 'dataDir']);
  const alerts =
    input.alerts === undefined
      ? undefined
      : readAlerts(input.alerts, { ...surroundings, expander, path: [...path, 'alerts'] });
  const findings: Finding[] = [
    ...checked.findings,
    ...expander.findings,
    ...checkTimeLimits(defaults, {}, [...path, 'defaults']),
    ...checkToken(token),
    ...(alerts?.findings ?? []),
  ];
  const { listen, log } = SETTINGS_DEFAULTS;
  return {
    settings: {
      prefix: input.prefix ?? SETTINGS_DEFAULTS.prefix,
      statusTool: input.statusTool ?? SETTINGS_DEFAULTS.statusTool,
      firstListWaitMs: input.firstListWaitMs ?? SETTINGS_DEFAULTS.firstListWaitMs,
      drainMs: input.drainMs ?? SETTINGS_DEFAULTS.drainMs,
      ...(dataDir === undefined ? {} : { dataDir: resolvePath(dataDir, surroundings) }),
      listen: {
        host: input.listen?.host ?? listen.host,
        port: input.listen?.port ?? listen.port,
        allowedHosts: input.listen?.allowedHosts ?? listen.allowedHosts,
        allowedOrigins: input.listen?.allowedOrigins ?? listen.allowedOrigins,
        maxBodyBytes: input.listen?.maxBodyBytes ?? listen.maxBodyBytes,
      },
      auth: token === undefined || token === '' ? {} : { token },
      log: { level: input.log?.level ?? log.level },
      stale: resolveStale(input.stale ?? {}),
      ...(alerts === undefined ? {} : { alerts: alerts.settings }),
    },
    defaults,
    findings,
    secrets: [...(token === undefined || token === '' ? [] : [token]), ...(alerts?.secrets ?? [])],
  };
}

/** A shorter token can be guessed, in characters. */
const MIN_TOKEN_LENGTH = 16;

function checkToken(token: string | undefined): readonly Finding[] {
  if (token === undefined) return [];
  const path = ['seawall', 'auth', 'token'];
  if (token === '') {
    const allowed = 'a token that is not empty, or no "auth" at all';
    return [{ severity: 'error', path, message: 'The token is empty, so that everybody would have it.', allowed }];
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return [
      {
        severity: 'error',
        path,
        message: 'The token can not stand in a header.',
        allowed: 'printable ASCII without spaces',
      },
    ];
  }
  if (token.length >= MIN_TOKEN_LENGTH) return [];
  return [
    {
      severity: 'warning',
      path,
      message: `The token has fewer than ${MIN_TOKEN_LENGTH} characters and can be guessed.`,
    },
  ];
}
