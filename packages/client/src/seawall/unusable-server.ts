import { type Clock, type ConnectionStatus, MCPConfigurationError, type MCPError } from '@seawall/core/base';
import type { CallProfile } from '../calls/call-profile.ts';
import { emptyCatalog } from '../catalog/server-catalog.ts';
import { type ConfiguredServer, SERVER_OPTION_DEFAULTS } from '../config/configuration.ts';
import type { Upstream } from './upstream.ts';

/** A server of the configuration that can't be used, or must not. */
export type UnusableEntry = Exclude<ConfiguredServer, { kind: 'usable' }>;

/** No call gets as far as that any of this counts. */
const UNUSABLE_PROFILE: CallProfile = {
  safety: 'write',
  limits: SERVER_OPTION_DEFAULTS,
  options: {},
  verifyWith: undefined,
};

/** Stands for a server that is disabled or whose entry is faulty: it is shown with the reason, and every call says it. */
export function createUnusableServer(entry: UnusableEntry, clock: Clock): Upstream {
  const sinceMs = clock.now();
  const status: ConnectionStatus =
    entry.kind === 'faulty'
      ? { state: 'misconfigured', sinceMs, lastError: entry.error }
      : { state: 'stopped', sinceMs, reason: entry.reason };
  return {
    name: entry.name,
    fingerprint: unusableFingerprint(entry),
    catalog: emptyCatalog(entry.name),
    status: {
      name: entry.name,
      transport: 'unknown',
      status,
      info: undefined,
      toolCount: 0,
      settled: true,
      stderrTail: '',
    },
    failures: 0,
    start: () => undefined,
    policies: undefined,
    circuit: undefined,
    changeCircuit: () => {
      throw refusal(entry);
    },
    identity: { aliases: [], setting: () => undefined },
    profileOf: () => UNUSABLE_PROFILE,
    setTimeouts: () => {
      throw refusal(entry);
    },
    request: () => Promise.resolve({ kind: 'error', error: refusal(entry), attempts: 0, delivery: 'not-sent' }),
    subscribe: () => Promise.reject(refusal(entry)),
    updateLogLevel: () => undefined,
    announceRoots: () => undefined,
    release: () => Promise.resolve(),
    check: () => Promise.resolve({ server: entry.name, result: 'not_connected' }),
    reconnect: () => Promise.reject(refusal(entry)),
    close: () => Promise.resolve(),
  };
}

/** Equal for entries that can't be used for the same reason. */
export function unusableFingerprint(entry: UnusableEntry): string {
  return JSON.stringify([entry.kind, entry.kind === 'faulty' ? entry.error.message : entry.reason]);
}

function refusal(entry: UnusableEntry): MCPError {
  if (entry.kind === 'faulty') return entry.error;
  return new MCPConfigurationError({
    code: 'SERVER_DISABLED',
    configSection: `mcpServers.${entry.name}`,
    message: `Server "${entry.name}" is disabled: ${entry.reason}.`,
    hint: `Enable it in the configuration, at mcpServers.${entry.name}.`,
  });
}
