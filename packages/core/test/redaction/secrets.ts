import { onTestFinished } from 'vitest';
import { registerSecrets, type SecretRegistration } from '../../src/redaction/configured-secrets.ts';

/** Registers secrets until the running test is over. */
export function withSecrets(...values: readonly string[]): SecretRegistration {
  const registration = registerSecrets(values);
  onTestFinished(() => registration[Symbol.dispose]());
  return registration;
}

/** A value that looks like a token of some vendor; made at run time, so that no scanner takes this file for a leak. */
export function fakeToken(prefix = 'tok'): string {
  return [prefix, 'live', 'q7Zx', '0pLm', 'Wd3R'].join('_');
}
