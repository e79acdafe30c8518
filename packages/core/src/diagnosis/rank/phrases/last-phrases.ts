import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** Failures of which the server says nothing more. */
export const FAILURE_PHRASES: readonly Phrase[] = [
  {
    kind: 'server_error',
    code: 'SERVER_BUG',
    retryable: false,
    text: anyOf`
      \btraceback \(most recent call last\)
    `,
  },
  {
    kind: 'server_error',
    code: 'INTERNAL_ERROR',
    retryable: true,
    text: anyOf`
      \binternal server error\b
      \binternal_error\b
      \bserver error\b
      \binternal_server_error\b
      \bbackend error\b
      \binternal failure\b
    `,
  },
];

/** Words that point somewhere only when nothing else does. */
export const LAST_PHRASES: readonly Phrase[] = [
  {
    kind: 'quota',
    code: 'PAYMENT_REQUIRED',
    text: anyOf`
      \bupgrade (?:your|to|the|for)?\s?(?:\w+ ){0,3}(?:plan|account|subscription|tier|pro|premium)\b
      \bcredits?\b
      \bquota\b
      \bbilling\b
      \bsubscription\b
    `,
  },
  {
    kind: 'rate_limit',
    code: 'RATE_LIMITED',
    text: anyOf`
      \blimit (?:exceeded|reached|hit)\b
      \btoo many\b
      \bplease wait\b
      \bback ?off\b
    `,
  },
  {
    kind: 'unavailable',
    code: 'SERVER_UNAVAILABLE',
    text: anyOf`
      \bunavailable\b
      \btry again (?:later|in a (?:few|moment|minute))\b
      \bplease retry\b(?! (?:with|using|after (?:adding|setting|fixing)))
      \boutage\b
      \bnot responding\b
      \bunresponsive\b
      \bdegraded\b
    `,
  },
  {
    kind: 'connection',
    code: 'CONNECTION_FAILED',
    text: anyOf`
      \bconnection\b.{0,40}\b(?:fail|error|problem|issue)
      \bnetwork (?:issue|problem|failure)\b
    `,
  },
  {
    kind: 'conflict',
    code: 'STATE_CONFLICT',
    text: anyOf`
      \bfailed to push some refs\b
    `,
  },
];
