import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** What a good credential may not do. */
export const PERMISSION_PHRASES: readonly Phrase[] = [
  {
    kind: 'permission',
    code: 'READ_ONLY_MODE',
    corrects: true,
    text: anyOf`
      \bread[- ]?only (?:mode|transaction|file ?system|replica|database|access|api|token|server|user|connection|instance|and)\b
      \bin read[- ]?only\b
      \bis read[- ]?only\b
      \breadonly (?:mode|you can't write)
      \b(?:write|destructive|mutating|mutation) (?:operations?|access|tools?|actions?|queries|commands?) (?:is |are |has been |have been )?(?:disabled|not (?:allowed|permitted|enabled))\b
      \bonly (?:\w+[,\s]+){0,4}(?:select|read(?:[- ]only)?) (?:\w+ )?(?:statements|queries|operations|commands) (?:are|is) (?:allowed|permitted|supported)\b
      \bonly (?:select|read)\b.{0,40}\b(?:allowed|permitted)\b
    `,
  },
  {
    kind: 'permission',
    code: 'PATH_NOT_ALLOWED',
    corrects: true,
    text: anyOf`
      \b(?:outside|not (?:in|within|under|inside|part of)) (?:of )?(?:the |any |your )?(?:allowed|permitted|configured|workspace|sandbox|repository|project|base|root|accessible)\b
      \boutside (?:of )?(?:the )?\w+ (?:director|folder|root|boundar)
      \bpath traversal\b
      \bescapes? (?:the )?(?:root|sandbox|workspace|base)
      \bsymlink target\b.{0,40}\boutside\b
      \bparent directory\b.{0,40}\boutside\b
      \b(?:path|directory|file) (?:is )?not (?:allowed|permitted|accessible)\b
      \bforbidden path\b
      \bblocked path\b
    `,
  },
  {
    kind: 'permission',
    code: 'SCOPE_MISSING',
    corrects: true,
    text: anyOf`
      \binsufficient (?:\w+ ){0,2}(?:permissions?|scopes?|privileges?|rights|access|authorization)\b
      \b(?:missing|lacks?|lacking|without) (?:the |any |a |required |necessary |one or more )*['"\`]?[\w.:/]{0,60}['"\`]? ?(?:permissions?|scopes?|privileges?|access rights?)\b
      \b(?:requires?|required|need|needs|needed) (?:the |one of the |following |additional |at least |any |an? )*['"\`]?[\w.:/]{0,60}['"\`]? ?(?:permissions?|oauth scopes?|scopes?|privileges?|role)\b
      \bscopes? (?:is |are )?(?:required|missing|not granted|insufficient)\b
      \badditional permissions\b
      \b(?:admin|administrator|owner|moderator|superuser|root|elevated) (?:rights?|privileges?|permissions?|access|role) (?:are |is )?(?:required|needed|necessary)\b
      \bdo(?:es)?(?: not|n't) have (?:\w+ ){0,4}(?:permissions?|access|rights?|privileges?|scopes?|authorization|role)\b
      \bno (?:permissions?|access rights?|privileges?) (?:to|for|on)\b
      \brequires? [\w\s/,-]{1,40}\b(?:risk|access|permission|privilege|clearance|trust)[ -]level\b
    `,
    unless: anyOf`
      \bdoes(?: not|n't) exist\b
      \bnot found\b
    `,
  },
  {
    kind: 'permission',
    code: 'PERMISSION_DENIED',
    corrects: true,
    text: anyOf`
      \bprotected (?:cell|range|branch|object|resource|sheet)\b(?! (?:metadata|https?:))
      \bnot (?:been )?(?:consented|permissioned)\b
      \bpermission (?:was )?denied\b
      \bmissing (?:access|permissions?)\b
      \bdenied (?:to|for) (?:user|role|account|principal)\b
      \bnot (?:authorized|permitted|allowed|authorised) to\b
      \bnot authorized (?:for|on|in)\b
      \bare not (?:authorized|permitted|allowed)\b
      \bresource not accessible by\b
      \bsaml\b
      \bsso (?:enforcement|required|authorization)\b
      \b(?:by|per|sites?'?) (?:the |its )?(?:\S{1,100} )?robots\.txt\b
      \bblocked by (?:\w+ ){0,2}(?:policy|admin|administrator|robots|cloudflare|waf|firewall|security|cors|csp)\b
      \bblocked due to\b
      \byou have been blocked\b
      \battention required\b
      \bdisabled by (?:your |the |an? )?(?:admin|administrator|organization|policy|owner)\b
      \bpolicy (?:violation|denied|prevents|forbids)\b
      \b(?:denied|forbidden|prohibited|blocked|restricted) by (?:\w+ )?(?:policy|guardrail|acl|rbac|admin|rule)
      \b(?:domain|website|site|host) (?:is )?(?:not allowed|blocked|restricted|no longer supported|not supported)\b
      \bonly (?:the )?(?:owner|admin|administrator|creator|author)s? (?:can|may)\b
      \boperation not permitted\b
      \bnoperm\b
      \bexplicit deny\b
      \bmust be (?:the )?(?:owner|superuser|admin)\b
      \bmust be an? (?:\w+ ){0,2}(?:admin|administrator|moderator|superuser)\b
      \bis not in the sudoers\b
      \bcommand (?:is )?not (?:allowed|permitted|in (?:the )?allow)
      \bjust a moment\b
      \berror code: 10(?:06|07|08|09|10|12|20)\b
      \brequested url was rejected\b
      \byour support id is\b
      \bincapsula\b
      \blocation is not supported\b
      \bnot available in your (?:country|region|location)\b
      \b(?:webhook|policy) ["']?[\w.-]{0,80}["']? denied the request\b
      \bis forbidden: user\b
      \bdisallowed by policy\b
      \byou don.t have access to\b
      \bonly (?:\w+ )?(?:members|admins?|administrators|moderators|owners|collaborators|subscribers|maintainers|editors) (?:can|may|are allowed)\b
      \bnot your \w{3,20}[.!]?$
      ^(?:this is an? )?private (?:repository|video|channel|account|project|board|page)\b
      \brole ['\"\`]?[\w.:-]{1,40}['\"\`]? (?:cannot|can't|may not|is not allowed|does not allow)\b
      \brequires? (?:an? )?(?:admin|administrator|owner|root|superuser|elevated)\b
      \b(?:write|destructive|mutating|delete) (?:operations?|access|tools?|mode) (?:is|are) (?:turned |switched )?off\b
      \btool (?:is |has been )?disabled by (?:the |your )?(?:\w+ )?(?:policy|admin|administrator|organization|owner|operator)\b
      \bcommand (?:was |is )?(?:rejected|blocked|denied|refused) (?:by|for|due|because)\b
      ^you (?:cannot|can't|may not) (?:edit|delete|modify|update|view|access|post|change|remove|see|manage) (?:this|that|other|another|someone)\b
      \baccount (?:has been |is |was )?(?:temporarily |permanently )?(?:suspended|banned|restricted|blocked)\b.{0,20}\b(?:violat|terms|polic|abuse)
      \brejected by (?:the |our )?(?:content |safety )?(?:moderation|guardrail)
      \brestricted to (?:\w+ )?(?:admin|administrator|owner|member|moderator)s?\b
      \bbranch is protected\b
      \bmust be an? (?:\w+ )?(?:member|collaborator|owner|administrator|moderator) (?:of|in|on)\b
      \b(?:is|are) not an? (?:\w+ )?(?:member|collaborator|participant) (?:of|in)\b
      \b(?:ip|ip address|domain|origin|address) (?:\S{1,60} )?(?:is |are )?not (?:white|allow)-?listed\b
      \bnot (?:in|on) the (?:white|allow)-?list\b
      \brequest (?:was )?blocked\b
      \bnt_status_access_denied\b
      \brow-level security\b
      \b(?:in accordance with|according to|due to|because of|as per) (?:the |its )?robots\.txt\b
      \b(?:dangerous|unsafe|destructive|malicious|suspicious|harmful) (?:[\w-]+ ){1,3}(?:was |were |is |are )?(?:detected|blocked|refused|rejected|denied|disabled|prevented|forbidden|not (?:allowed|permitted))\b
      \b(?:blocked|refused|rejected|denied|disabled|prevented|forbidden) (?:for|by|in|due to|because of) (?:\w+ )?(?:safety|security|safe mode)\b
      \b(?:refused|blocked|rejected|denied)\b.{0,10}\b(?:dangerous|unsafe|destructive|malicious)\b
      \bset ['"\`]?allow_?\w{2,40}['"\`]?(?: ?[:=] ?| to )true\b
      \brequires? allow_\w{2,40} ?= ?(?:true|1)\b
    `,
  },
  {
    kind: 'permission',
    code: 'PERMISSION_DENIED',
    text: anyOf`
      \bforbidden\b
      \baccess (?:is |was |has been |to \S{1,80} )?(?:denied|restricted|blocked|forbidden|not allowed|prohibited)\b
      \b(?:eacces|eperm|accessdenied)\b
      \bnot (?:allowed|permitted|authorized)\b
      \bunauthorized (?:to|for)\b
      \brestricted\b
      \bprohibited\b
      \bnot accessible\b
      \bcan ?not access\b
      \bcan't access\b
      \bpermissions? (?:error|required|issue)\b
      \b(?:is|was|been) (?:blocked|banned)\b
      \bdisallow(?:ed|s)\b
      \bno access\b
      \bdenied\b
    `,
    unless: anyOf`
      \bmethod (?:is )?not allowed\b
      \bpropert(?:y|ies)\b.{0,40}\bnot allowed\b
      \bnot allowed (?:in|for|here|when|as|with)\b
      \bvalues? (?:is |are )?not (?:allowed|permitted)\b
      \bextra inputs\b
      \bmust be\b
      \bis not an allowed\b
    `,
  },
];
