import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** Credentials: what is wrong with them. */
export const CREDENTIAL_PHRASES: readonly Phrase[] = [
  {
    kind: 'authentication',
    code: 'CREDENTIALS_EXPIRED',
    reason: 'expired',
    corrects: true,
    text: anyOf`
      \b(?:token|api[ -]?key|key|credentials?|jwt|signature|sso session|login|refresh token|certificate|cookie|bearer|password|pat)s? (?:\w+ ){0,2}?(?:has|have|is|was|are)? ?(?:been )?(?:already )?(?:expired|no longer valid|revoked)\b
      \bexpired (?:\w+ ){0,2}(?:token|api key|key|credentials?|jwt|signature|session|login|password)\b
      \binvalid_grant\b
      \btoken expired\b
      \bsession (?:has )?expired\b
      \bre-?authenticat
      \brefresh token (?:is )?(?:invalid|missing)\b
      \bauthentication tokens are no longer valid\b
      \bneeds? to be re-?authorized\b
      \blog(?:ged)? in again\b
      \bsign in again\b
      \btoken is expired\b
      \btoken included in the request (?:is|has) expired\b
      \brun (?:\`|'|")?(?:aws sso|gcloud auth|az) login\b
    `,
    unless: anyOf`
      \bcertificate has expired\b
      \bmay be expired\b
      \bmay have expired\b
      \bpage token\b
      \bexpired or invalid\b(?=.{0,40}\(403\))
    `,
  },
  {
    kind: 'authentication',
    code: 'CREDENTIALS_MISSING',
    reason: 'missing',
    corrects: true,
    text: anyOf`
      \bmust log ?in\b
      \bno pg_hba\.conf entry\b
      \bcredentials? (?:is |are )?unavailable\b
      \b(?:missing|no|without|lacks?|absent) (?:a |an |the |valid |required |any )*(?:authorization|auth|authentication|api[ -_]?key|api[ -]?token|access[ -]?token|bearer(?: token)?|credentials?|login|x-api-key)\b(?: (?:header|token|information|details|credentials?))?(?: (?:was |were |is |are )?(?:provided|found|supplied|given|set|present|specified|sent|configured|available))?
      \b(?:api[ -_]?key|api[ -]?token|access token|credentials?|authorization header|auth token|bearer token|login|client[_ ]id|client secret) (?:\w+ ){0,2}?(?:is |are |was |were |not |has |have |must )?(?:been |be )?(?:required|missing|not (?:provided|found|set|supplied|specified|present|configured|defined)|provided via|needed|unset)\b
      \bunable to locate credentials\b
      \bno (?:valid|active|cached|stored|saved) (?:access |refresh |auth |oauth |bearer )?tokens? (?:was |were |is )?(?:found|available|provided|set|stored)\b
      \bcould not (?:load|find|automatically determine|determine|locate) (?:the )?(?:default )?credentials\b
      \bnot (?:logged|signed) in\b
      \bmust be (?:logged|signed) in\b
      \bplease (?:log|sign) ?in\b
      \b(?:log ?in|sign ?in|authentication|authorization) (?:is )?(?:required|needed)\b
      \brequires? (?:user )?(?:authentication|login|authorization|you to (?:log|sign) in)\b
      \bplease (?:first )?(?:authenticate|authorize)\b
      \bnot (?:yet )?(?:authenticated|authorised|authed)\b
      \bneed to (?:log|sign) in\b
      \bneed(?:s)? to (?:be )?authenticate
      \bnoauth\b
      \bcaptcha\b
      \bprompt for mfa\b
      \bmfa (?:is )?required\b
      \btwo-factor\b
      \bunauthenticated\b
      \bset (?:the |your )?[a-z_]*(?:api_key|token) (?:environment|env)\b
      \bcould not read username\b
      \bterminal prompts disabled\b
      \bfirst run\b.{0,40}\blogin\b
      \bauth required\b
      \brequires you to be logged in\b
      \bno default credentials\b
      \bcredentials\.json['\"]? (?:was |is )?(?:not found|missing|does not exist)\b
      \btoken\.(?:json|pickle)['\"]? (?:was |is )?(?:not found|missing|does not exist)\b
      \b(?:please )?connect your (?:\w+ )?account\b
      \bno (?:connected|linked|authorized) accounts?\b
      \b(?:have|need) to (?:first )?authori[sz]e\b
      \b(?:authentication|auth|access|api|bearer|session) token (?:is |was )?(?:missing|required|empty|not (?:set|found|provided|configured))\b
      \banonymous access\b.{0,40}\b(?:not allowed|disabled|denied|forbidden)\b
      ^(?:user )?not (?:yet )?log(?:ged)? ?in\b
      \b(?:github|gitlab|slack|notion|jira|linear|figma|discord|telegram|bot|openai|hugging ?face|api|access|auth) (?:token|key) (?:is |was )?not configured\b
      \bauthorization has been denied for this request\b
      \bno (?:access|refresh|auth|oauth|bearer|session) tokens? (?:was |were |is )?(?:found|available|provided|set|stored|present)\b
      \bneed auth\b
      \byou need to authorize\b
      \bauthrequired\b
      \bsudo: .{0,40}\bpassword is required\b
      \berror loading sso token\b
      \b(?:unable|failed) to (?:load|retrieve|refresh|get|find|obtain|resolve|fetch) (?:\w+ ){0,3}credentials\b
      \bno ec2 imds role found\b
      \bfailed to (?:retrieve|acquire) an? (?:access )?token\b
      \b(?:run|use|execute|try):? {1,3}['"\`]?[\w.-]{1,30}(?: [\w-]{1,20}){0,2} (?:log-?in|signin|authenticate)\b
    `,
    unless: anyOf`
      \bno authorization to\b
      \bfield\b.{0,30}\brequired\b
      \bpage token\b
      \bmissing or invalid\b
      \binvalid or missing\b
    `,
  },
  {
    kind: 'authentication',
    code: 'CREDENTIALS_INVALID',
    reason: 'invalid',
    corrects: true,
    text: anyOf`
      \b(?:invalid|incorrect|bad|wrong|malformed|unrecognized|unknown|revoked|not a valid|rejected|unable to verify|could not (?:verify|validate)) (?:\w+ ){0,3}?(?:api[ -_]?key|api[ -]?token|access[ -]?token|auth[ -]?token|bearer|credentials?|(?:user ?name|login|email)(?: or|/| and)? ?(?:password|token)|password|jwt|client (?:id|secret)|client_secret|authentication|authorization|secret key|access key|signature|subscription key|subscription token|personal access token|app key|consumer key|security token|service account)\b
      \binvalid token\b(?! (?:in|at|near|['"<{[:]))
      \binvalid_token\b
      \b(?:api[ -_]?key|api[ -]?token|access[ -]?token|auth[ -]?token|bearer token|credentials?|password|token|jwt|signature|security token)(?: \w+){0,6}? (?:is |are |was |were |has |not )+(?:been )?(?:invalid|incorrect|wrong|rejected|malformed|not valid|valid|recognized|accepted|disabled|deleted|deactivated|blocked|unauthorized)\b
      \b(?:api key|token) not (?:valid|recognized|accepted)\b
      \bpassword authentication failed\b
      \blogin failed\b
      \bnot authori[sz]ed\b[.!:;,]? (?:please )?(?:check|verify) (?:\w+ ){0,3}(?:credentials?|tokens?|api[ -_]?key)\b
      \bauthentication failed for user\b
      \bsasl authentication failed\b
      \bscram\b.{0,40}\bfailed\b
      \bwrongpass\b
      \busing password: (?:yes|no)\b
      \bsignature (?:we calculated )?does not match\b
      \bsignature verification (?:has )?failed\b
      \binvalid signature\b
      \binvalid_client\b
      \baccount (?:is |has been )?(?:inactive|disabled|suspended|deactivated|locked)\b
      \bbad auth\b
      \binvalid authentication\b
      ^invalid key$
      \binvalid login\b
      \bcould not authenticate\b
      \binvalid ?credentials\b
      \blogin was refused\b
      \bauthorization violation\b
      \bacceptsecuritycontext error\b
      \blogon denied\b
      \b(?:login )?session is (?:invalid|not valid)\b
      \btoken (?:issuer|audience|signature) (?:mismatch|invalid|is invalid)\b
      \binvalid (?:issuer|audience|app ?id|app ?secret|app ?key)\b
      \b(?:jwt|hmac|token|request) (?:signature )?(?:signature |hmac )(?:is )?(?:invalid|mismatch|did not match)\b
      \b(?:hmac|signature) mismatch\b
      \bincorrect (?:pin|passcode|passphrase|otp|verification code)\b
      \bnot authori[sz]ed\b[.!:;,] (?:invalid|wrong|bad) (?:\w+ )?(?:key|token|credentials?)\b
      \btoken invalid\b
      \blogin incorrect\b
      \bconnection refused[:,] (?:not authori[sz]ed|bad user)
      \bnt_status_(?:logon|wrong_password|account|password)
      \bbind not successful\b
      \busername and password not accepted\b
      \btoken included in the request is invalid\b
    `,
    unless: anyOf`
      \bunexpected token\b
      \bpage token\b
      \bcursor\b
      \bif the token\b
      \bnot authorized to\b
      \bmissing or invalid\b
      \binvalid or missing\b
    `,
  },
];

/** Credentials, in words that a status says better: they count when there is nothing else. */
export const UNAUTHORIZED_PHRASES: readonly Phrase[] = [
  {
    // Some gateways say so with a 403, of a key that they do not know.
    kind: 'authentication',
    code: 'AUTHENTICATION_REQUIRED',
    corrects: true,
    text: anyOf`
      (?:^|\n)unauthori[sz]ed[.!]?(?:$|\n)
    `,
  },
  {
    kind: 'authentication',
    code: 'AUTHENTICATION_REQUIRED',
    text: anyOf`
      \bunauthori[sz]ed\b(?! (?:to|for))
      \bauth(?:entication|orization)? (?:failed|failure|error|unsuccessful|exception)\b
      \bfailed to (?:authenticate|authorize|log ?in|refresh (?:the )?(?:access )?token|get (?:an? )?access token|obtain (?:an? )?(?:access )?token)\b
      \bauthentication (?:is )?(?:invalid|expired|rejected|denied)\b
      \blogin (?:error|unsuccessful|attempt)\b
      \bunable to authenticate\b
      \bcould not log ?in\b
      \boauth (?:error|failed|flow|token)\b
      \bcheck your (?:api key|credentials|token|password)\b
      \bverify (?:your )?(?:api key|credentials|token)\b
      \binvalid (?:api )?key\b
      \btoken (?:validation|verification|refresh) failed\b
      \b(?:credentials?|api[ -_]?key|token|authorization|authentication)\b.{0,30}\b(?:missing or invalid|invalid or missing)\b
      \b(?:missing or invalid|invalid or missing) (?:\w+ ){0,2}(?:credentials?|api[ -_]?key|token|authorization|authentication)\b
    `,
  },
];
