import { CONFIGURED_MARKER, isSensitiveName, redactText } from '@seawall/core/base';
import type { ConfigPath } from './config-path.ts';
import { secretsOfPair } from './secrets/collect-secrets.ts';
import { looksLikeCredential } from './secrets/credential-shape.ts';

/** A value of a configuration as it may be shown: shortened, and without secrets, whether or not they are registered. */
export function showValue(value: unknown, path: ConfigPath): string {
  if (typeof value !== 'string') return showOther(value);
  const hidden = path.some((part) => typeof part === 'string' && (HIDDEN_BELOW.has(part) || isSensitiveName(part)));
  if (hidden || looksLikeCredential(value)) return CONFIGURED_MARKER;
  const clean = redactText(value, { configuredSecrets: secretsOfPair('', value) });
  return JSON.stringify(clean.length > MAX_SHOWN_LENGTH ? `${clean.slice(0, MAX_SHOWN_LENGTH)}…` : clean);
}

/** What kind of thing a value is, with its article. */
export function typeText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'a string', boolean: 'true or false', number: 'a number', object: 'an object' }[String(typeof value)] ??
    'something else'
  );
}

const MAX_SHOWN_LENGTH = 80;

/** Everything below these keys is hidden: most of it is secret, and none of it is needed to find the place. */
const HIDDEN_BELOW: ReadonlySet<string> = new Set(['env', 'headers']);

function showOther(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeText(value);
}
