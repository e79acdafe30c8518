import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** What databases say while somebody connects or a statement runs, where the words around it speak of a connection. */
export const DATABASE_PHRASES: readonly Phrase[] = [
  {
    kind: 'not_found',
    code: 'ITEM_NOT_FOUND',
    corrects: true,
    decides: true,
    text: anyOf`
      \bfatal: {1,3}database "[^"]{1,80}" does not exist
      \bunknown database '[^']{1,80}'
      \bcannot open database "?[^"]{1,80}"? requested by the login\b
      \bora-(?:00942|04043|01403)\b
    `,
  },
  {
    kind: 'authentication',
    code: 'CREDENTIALS_INVALID',
    reason: 'invalid',
    corrects: true,
    decides: true,
    text: anyOf`
      \bfatal: {1,3}role "[^"]{1,80}" does not exist
      \bora-(?:01017|28000|01005)\b
    `,
  },
  {
    kind: 'authentication',
    code: 'CREDENTIALS_EXPIRED',
    reason: 'expired',
    corrects: true,
    decides: true,
    text: anyOf`
      \bora-28001\b
    `,
  },
  {
    kind: 'configuration',
    code: 'SERVER_NOT_CONFIGURED',
    corrects: true,
    decides: true,
    text: anyOf`
      \bora-(?:12154|12505|12514|12162|12504|12560)\b
      \btns:could not resolve the connect identifier\b
      \blogin is from an untrusted domain\b
      \bcan't open lib '[^']{1,80}'
      \bdata source name not found\b
    `,
  },
  {
    kind: 'connection',
    code: 'UPSTREAM_UNREACHABLE',
    corrects: true,
    decides: true,
    text: anyOf`
      \bora-(?:12541|12170|12537|12543|12545|12547|03113|03114|03135|12571)\b
    `,
  },
  {
    kind: 'unavailable',
    code: 'SERVER_UNAVAILABLE',
    corrects: true,
    decides: true,
    text: anyOf`
      \bora-(?:01033|01034|01089|01090|00018|00020|12516|12519|12520|12528)\b
    `,
  },
  {
    kind: 'quota',
    code: 'STORAGE_FULL',
    corrects: true,
    decides: true,
    text: anyOf`
      \bora-(?:0165[0-9]|01536|30036|00257)\b
      \bcould not allocate (?:space|a new page)\b.{0,120}\bdatabase\b
      \bthe table '[^']{1,80}' is full\b
    `,
  },
  {
    kind: 'conflict',
    code: 'TRANSACTION_CONFLICT',
    corrects: true,
    decides: true,
    retryable: true,
    text: anyOf`
      \bora-(?:00054|00060|08177)\b
      \bcanceling statement due to lock timeout\b
      \block request time ?out\b
    `,
  },
  {
    kind: 'conflict',
    code: 'ALREADY_EXISTS',
    corrects: true,
    decides: true,
    text: anyOf`
      \bora-(?:00001|00955)\b
    `,
  },
  {
    kind: 'permission',
    code: 'PERMISSION_DENIED',
    corrects: true,
    decides: true,
    text: anyOf`
      \bora-(?:01031|01045|00990)\b
    `,
  },
  {
    kind: 'cancelled',
    code: 'CALL_CANCELLED',
    corrects: true,
    decides: true,
    text: anyOf`
      \bora-01013\b
      \bcancel+ing statement due to user request\b
      (?:^|: )interrupt error\b
      ^(?:\w+ error: )?interrupted[.!]?$
    `,
  },
  {
    kind: 'timeout',
    code: 'UPSTREAM_TIMEOUT',
    corrects: true,
    decides: true,
    text: anyOf`
      \bqueuepool limit\b
      \btimeout acquiring a connection\b
    `,
  },
];
