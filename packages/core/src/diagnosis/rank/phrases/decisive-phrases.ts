import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** Words that leave no doubt: no status, no code and no other words correct them. */
export const DECISIVE_PHRASES: readonly Phrase[] = [
  {
    kind: 'connection',
    code: 'CONNECTION_RESET',
    corrects: true,
    decides: true,
    text: anyOf`
      \binvalid response body while trying to fetch\b.{0,300}\b(?:aborted|premature close|terminated|socket hang up)
    `,
  },
  {
    kind: 'timeout',
    code: 'UPSTREAM_TIMEOUT',
    corrects: true,
    decides: true,
    text: anyOf`
      \bhttpclient\.timeout\b
      \bdid not observe any item or terminal signal within\b
      \bmax(?:imum)?[ _](?:statement|query|execution)[ _](?:execution[ _])?time\b
      \bconnection is not available, request timed out\b
    `,
  },
  {
    kind: 'cancelled',
    code: 'CALL_CANCELLED',
    corrects: true,
    decides: true,
    text: anyOf`
      \b(?:the )?user (?:doesn't|does not|did not|didn't) want to (?:proceed|continue|run|take)\b
      \btool (?:use|call) was (?:rejected|declined)\b
      \b(?:was|were|has been|is) not approved\b(?! for\b)
      \bapproval (?:request )?(?:was |has been )?(?:denied|rejected|declined|refused)\b
      \binterrupted by (?:the )?user\b
      \bnot confirmed by (?:the )?user\b
      \buser (?:chose|decided|opted) not to\b
      \buser (?:did not|didn't) (?:approve|confirm|consent|accept|allow)\b
      \buser (?:dismissed|skipped|interrupted|stopped|refused)\b
    `,
  },
  {
    kind: 'configuration',
    code: 'TLS_FAILED',
    corrects: true,
    decides: true,
    text: anyOf`
      \bcertificate_verify_failed\b
      \bcertificate verify failed\b
      \bremote certificate is invalid\b
      \bserver gave http response to https client\b
      \bfirst record does not look like a tls handshake\b
      \bcould not create ssl/tls secure channel\b
      \b(?:does not|doesn't|did not) match any of the subject alternative names\b
      \btls: client didn't provide a certificate\b
      \b(?:tls|ssl)\w* alert (?:handshake failure|certificate|unknown ca|bad certificate|protocol version)
      \bsec_e_(?:untrusted_root|wrong_principal|cert_expired|algorithm_mismatch)\b
      \berror setting certificate (?:verify )?(?:locations|file)\b
      \bhostname ['\"]?[\w.*-]{1,100}['\"]? (?:doesn't|does not) match\b
      \bcertificate for (?:this|the) (?:server|host|site) is (?:invalid|not valid|expired|untrusted)\b
      \bcertificate issuer (?:is )?(?:not recognized|unknown|has been marked as not trusted)\b
      \bunable to negotiate with\b.{0,120}\bno matching\b
      \bdecoder routines::unsupported\b
      \blegacy sigalg disallowed\b
      \bcertificate (?:is )?not valid for (?:any|the|this|host)\b
    `,
  },
  {
    kind: 'configuration',
    code: 'SERVER_NOT_CONFIGURED',
    corrects: true,
    decides: true,
    text: anyOf`
      \bdynamic client registration (?:rejected|failed|is not supported|not supported)\b
      \bdoes not support dynamic client registration\b
      \brequest ?time ?too ?skewed\b
      \brequires an https:? url\b
      \bnon-https urls? (?:is|are) (?:not|only) allowed\b
    `,
  },
  {
    kind: 'permission',
    code: 'PERMISSION_DENIED',
    corrects: true,
    decides: true,
    text: anyOf`
      \bblocked by: \[forbidden/\d
      \bwith the --read-only option\b
      \bare not subscribed to this service\b
      ^cannot send messages to this user\b
      \baccount is (?:currently )?blocked\b
      \byou have been blocked\b
      \b(?:connection|request|access|traffic) (?:was |is |has been )?(?:refused|blocked|denied|rejected|dropped) by (?:\w+ ){0,2}(?:policy|policies|firewall|acl|administrator|egress|sandbox)
      \b(?:network|internet|outbound|external|egress) (?:network )?(?:access|traffic|requests?|connections?) (?:is|are) (?:disabled|blocked|not (?:allowed|permitted|available)|denied|forbidden|restricted)\b
      \bviolates the following (?:content security policy|csp)\b
      \bnot available in (?:your|this) (?:country|region|location|territory)\b
      \bunavailable in (?:your|this) (?:country|region|location|territory)\b
      \brobots\.txt\b.{0,200}\b(?:not allowed|disallow|forbid|prohibit|block)
    `,
  },
  {
    kind: 'permission',
    code: 'SCOPE_MISSING',
    corrects: true,
    decides: true,
    text: anyOf`
      \binsufficient[ _]scopes?\b
      \btoken\b.{0,40}\b(?:does not|doesn't) (?:contain|have|include) (?:the |any |required |necessary |following )*scopes?\b
    `,
  },
  {
    // It does not know itself which of the two it is.
    kind: 'server_error',
    code: 'SERVER_ERROR',
    retryable: false,
    corrects: true,
    decides: true,
    text: anyOf`
      ^(?:unable|failed) to (?:fetch|get|retrieve|load) [^\n]{1,60} or no (?:\w+ )?\w+ (?:were |was )?found[.!]?$
    `,
  },
  {
    kind: 'validation',
    code: 'REQUEST_TOO_LARGE',
    corrects: true,
    decides: true,
    text: anyOf`
      \b(?:received|trying to send) message larger than max\b
      \b(?:sent|received) message exceeds max\w* (?:message )?size\b
    `,
  },
  {
    kind: 'quota',
    code: 'PAYMENT_REQUIRED',
    corrects: true,
    decides: true,
    text: anyOf`
      \b(?:non-?payment|unpaid (?:invoice|bill|balance)s?|past[- ]due (?:invoice|bill|balance)s?)\b
      \bextra usage\b
      \blimit (?:has been )?(?:exceeded|reached|hit)\b.{0,40}\bupgrade\b
      \b(?:un|not )available (?:on|in|for|under|with) (?:your|the|this) (?:current |free |\w+ )?(?:plan|tier|subscription)\b
    `,
  },
  {
    kind: 'quota',
    code: 'QUOTA_EXCEEDED',
    corrects: true,
    decides: true,
    text: anyOf`
      \b(?:max(?:imum)?|all) (?:of )?(?:your )?credits? (?:has been |have been )?(?:exceeded|reached|used|exhausted)\b
      \b(?:run|ran) out of (?:\w+ )?credits\b
    `,
  },
  {
    kind: 'protocol',
    code: 'SESSION_LOST',
    corrects: true,
    decides: true,
    retryable: true,
    only: 'transport',
    text: anyOf`
      \b(?:transport|session|connection) not found for session
      ^unauthorized: (?:mcp )?session\b
      \bno (?:active )?transport (?:found )?for session
      \breceived request before initialization was complete\b
    `,
  },
  {
    kind: 'protocol',
    code: 'INVALID_MESSAGE',
    corrects: true,
    decides: true,
    text: anyOf`
      \breceived request before initialization was complete\b
    `,
  },
  {
    kind: 'protocol',
    code: 'INVALID_MESSAGE',
    corrects: true,
    decides: true,
    text: anyOf`
      \bfailed to parse (?:an? |the )?json-?rpc\b
      \bvalidation errors? for jsonrpc\w*
      ^invalid request parameters$
    `,
    // With the last a server made with the Python SDK answers what its session cannot take, as before it is initialized.
    only: 'transport',
  },
  {
    kind: 'protocol',
    code: 'INVALID_RESULT',
    corrects: true,
    decides: true,
    text: anyOf`
      \b(?:invalid|malformed|unexpected) (?:tools/(?:call|list)|resources/\w+|prompts/\w+|initialize|mcp) (?:result|response|output)\b
    `,
    only: 'transport',
  },
  {
    kind: 'authentication',
    code: 'CREDENTIALS_EXPIRED',
    reason: 'expired',
    corrects: true,
    decides: true,
    text: anyOf`
      \b(?:refresh token|authorization code|auth code|grant) (?:has |was )?(?:already )?(?:been )?(?:used|redeemed|consumed|rotated)\b
      \baadsts(?:50173|70008|70043|700082|700084|50132)\b
    `,
  },
  {
    kind: 'authentication',
    code: 'AUTHENTICATION_REQUIRED',
    corrects: true,
    decides: true,
    text: anyOf`
      \baadsts(?!65001|65004|90094)\d{5,7}\b
      \bpermission denied \((?:[\w-]+,)*publickey
      \bnpm err(?:or|!) code (?:eneedauth|e401|eotp|eauthunknown)\b
    `,
  },
  {
    kind: 'conflict',
    code: 'ALREADY_EXISTS',
    corrects: true,
    decides: true,
    text: anyOf`
      \bcannot (?:publish|upload|deploy) over\b.{0,40}\b(?:existing|previous|published)
      \balready (?:captured|refunded|voided|settled)\b
    `,
  },
];
