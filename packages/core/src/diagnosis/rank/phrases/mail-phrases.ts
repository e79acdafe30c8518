import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** Replies of mail servers: their numbers look like HTTP statuses, and the enhanced ones behind them say what they mean. */
export const MAIL_PHRASES: readonly Phrase[] = [
  {
    kind: 'authentication',
    code: 'CREDENTIALS_INVALID',
    reason: 'invalid',
    corrects: true,
    decides: true,
    text: anyOf`
      \b(?:534|535)[ -]+5\.7\.\d
      \[authenticationfailed\]
    `,
  },
  {
    kind: 'authentication',
    code: 'CREDENTIALS_MISSING',
    reason: 'missing',
    corrects: true,
    decides: true,
    text: anyOf`
      \b530[ -]+5\.[57]\.\d
    `,
  },
  {
    kind: 'not_found',
    code: 'ITEM_NOT_FOUND',
    corrects: true,
    decides: true,
    text: anyOf`
      \b5\d\d[ -]+5\.1\.\d
      \[(?:nonexistent|trycreate)\]
    `,
  },
  {
    kind: 'quota',
    code: 'QUOTA_EXCEEDED',
    corrects: true,
    decides: true,
    text: anyOf`
      \b[45]\d\d[ -]+[45]\.2\.2\b
      \[overquota\]
    `,
  },
  {
    kind: 'rate_limit',
    code: 'RATE_LIMITED',
    corrects: true,
    decides: true,
    text: anyOf`
      \b4\d\d[ -]+4\.7\.\d
      \b[45]\d\d[ -]+[45]\.5\.3\b
    `,
  },
  {
    kind: 'validation',
    code: 'REQUEST_TOO_LARGE',
    corrects: true,
    decides: true,
    text: anyOf`
      \b5\d\d[ -]+5\.(?:3\.4|2\.3)\b
    `,
  },
  {
    kind: 'permission',
    code: 'PERMISSION_DENIED',
    corrects: true,
    decides: true,
    text: anyOf`
      \b5\d\d[ -]+5\.7\.\d
    `,
  },
  {
    kind: 'unavailable',
    code: 'SERVER_UNAVAILABLE',
    corrects: true,
    decides: true,
    text: anyOf`
      \b4\d\d[ -]+4\.[34]\.\d
    `,
  },
  {
    kind: 'validation',
    code: 'REQUEST_REJECTED',
    corrects: true,
    decides: true,
    text: anyOf`
      \b5\d\d[ -]+5\.[5-6]\.\d
    `,
  },
];
