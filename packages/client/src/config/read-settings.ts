import { resolveStale } from '@seawall/core/base';
import { readAlerts } from './alerts/read-alerts.ts';
import { createSecretReader } from './alerts/secret-file.ts';
import type { ConfigPath } from './config-path.ts';
import { type AuthSettings, SETTINGS_DEFAULTS, type Settings, type StoreSettings } from './configuration.ts';
import { type ServerOptionsInput, type SettingsInput, settingsSchema } from './configuration-schema.ts';
import { createExpander, type Expander } from './entry/expander.ts';
import { checkTimeLimits } from './entry/server-options.ts';
import { type Environment, resolvePath } from './environment.ts';
import { readErrorGroups } from './error-groups-schema.ts';
import type { Finding } from './finding.ts';
import { type ExportInput, readAudit, readExport, readLog } from './record-settings.ts';
import { checkSchema } from './schema-findings.ts';
import type { StoreInput } from './store-schema.ts';

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
  const admin = readAdminToken(input.auth?.adminToken, { expander, folder: surroundings.folder });
  const dataDir = input.dataDir === undefined ? undefined : expander.expand(input.dataDir, [...path, 'dataDir']);
  const exportFolder =
    input.export === undefined ? undefined : expander.expand(input.export.folder, [...path, 'export', 'folder']);
  const alerts =
    input.alerts === undefined
      ? undefined
      : readAlerts(input.alerts, { ...surroundings, expander, path: [...path, 'alerts'] });
  const findings: Finding[] = [
    ...checked.findings,
    ...expander.findings,
    ...checkTimeLimits(defaults, {}, [...path, 'defaults']),
    ...checkToken(token, ['seawall', 'auth', 'token']),
    ...admin.findings,
    ...(alerts?.findings ?? []),
  ];
  const { listen } = SETTINGS_DEFAULTS;
  const auth = { ...(token === undefined || token === '' ? {} : { token }), ...admin.setting };
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
      auth,
      log: readLog(input.log),
      audit: readAudit(input.audit),
      ...readExportFolder(input.export, exportFolder, surroundings),
      stale: resolveStale(input.stale ?? {}),
      ...(alerts === undefined ? {} : { alerts: alerts.settings }),
      store: readStore(input.store),
      errorGroups: readErrorGroups(input.errorGroups),
      metrics: { maxTools: input.metrics?.maxTools ?? SETTINGS_DEFAULTS.metrics.maxTools },
    },
    defaults,
    findings,
    secrets: [...Object.values(auth), ...(alerts?.secrets ?? [])],
  };
}

/** Nothing where a variable of the path is not there, which was found already. */
function readExportFolder(
  input: ExportInput | undefined,
  folder: string | undefined,
  surroundings: { readonly env: Environment; readonly folder: string },
): Pick<Settings, 'export'> {
  if (input === undefined || folder === undefined) return {};
  return { export: readExport(resolvePath(folder, surroundings), input) };
}

function readStore(input: StoreInput = {}): StoreSettings {
  const { enabled, payloads, maxPayloadLength, maxAgeMs, maxRows } = SETTINGS_DEFAULTS.store;
  return {
    enabled: input.enabled ?? enabled,
    payloads: input.payloads ?? payloads,
    maxPayloadLength: input.maxPayloadLength ?? maxPayloadLength,
    maxAgeMs: input.maxAgeMs ?? maxAgeMs,
    maxRows: input.maxRows ?? maxRows,
  };
}

/** The token itself, a variable, or what stands in a file. */
function readAdminToken(
  written: string | undefined,
  context: { readonly expander: Expander; readonly folder: string },
): { readonly setting: Pick<AuthSettings, 'adminToken'>; readonly findings: readonly Finding[] } {
  if (written === undefined) return { setting: {}, findings: [] };
  const findings: Finding[] = [];
  const path = ['seawall', 'auth', 'adminToken'];
  const adminToken = createSecretReader({ ...context, findings })
    .expand(written, path)
    ?.trim();
  findings.push(...checkToken(adminToken, path));
  return { setting: adminToken === undefined || adminToken === '' ? {} : { adminToken }, findings };
}

/** A shorter token can be guessed, in characters. */
const MIN_TOKEN_LENGTH = 16;

function checkToken(token: string | undefined, path: ConfigPath): readonly Finding[] {
  if (token === undefined) return [];
  if (token === '') {
    const allowed = `a token that is not empty, or no "${path.at(-1)}" at all`;
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
