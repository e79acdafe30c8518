import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Configuration, DoctorReport } from '@seawall/client';
import { type AdminCodes, type AdminOptions, createAdminCodes, type ReloadResult } from '@seawall/gateway';
import type { CommandContext } from '../context.ts';
import type { Observing } from '../observing/observing.ts';
import type { Session } from '../session/session.ts';
import { dashboardFolder } from './dashboard-folder.ts';

/** What the admin API of `seawall serve` stands on. */
export interface AdminParts {
  readonly session: Session;
  readonly observing: Observing;
  readonly dataDir: string;
  /** Reads the configuration again. Never rejects. */
  readonly reload: () => Promise<ReloadResult>;
}

/** The admin side of a gateway, with the token that opens it. */
export interface Admin extends AdminOptions {
  readonly codes: AdminCodes;
}

/** Builds it. The token is the one of the configuration, or one that lives as long as this process. */
export function createAdmin(context: CommandContext, parts: AdminParts): Admin {
  const { session, observing, dataDir, reload } = parts;
  const generated = randomBytes(TOKEN_BYTES).toString('base64url');
  return {
    token: () => session.configuration.settings.auth.adminToken ?? generated,
    codes: createAdminCodes({ clock: context.clock }),
    tokenFile: join(dataDir, TOKEN_FILE),
    pageFolder: dashboardFolder,
    open: async () => {
      const observed = await observing.open();
      return {
        subscribe: session.events.subscribe,
        store: observed.store,
        tracker: observed.tracker,
        metrics: observed.metrics,
        // A reload puts others in their place.
        get alerts() {
          return observed.alerts;
        },
        get sinks() {
          return observed.sinks;
        },
        audit: observed.audit,
        operator: {
          dataDir,
          configuration: () => session.configuration,
          reload,
          examine: (servers, signal) => examine(context, session.configuration, { servers, signal }),
        },
      };
    },
  };
}

const TOKEN_BYTES = 32;
const TOKEN_FILE = 'admin-tokens.json';

async function examine(
  { clock, env }: CommandContext,
  configuration: Configuration,
  { servers, signal }: { readonly servers: readonly string[] | undefined; readonly signal: AbortSignal },
): Promise<DoctorReport> {
  const { runDoctor } = await import('@seawall/client');
  return runDoctor(configuration, { signal, environment: env, clock, ...(servers === undefined ? {} : { servers }) });
}
