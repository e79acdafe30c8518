import { type Clock, systemClock } from '@seawall/core/base';
import { createSecret, keyOf, makeRoom } from './secret-digest.ts';

/** How long a code works, in milliseconds. */
export const ADMIN_CODE_MS = 600_000;

/** Codes of links that open the dashboard: each opens one session, within ten minutes. */
export interface AdminCodes {
  /**
   * Makes one; of many that nobody used the oldest is forgotten.
   *
   * @param isBacked whether what let in the one who asked for it still would; without it the token of the gateway decides
   */
  create(isBacked?: () => boolean): AdminCode;
  /** Uses one up. @returns what is behind it; `undefined` where it was not there, or is over */
  take(code: string): CodeBacking | undefined;
}

/** What is behind a code. */
export interface CodeBacking {
  /** Absent: the token of the gateway. */
  readonly isBacked?: () => boolean;
}

/** One code. */
export interface AdminCode {
  readonly code: string;
  /** In milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** Builds the codes of a gateway, so that the first one can be printed before anybody asks for the admin API. */
export function createAdminCodes({ clock = systemClock }: { readonly clock?: Clock } = {}): AdminCodes {
  /** By digests of codes that were not used. */
  const unused = new Map<string, CodeBacking & { readonly endsAtMs: number }>();
  return {
    create: (isBacked) => {
      const code = createSecret();
      makeRoom(unused, MAX_CODES);
      const endsAtMs = clock.monotonicMs() + ADMIN_CODE_MS;
      unused.set(keyOf(code), { endsAtMs, ...(isBacked === undefined ? {} : { isBacked }) });
      return { code, expiresAtMs: clock.now() + ADMIN_CODE_MS };
    },
    take: (code) => {
      const found = unused.get(keyOf(code));
      unused.delete(keyOf(code));
      if (found === undefined || clock.monotonicMs() > found.endsAtMs || found.isBacked?.() === false) return undefined;
      return found;
    },
  };
}

/** The link that opens the dashboard once. The code stands behind `#`, so that it goes into no log on the way. */
export function dashboardLink(baseUrl: string, { code }: Pick<AdminCode, 'code'>): string {
  return `${baseUrl}/#code=${code}`;
}

const MAX_CODES = 100;
