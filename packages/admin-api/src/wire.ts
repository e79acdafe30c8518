/**
 * What both sides of the admin API say to each other beside its schemas: small, and without any dependency.
 *
 * @packageDocumentation
 */

/** The cookie of a browser that opened the link with its one-time code. */
export const SESSION_COOKIE = 'seawall_admin';
/** What a browser has to send with every request that is no GET, with any value: other sites can't. */
export const CSRF_HEADER = 'x-seawall-csrf';
/** The media type of a problem report (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';
/** How often the stream of events says that it is alive, in milliseconds. */
export const HEARTBEAT_MS = 15_000;
