import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** What clients of other protocols and other people's tables say, whatever the words around it. They stand before all others. */
export const CLIENT_PHRASES: readonly Phrase[] = [
  {
    kind: 'authentication',
    code: 'CREDENTIALS_INVALID',
    reason: 'invalid',
    corrects: true,
    decides: true,
    text: anyOf`
      \ball configured authentication methods failed\b
      \btoo many authentication failures\b
      \bunable to authenticate, attempted methods\b
      \bno (?:more|supported) authentication methods available\b
      \bauth(?:entication)? fail(?:ed|ure)?\b.{0,20}\b(?:publickey|keyboard-interactive)\b
    `,
  },
  {
    kind: 'configuration',
    code: 'SERVER_NOT_CONFIGURED',
    corrects: true,
    decides: true,
    text: anyOf`
      \bcannot parse private ?key\b
      \bno passphrase given\b
    `,
  },
  {
    // In other mouths it is the state of a thing, so that it decides nothing.
    kind: 'configuration',
    code: 'SERVER_NOT_CONFIGURED',
    text: anyOf`
      \b(?:integration|connector|plugin|add-?on) (?:\w+ )?is (?:currently )?(?:disabled|not enabled|turned off|deactivated)\b
    `,
    unless: anyOf`
      \bby (?:your |the |an? )?(?:polic|admin|organi[sz]ation|owner)
    `,
  },
  {
    kind: 'configuration',
    code: 'SERVER_NOT_CONFIGURED',
    corrects: true,
    decides: true,
    only: 'start',
    text: anyOf`
      \brelative url without a base\b
      \bno route matched with those values\b
      \brequest url is invalid\b
      \b(?:unknown|unrecogni[sz]ed|invalid|unexpected|no such) (?:option|flag|switch)s?:? ['"\x60]?--?\w
      \bunexpected argument '--?\w
      \bunrecogni[sz]ed arguments?: --?\w
      \bbad option: -
      \bflag provided but not defined\b
    `,
  },
  {
    kind: 'validation',
    code: 'INVALID_ARGUMENTS',
    corrects: true,
    text: anyOf`
      \brelative url without a base\b
    `,
  },
  {
    kind: 'unavailable',
    code: 'SERVER_UNAVAILABLE',
    corrects: true,
    decides: true,
    text: anyOf`
      \btoo many simultaneous (?:queries|connections|clients)\b
      \bvault is sealed\b
    `,
  },
  {
    kind: 'permission',
    code: 'PERMISSION_DENIED',
    corrects: true,
    decides: true,
    text: anyOf`
      \bnot enough privileges\b
      \baccess to (?:this|the) (?:tool|method|function) is (?:not permitted|not allowed|denied|forbidden|restricted)\b
    `,
  },
  {
    kind: 'tool_not_found',
    code: 'TOOL_NOT_FOUND',
    corrects: true,
    decides: true,
    text: anyOf`
      \b(?:tool|method) ['"\x60][\w./:-]{1,80}['"\x60] (?:is )?not (?:yet )?implemented\b
      ^(?:tool|method) (?:is )?not (?:yet )?implemented\b
    `,
  },
  {
    kind: 'conflict',
    code: 'STATE_CONFLICT',
    corrects: true,
    text: anyOf`
      \bclosed prevents \w+ update\b
      \b(?:cannot|can't|can not) (?:edit|update|modify|change|delete|reopen|amend) (?:an? |the )?(?:\w+ )?(?:cancell?ed|closed|submitted|archived|locked|completed|finali[sz]ed|published|paid|voided|merged)\b
    `,
  },
];
