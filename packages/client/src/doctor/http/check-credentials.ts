import { isRecord } from '../../connection/is-record.ts';

/** When a bearer token that tells so stops or stopped to be valid, in milliseconds since the epoch. */
export function tokenExpiryMs(headers: Readonly<Record<string, string>>): number | undefined {
  for (const value of Object.values(headers)) {
    const payload = /^(?:\w+\s+)?[\w-]{2,}\.([\w-]{2,})\.[\w-]*$/.exec(value.trim())?.[1];
    const expiry = payload === undefined ? undefined : readExpiry(payload);
    if (expiry !== undefined) return expiry;
  }
  return undefined;
}

/** The claim of a JSON web token; nothing else of it is looked at. */
function readExpiry(payload: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const seconds: unknown = isRecord(claims) ? claims.exp : undefined;
    return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : undefined;
  } catch {
    // Three parts with dots between them are no token yet.
    return undefined;
  }
}
