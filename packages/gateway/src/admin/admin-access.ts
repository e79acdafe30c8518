import { timingSafeEqual } from 'node:crypto';
import { CSRF_HEADER, SESSION_COOKIE } from '@seawall/admin-api/wire';
import type { Clock } from '@seawall/core/base';
import type { AdminCodes } from './admin-codes.ts';
import { AttemptLimit } from './attempt-limit.ts';
import { ProblemError } from './problems.ts';
import { createSecret, digestOf, keyOf, makeRoom } from './secret-digest.ts';
import type { AdminTokens } from './tokens/admin-tokens.ts';

/** Limits of {@link AdminAccess}. */
export const ACCESS_LIMITS = {
  /** How long a session lasts after its last request, in milliseconds. */
  sessionMs: 43_200_000,
  sessions: 100,
} as const;

/** Who asks: somebody with the token, or the browser that opened a link. */
export interface AdminActor {
  /** For the audit. */
  readonly name: 'token' | `token ${string}` | `browser ${string}`;
  /** Whether what let them in still would. */
  isAdmitted(): boolean;
  /** Whether the token still lets in that they came with, or that their link goes back to. */
  isBacked(): boolean;
}

/** What of a request shows who asks. */
export interface Credentials {
  readonly method: string;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  /** The header that other sites can't send. */
  readonly csrf: string | undefined;
  /** From where it comes, as far as the network tells. */
  readonly address: string;
}

/** A session that is to be opened. */
export interface SessionRequest {
  readonly by: { readonly code: string } | { readonly token: string };
  readonly address: string;
  /** Whether the browser came over HTTPS, so that it never sends the cookie in the clear. */
  readonly isSecure: boolean;
}

/** A session that was opened. */
export interface OpenedSession {
  readonly setCookie: string;
  readonly expiresAtMs: number;
  readonly actor: AdminActor;
}

interface AdminAccessOptions {
  readonly clock: Clock;
  /** Asked at each request: a reload may change it, which ends the sessions that it opened. */
  readonly token: () => string;
  readonly codes: AdminCodes;
  /** Those that people made. */
  readonly tokens: Pick<AdminTokens, 'find' | 'isValid'>;
}

/**
 * Who may use the admin API.
 *
 * Secrets are compared by their digests in constant time, and only digests of codes and sessions are kept. A session ends with
 * the process.
 */
export class AdminAccess {
  readonly #clock: Clock;
  readonly #token: () => string;
  readonly #codes: AdminCodes;
  readonly #tokens: AdminAccessOptions['tokens'];
  readonly #limit: AttemptLimit;
  /** By digests of cookies. */
  readonly #sessions = new Map<string, Session>();

  constructor({ clock, token, codes, tokens }: AdminAccessOptions) {
    this.#clock = clock;
    this.#token = token;
    this.#codes = codes;
    this.#tokens = tokens;
    this.#limit = new AttemptLimit(clock);
  }

  /**
   * Finds out who asks.
   *
   * @throws {@link ProblemError} `UNAUTHENTICATED`, `FORBIDDEN` or `TOO_MANY_REQUESTS`.
   */
  check({ method, authorization, cookie, csrf, address }: Credentials): AdminActor {
    const bearer = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (bearer !== undefined) return this.#byToken(bearer, address);
    const value = cookieValue(cookie);
    if (value === undefined) throw new ProblemError('UNAUTHENTICATED', NO_CREDENTIALS);
    const session = this.#sessionOf(keyOf(value));
    const isChange = method !== 'GET' && method !== 'HEAD';
    if (session === undefined) {
      // A page that is open goes on asking with a session that ended with the process before: it locks nobody out. And nobody
      // guesses a cookie.
      if (!isChange) throw new ProblemError('UNAUTHENTICATED', { ...NO_CREDENTIALS, detail: NO_SESSION });
      throw this.#failed(NO_SESSION, address);
    }
    if (isChange && csrf === undefined)
      throw new ProblemError('FORBIDDEN', {
        detail: `A change needs the header "${CSRF_HEADER}" when it comes with a cookie.`,
        hint: `Send "${CSRF_HEADER}: 1".`,
      });
    session.endsAtMs = this.#clock.monotonicMs() + ACCESS_LIMITS.sessionMs;
    return session.actor;
  }

  /** @throws {@link ProblemError} for a token that is wrong, or a code that is used, over or wrong. */
  open({ by, address, isSecure }: SessionRequest): OpenedSession {
    const isBacked = 'token' in by ? this.#byToken(by.token, address).isBacked : this.#byCode(by.code, address);
    const value = createSecret();
    const key = keyOf(value);
    const actor: AdminActor = {
      name: `browser ${key.slice(0, NAME_LENGTH)}`,
      isAdmitted: () => this.#sessionOf(key) !== undefined,
      isBacked,
    };
    makeRoom(this.#sessions, ACCESS_LIMITS.sessions);
    const endsAtMs = this.#clock.monotonicMs() + ACCESS_LIMITS.sessionMs;
    this.#sessions.set(key, { endsAtMs, actor });
    return {
      setCookie: `${SESSION_COOKIE}=${value}; ${COOKIE_ATTRIBUTES}${isSecure ? '; Secure' : ''}`,
      expiresAtMs: this.#clock.now() + ACCESS_LIMITS.sessionMs,
      actor,
    };
  }

  /** Ends the session of a cookie; harmless when there is none. @returns the header that has the browser forget it */
  close(cookie: string | undefined): string {
    const value = cookieValue(cookie);
    if (value !== undefined) this.#sessions.delete(keyOf(value));
    // It is asked for one level below, where a browser would take another path than that of the cookie.
    return `${SESSION_COOKIE}=; ${COOKIE_ATTRIBUTES}; Path=/api; Max-Age=0`;
  }

  #sessionOf(key: string): Session | undefined {
    const session = this.#sessions.get(key);
    if (session === undefined) return undefined;
    const isOver = session.endsAtMs < this.#clock.monotonicMs();
    if (!isOver && session.actor.isBacked()) return session;
    this.#sessions.delete(key);
    return undefined;
  }

  #byToken(given: string, address: string): AdminActor {
    // One that could be guessed is not looked at while somebody guesses; see AttemptLimit.
    if (given.length < UNGUESSABLE_LENGTH) this.#limit.assertPatience(address);
    const isRight = this.#isOwn(given);
    if (isRight()) return { name: 'token', isAdmitted: isRight, isBacked: isRight };
    const made = this.#tokens.find(given);
    if (made === undefined) throw this.#failed('The token is not that of this gateway.', address);
    const isValid = (): boolean => this.#tokens.isValid(made.id);
    return { name: `token ${made.name}`, isAdmitted: isValid, isBacked: isValid };
  }

  #byCode(code: string, address: string): () => boolean {
    const taken = this.#codes.take(code);
    if (taken === undefined)
      throw this.#failed('This link was used already, is older than ten minutes, or never was.', address);
    return taken.isBacked ?? this.#isOwn(this.#token());
  }

  /** Tells from now on whether a token is the one of the gateway. */
  #isOwn(token: string): () => boolean {
    const digest = digestOf(token);
    return () => timingSafeEqual(digest, digestOf(this.#token()));
  }

  #failed(detail: string, address: string): ProblemError {
    this.#limit.assertPatience(address);
    this.#limit.note(address);
    return new ProblemError('UNAUTHENTICATED', { ...NO_CREDENTIALS, detail });
  }
}

interface Session {
  endsAtMs: number;
  readonly actor: AdminActor;
}

const NAME_LENGTH = 8;

/** From so many characters on the configuration does not warn of a token. */
const UNGUESSABLE_LENGTH = 16;

/** Not for scripts, not for other sites, and only for this API. */
// Without a path a browser takes that of /api as it knows it: below a prefix too, that a reverse proxy takes away.
const COOKIE_ATTRIBUTES = 'HttpOnly; SameSite=Strict';

const NO_SESSION = 'The session is over, or never was.';

const NO_CREDENTIALS = {
  detail: 'The admin API needs a token or a session.',
  hint: 'Send "Authorization: Bearer" with the admin token, or open the link that the gateway printed at its start.',
  headers: { 'www-authenticate': 'Bearer' },
};

function cookieValue(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === SESSION_COOKIE && value !== undefined && value !== '') return value;
  }
  return undefined;
}
