import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** Allowances of a plan, a day or a month. Limits per second, minute or hour are throttles: they stand first. */
export const LIMIT_PHRASES: readonly Phrase[] = [
  {
    kind: 'rate_limit',
    code: 'RATE_LIMITED',
    corrects: true,
    text: anyOf`
      \bquota\b.{0,160}\bper (?:second|minute|hour|100 seconds)\b
      \bper (?:second|minute|hour|100 seconds)\b.{0,60}\bquota\b
      \bquota\b.{0,160}(?:[_-]per[_-]?|s ?per)(?:second|minute|hour)
      \bper[- _]?(?:second|minute|hour)[- ](?:rate )?limit\b
      \b(?:tpm|rpm|qps|rps|tps) limit\b
      \btokens per min\b
      \bhourly (?:\w+ ){0,2}limit\b
      \b\w{0,30}(?:secondly|minutely)\w{0,30} limit\b
      \brequestsper(?:minute|second|hour)\w*
      \brequests per (?:second|minute|hour)\b
      \bcomplexity\b.{0,60}\b(?:budget|limit|exhausted|exceeded)\b
      \btoo many tokens\b.{0,40}\bwait\b
    `,
    unless: anyOf`
      \bper (?:day|month)\b
      (?:[_-]per[_-]?|s ?per)(?:day|month)
      \binsufficient_quota\b
    `,
  },
  {
    kind: 'quota',
    code: 'QUOTA_EXCEEDED',
    corrects: true,
    text: anyOf`
      \b(?:daily|monthly|weekly|yearly|annual)\b[\w\s'-]{0,40}\b(?:limit|quota|allowance|cap|allotment|usage|credits?|requests)\b
      \b(?:limit|quota|allowance|requests?|calls?|messages?|queries|searches|credits?)\b[\w\s()'-]{0,40}\b(?:per|a|for|this|in|today|each)[ -](?:the )?(?:current |calendar )?(?:day|month|week|today|billing)\b
      \b(?:daily|monthly|weekly|yearly) (?:\w+ ){1,4}(?:reached|exceeded|used|exhausted)\b
      \b(?:requests?|calls?|queries|searches|credits?|tokens?)/(?:day|month)\b
      \brequests? (?:today|this month)\b
      \b(?:per[- ]day|per[- ]month|perday|permonth)\b
      \b\d+[- ]?hour (?:limit|window|quota|usage|allotment)\b
      \b(?:limit|usage)\b.{0,30}\b(?:5|five)[- ]hours?\b
    `,
    unless: anyOf`
      \bper (?:second|minute)\b(?!.{0,120}\bper (?:day|month)\b)
    `,
  },
  {
    kind: 'quota',
    code: 'PAYMENT_REQUIRED',
    corrects: true,
    text: anyOf`
      \bpayment required\b
      \bbilling (?:account |is |has )?(?:not |in)?(?:enabled|active|disabled|required|hard limit|closed|suspended)\b
      \bbilling (?:hard )?limit\b
      \b(?:trial|subscription|plan|license) (?:period )?(?:has |is )?(?:been )?(?:expired|ended|inactive|over|cancell?ed|required)\b
      \b(?:requires?|only (?:available|included)|available only|need|not (?:available|included|supported))\b[\w\s,'-]{0,40}\b(?:paid|pro|premium|enterprise|higher|business|team|plus|free|your|this|current)\b[\w\s-]{0,20}\b(?:plan|subscription|tier|account|license|version)\b
      \b(?:plan|subscription|tier) does(?: not|n't) (?:include|support|allow|have)\b
      \bno active subscription\b
      \bnot (?:subscribed|included|available|offered) (?:in|on|with|under) (?:the|your|this) (?:\w+ )?(?:plan|tier|subscription)\b
      \bpremium (?:feature|endpoint|only)\b
      \bfree trial\b.{0,40}\b(?:ended|expired|over|exhausted)\b
      \bplease add (?:a )?(?:payment|credits|billing)\b
      \boverdue\b
      \brequires billing\b
      \bbilling (?:to|must|has to|needs to) be (?:enabled|activated|set up)\b
      \bbilling account\b.{0,60}\b(?:not found|closed|disabled|not open|missing|delinquent)\b
    `,
  },
  {
    kind: 'quota',
    code: 'QUOTA_EXCEEDED',
    corrects: true,
    text: anyOf`
      \b(?:run|ran) out of (?!memory|time|range)\w+
      \b(?:insufficient|not enough|no|out of|run out of|ran out of|exceeded (?:your|the)|zero|exhausted|used (?:up )?all|low|lack of)\s+(?:\w+\s+){0,3}(?:credits?|quota|balance|funds|tokens remaining)\b
      \b(?:credits?|balance|funds|quota)\s+(?:\w+\s+){0,3}(?:exhausted|depleted|insufficient|exceeded|too low|used up|reached|ran out|have run out)\b
      \b(?:usage|spend(?:ing)?|credit|plan|account|pay-as-you-go|free[- ]tier|free[- ]plan|trial|storage|seat|user|project|member|resource|instance|row|record|api call) (?:usage )?(?:limit|cap|quota)s?\b
      \bplan'?s? (?:set )?(?:usage )?limits?\b
      \blimit (?:of|for|on) (?:your|the|this) (?:current |free )?(?:plan|account|subscription|tier|workspace|organization)\b
      \bexceed(?:s|ed|ing)? (?:\w+ ){0,3}(?:quota|allotment|allowance)\b
      \bquota\b.{0,24}\b(?:exceeded|exhausted|reached|used|limit|violation)\b
      \bover (?:your|the) (?:\w+ )?(?:limit|quota)\b
      \breached (?:your|the|its) (?:\w+ ){0,3}(?:quota|allowance|credit)
      \bmaximum number of (?:\w+ ){1,3}(?:reached|allowed|exceeded|for (?:your|this))\b
      \bmaximum number of (?:\w+ ){1,3}(?:\([^()]{1,20}\) )?(?:has been|have been|was|were) (?:reached|exceeded)\b
      \ballowed number of (?:requests|calls|queries)\b
      \b(?:hit|reached|used up) your (?:(?:usage|session|message|plan|account|free|fair[- ]use) )*limit\b
      \btotal ?(?:api ?)?(?:requests?|calls?) limit\b
      \bused (?:up )?all (?:of )?(?:your|the)\b.{0,40}\b(?:searches|requests|calls|credits|queries|messages|minutes|tokens|runs|generations)\b
      \blimit of \d+ (?:\w+ ){1,2}per (?:workspace|account|project|organi[sz]ation|user|team|database|tenant)\b
      \b(?:can ?not|can't) (?:create|add|have) more than \d+\b
      \b(?:on|in|for|of) (?:the|your) free (?:tier|plan)\b
      \bfree (?:requests|searches|calls|credits|messages|queries|runs) (?:are |have been |were )?(?:exhausted|used|exceeded)\b
      \bmax(?:imum)? number of (?:\w+ ){1,4}for (?:your|this) (?:plan|account|tier|subscription)\b
      (?:^|\n)limit exceeded[.!]?(?:$|\n)
      \binsufficientfreeaddresses\w*
      \bused (?:up|all) your\b.{0,40}\b(?:allowance|quota|allotment|credits|tier|plan)\b
      \bper ?day ?per ?(?:project|user|model)\w*
      \bonly available (?:to|for) (?:paid|premium|pro|enterprise|paying|subscribed) \w+
      \bno remaining (?:credits|requests|quota|calls)\b
      \bover quota\b
      \boverquota\b
    `,
    unless: anyOf`
      \brate[ -]?limit
      \bper (?:second|minute|hour)\b
      (?:[_-]per[_-]?|s ?per)(?:second|minute|hour)
      \bcard\b
    `,
  },
  {
    // Of things that an account may have only so many of; not of what one request may hold.
    kind: 'quota',
    code: 'QUOTA_EXCEEDED',
    corrects: true,
    text: anyOf`
      \b\w{3,30}s limit (?:has been |was )?(?:exceeded|reached|hit)\b
      \b(?:exceed|reach|hit)(?:s|ed|es)? your (?:\w+ ){1,2}limit\b
      \b(?:server|domain|database|branch|workspace|cluster|volume|snapshot|webhook|namespace|environment|bucket) limit (?:has been |was )?(?:exceeded|reached)\b
    `,
    unless: anyOf`
      \b(?:requests?|calls?|queries|messages?|attempts|retries|connections) limit\b
      \b(?:tokens?|characters?|bytes|rows|results|files|redirects|iterations|steps|turns) limit\b
      \b(?:this|its|access|process|seconds|minutes) limit\b
      \b(?:size|length|rate|time|context|memory) limit\b
      (?:secondly|minutely|hourly|rolling|burst)\b
    `,
  },
  {
    kind: 'quota',
    code: 'STORAGE_FULL',
    corrects: true,
    text: anyOf`
      \bno space left\b
      \bdisk (?:is )?(?:full|quota)\b
      \bstorage (?:is )?full\b
      \bout of (?:disk )?space\b
      \bnot enough (?:disk |storage )?space\b
      \boom command not allowed\b
      \bused memory\b.{0,6}\bmaxmemory\b
      \binsufficient[ _](?:disk[ _]|storage[ _])?(?:space|storage)\b
      \bdatabase or disk is full\b
    `,
  },
  {
    kind: 'rate_limit',
    code: 'RATE_LIMITED',
    corrects: true,
    text: anyOf`
      \brate[ -]?limit(?:s|ed|ing|er)?\b
      \bratelimit(?:ed|s)?\b
      \brate exceeded\b
      \btoo many (?:concurrent |simultaneous |recent )?(?:requests|calls|queries|attempts|messages|tries|api)\b
      \bthrottl(?:ed|ing|e)\b
      \bslow down\b
      \b(?:excessive|too frequent|too fast) ?(?:requests?|calls?)?\b
      \breduce (?:your )?(?:request )?rate\b
      \bsecondary rate\b
      \babuse detection\b
      \brequest(?:s)? limit (?:exceeded|reached)\b
      \b(?:api|call|query) limit (?:exceeded|reached|hit)\b
      \blimit of \d+ (?:requests|calls)\b
      \brequest was throttled\b
      \bflood(?:_| )?wait\b
      \ba wait of \d+ (?:second|minute|hour)s?\b
      \bwait \d+ (?:second|minute)s? before (?:sending|making|posting|joining|requesting|calling|another)\b
      \bmax(?:imum)? (?:number of )?requests\b
      \bconcurren(?:t|cy) (?:\w+ ){0,2}limit\b
      \bretry[- ]after\b
      \bquery volume\b
      \brequest rate\b
      \berror code: 1015\b
      \berror 1015\b
      \b1015\b.{0,40}rate limited
      \bretry (?:your request )?after (?:\d|a )
      \bcooldown\b
      请求速率
      请求过于频繁
      \b(?:too (?:quickly|fast|often|frequently))\b
      \bconcurrent requests? (?:is|are) limited\b
      \b(?:hit|reached|exceeded) the request limit\b
      \brequests? (?:were|was) made too\b
      \bdoing that too (?:much|often|fast)\b
      \b(?:standard )?api call frequency\b
      \benhance your calm\b
      \b\d+ (?:requests?|req|calls?|queries)/(?:s|sec|second|m|min|minute|h|hour)\b
      \bonly (?:do this |be (?:done|called|used) |call this |make )?\w{0,20} ?once (?:every|per) \d* ?(?:second|minute)s?\b
      \bmax(?:imum)? (?:number of )?concurrent (?:\w+ ){1,2}(?:has been |have been )?(?:reached|exceeded)\b
      \bes_rejected_execution
    `,
    // The number of a throttle is an argument too.
    unless: anyOf`
      \brate[ -]?limit (?:value|must|should|parameter|setting|is not an?|needs)\b
      \bretry[-_ ]after (?:value|must|should|parameter|header (?:is )?(?:invalid|missing)|is not an?)\b
    `,
  },
];
