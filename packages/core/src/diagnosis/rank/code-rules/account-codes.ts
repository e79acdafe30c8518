import { anyOf } from '../matching/any-of.ts';
import type { CodeRule } from './code-rule.ts';

/** Codes that speak of time, allowances and credentials. */
export const ACCOUNT_CODES: readonly CodeRule[] = [
  // Names of pages and cursors are called tokens too.
  {
    words: anyOf`
      \b(?:page|next|sync|continuation|pagination|cursor) (?:token|cursor|marker)\b
      \bcursor\b
    `,
    kind: 'validation',
  },
  {
    words: anyOf`
      \bmax tokens?\b
      \bcontext length\b
      \btoken limit\b
      \btokens? (?:exceeded|too)\b
      \bstring above max\b
    `,
    kind: 'validation',
    code: 'REQUEST_TOO_LARGE',
  },
  // Time
  {
    words: anyOf`
      \bconnect(?:ion)? (?:attempt )?time ?d? ?out\b
      \bund err connect timeout\b
    `,
    kind: 'connection',
    code: 'CONNECTION_TIMEOUT',
  },
  {
    words: anyOf`
      \btime ?d? ?out\b
      \bdeadline exceeded\b
      \btimeout error\b
    `,
    kind: 'timeout',
    code: 'UPSTREAM_TIMEOUT',
  },
  // Money and allowances
  {
    words: anyOf`
      \binsufficient (?:quota|credits?|funds|balance)\b
      \b(?:credits?|quota|balance|usage|spend|budget) (?:is )?(?:exceeded|exhausted|depleted|limited|limit|insufficient|too low)\b
      \b(?:out of|no|not enough|exceeded|over) (?:credits?|quota|budget)\b
    `,
    kind: 'quota',
    code: 'QUOTA_EXCEEDED',
  },
  {
    words: anyOf`
      \b(?:daily|monthly|weekly|hard|plan|usage|account|billing|spend(?:ing)?|storage|trial|free|tier|seat|license|service quota) (?:\w+ )?(?:limit|quota|cap|exceeded|exhausted|expired|over)\b
      ^(?:service )?(?:quota|limit) exceeded(?: exception)?$
      \bquota\b
    `,
    kind: 'quota',
    code: 'QUOTA_EXCEEDED',
  },
  {
    words: anyOf`
      \bpayment (?:required|failed|needed)\b
      \bbilling\b
      \bsubscription (?:required|expired|inactive|canceled|cancelled)\b
      \bupgrade required\b
      \bplan (?:required|upgrade|restricted|restriction)\b
      \bpaid (?:plan|feature|only)\b
      \bnot in plan\b
      \bfeature not available (?:in|for|on) (?:\w+ )?(?:plan|tier|subscription|edition)\b
    `,
    kind: 'quota',
    code: 'PAYMENT_REQUIRED',
  },
  {
    words: anyOf`
      \b(?:disk|storage|space|database|memory) (?:is )?full\b
      \benospc\b
      \bstorage exceeded\b
      \binsufficient (?:disk |storage )?(?:space|storage)\b
    `,
    kind: 'quota',
    code: 'STORAGE_FULL',
  },
  // Throttling
  {
    words: anyOf`
      \brate (?:limit\w*|exceeded)
      \bratelimit
      \bthrottl
      \btoo many (?:requests|calls|attempts|queries)
      \bslow ?down\b
      \brequest limit (?:exceeded|reached)
      \bover query limit\b
      \bquery over limit\b
      \b\w{0,4}qps\b
      \bover rate
      \bconcurren(?:t|cy) (?:\w+ )?(?:limit|exceeded)
      \bflood\b
      \bprovisioned throughput\b
      \blimit burst\b
      \bactivity limit
      \btoo frequent
      \bbandwidth limit
    `,
    kind: 'rate_limit',
  },
  {
    words: anyOf`
      \blimit (?:exceeded|reached)\b
      \bexceeded (?:the|your|its) (?:\w+ )?(?:limit|quota)\b
      \bover limit\b
      \bmax(?:imum)? (?:\w+ ){1,3}(?:exceeded|reached)\b
    `,
    kind: 'quota',
    code: 'QUOTA_EXCEEDED',
  },
  // What the account must do
  {
    words: anyOf`
      \b(?:service|api) (?:disabled|not enabled|blocked)\b
      \bmissing subscription registration\b
      \bprocedure procedure not found\b
      \baccess not configured\b
      \bapi not activated\b
    `,
    kind: 'configuration',
    code: 'SERVICE_NOT_ENABLED',
  },
  {
    words: anyOf`
      \bredirect uri\b
      \bpermanent redirect\b
      \b(?:tls|ssl)\w* alert\b
      \btime too skewed\b
      \bunsupported (?:grant|response) type\b
      \binvalid redirect\b
      \b(?:not|mis) ?configured?\b
      \bconfiguration (?:error|missing|invalid)\b
      \binvalid configuration\b
      \bconfig error\b
    `,
    kind: 'configuration',
    code: 'SERVER_NOT_CONFIGURED',
  },
  // Credentials
  {
    words: anyOf`
      \b(?:token|key|credentials?|session|signature|jwt|cookie|secret|password|login|grant|assertion|certificate|pat|auth(?:entication|orization)?) (?:has |is |was )?expired\b
      \bexpired (?:\w+ )?(?:token|key|credentials?|session|signature|jwt|auth)
      \binvalid grant\b
      \b(?:token|key|grant) revoked\b
      \breauth
      \bre ?authenticat
    `,
    kind: 'authentication',
    code: 'CREDENTIALS_EXPIRED',
    reason: 'expired',
  },
  {
    words: anyOf`
      \b(?:missing|no|absent) (?:\w+ )?(?:auth\w*|token|credentials?|api key|access key|key id)\b
      \b(?:auth\w*|token|credentials?|api key|authorization header) (?:is )?(?:missing|required|not (?:provided|present|found|set))\b
      \b(?:login|sign ?in|consent|interaction|mfa|captcha|otp|auth\w*) (?:required|needed)\b
      \bnot authed\b
      \bnot logged in\b
      \bunauthenticated\b
      \bno auth\b
      \bcredentials? (?:\w+ )?unavailable\b
      \blogin required\b
    `,
    kind: 'authentication',
    code: 'CREDENTIALS_MISSING',
    reason: 'missing',
  },
  {
    words: anyOf`
      \b(?:invalid|bad|wrong|incorrect|unrecognized|malformed|unknown|revoked) (?:\w+ )?(?:auth\w*|token|api ?key|access key(?: id)?|client(?: token| id| secret)?|credentials?|jwt|signature|bearer|password|login|subscription key|user ?name|key id|pat|account key|security)\b
      \b(?:token|api ?key|credentials?|client|client token id|signature|password|access key(?: id)?|certificate) (?:is |was )?(?:invalid|revoked|rejected|malformed|disabled|incorrect|wrong|mismatch|does not match|not valid|verification failed|not recognized)\b
      \bauth(?:entication)? (?:\w+ )?(?:failed|failure|error|invalid|rejected)\b
      \bunrecognized client\b
      \bauth key (?:unregistered|duplicated|perm empty)\b
      \bunauthorized(?: client)?\b(?! (?:tool|method|operation|resource|domain|ip|region|scope)\b)
      \b(?:invalid|unknown) session\b
      \baccount (?:inactive|disabled|suspended|deactivated|locked)\b
      \buser (?:inactive|disabled|suspended|deactivated|locked out)\b
      \bsignature does not match\b
      \binvalid user\b
    `,
    kind: 'authentication',
    code: 'CREDENTIALS_INVALID',
    reason: 'invalid',
  },
];
