import { type Clock, systemClock } from '@seawall/core/base';
import { createSecret, keyOf, makeRoom } from './secret-digest.ts';

/** How long a code works, in milliseconds. */
export const ADMIN_CODE_MS = 600_000;

/** Codes of links that open the dashboard: each opens one session, within ten minutes. */
export interface AdminCodes {
  /** Makes one; of many that nobody used the oldest is forgotten. */
  create(): AdminCode;
  /** Uses one up. @returns whether it was there */
  take(code: string): boolean;
}

/** One code. */
export interface AdminCode {
  readonly code: string;
  /** In milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** Builds the codes of a gateway, so that the first one can be printed before anybody asks for the admin API. */
export function createAdminCodes({ clock = systemClock }: { readonly clock?: Clock } = {}): AdminCodes {
  /** Digests of codes that were not used, and when they end. */
  const unused = new Map<string, number>();
  return {
    create: () => {
      const code = createSecret();
      makeRoom(unused, MAX_CODES);
      unused.set(keyOf(code), clock.monotonicMs() + ADMIN_CODE_MS);
      return { code, expiresAtMs: clock.now() + ADMIN_CODE_MS };
    },
    take: (code) => {
      const endsAtMs = unused.get(keyOf(code));
      unused.delete(keyOf(code));
      return endsAtMs !== undefined && clock.monotonicMs() <= endsAtMs;
    },
  };
}

/** The link that opens the dashboard once. The code stands behind `#`, so that it goes into no log on the way. */
export function dashboardLink(baseUrl: string, { code }: Pick<AdminCode, 'code'>): string {
  return `${baseUrl}/#code=${code}`;
}

const MAX_CODES = 100;
