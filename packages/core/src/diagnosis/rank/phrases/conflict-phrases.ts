import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** What stands in the way of the change. */
export const CONFLICT_PHRASES: readonly Phrase[] = [
  {
    kind: 'conflict',
    code: 'TRANSACTION_CONFLICT',
    corrects: true,
    retryable: true,
    text: anyOf`
      \bdeadlock\b
      \bcould not serialize access\b
      \bserialization failure\b
      \boptimistic ?lock\b
      \block wait timeout\b
      \bcould not obtain lock\b
      \bdatabase (?:table )?is locked\b
      \bwrite ?conflict\b
      \btransaction (?:was )?(?:aborted|rolled back|conflict)
      \bconcurrent (?:update|modification|write|transaction|append)\b
      \btry restarting transaction\b
      \bconflict(?: occurred)?\b[\w\s]{0,40}[.,;:]? ?(?:please )?(?:try again|retry)\b
      \bresource (?:temporarily )?busy\b
      \bindex\.lock\b
      \bunable_?to_?lock\b
      \bunable to (?:obtain|acquire|get) (?:an? )?(?:exclusive )?(?:access|lock)\b
      \b(?:could not|failed to|cannot) (?:acquire|obtain|get) (?:an? |the )?(?:\w+ )?lock\b
      \berror acquiring (?:an? |the )?(?:\w+ )?lock\b
      \block (?:is )?(?:already )?held by\b
      \bdeadlocked\b
      \b(?:running|pending|ongoing|active|in-progress) conflicting operations?\b
      \bconflicting operations? (?:is |are |in )?(?:running|pending|ongoing|progress)\b
      \b(?:updated|deleted|modified|changed) (?:or \w+ )?by another transaction\b
      \block(?:ed)? by another (?:transaction|process|session)\b
      \bhas (?:already )?(?:running|pending|ongoing|active|unfinished) operations?\b
      \b10 aborted:
      \bcode ?= ?aborted\b
      \bstatuscode\.aborted\b
      \brerun the transaction\b
      \b(?:has|have) (?:an? |another )?(?:pending|ongoing|in-progress) (?:event|action|operation)\b
      \ban(?:other)? (?:operation|update|action|event|deployment|job|run)(?: \([^()]{1,60}\))? is (?:already |still |currently )?(?:in progress|running|pending)\b
    `,
    unless: anyOf`
      \blatest version\b
      \brefresh\b
    `,
  },
  {
    kind: 'conflict',
    code: 'ALREADY_EXISTS',
    corrects: true,
    text: anyOf`
      \balready (?:exists?|been (?:taken|used|registered|created)|taken|registered|in use|present|used)\b
      \bduplicate (?:key|entry|value|name|record|object|title|request)\b
      \bunique constraint\b
      \buniqueness\b
      \bmust be unique\b
      \beexist\b
      \bhas already been taken\b
      \ba \w+ with (?:this|that|the same) \w+ (?:already )?exists\b
      \be11000\b
      \bis already taken\b
      \b(?:name|port|address|id|key) (?:that )?is (?:still )?in use\b
      \bstill in use\b
      \bexists or conflicts\b
      \bconflicts with (?:an?|the|another) (?:existing|other)\b
    `,
    // Of a text that stands in a file several times.
    unless: anyOf`
      \bfound \d+ (?:times|occurrences|matches)\b
      \b\d+ (?:times|occurrences|matches) (?:were |was )?found\b
      \boccurs \d+ times\b
    `,
  },
  {
    kind: 'conflict',
    code: 'STATE_CONFLICT',
    corrects: true,
    text: anyOf`
      \b(?:has been|was|have been) (?:modified|changed|updated|edited) (?:by|since|in the meantime|after you (?:have )?(?:opened|loaded|read)|while you)\b
      \bobject has been modified\b
      \bversion (?:mismatch|conflict|must be incremented)\b
      \bmust be incremented\b
      \b(?:stale|outdated) (?:version|object|data|revision|info)\b
      \bis (?:currently )?archived\b
      \bhas been archived\b
      \b(?:invalid|illegal|incorrect|unsupported) (?:workflow )?(?:state )?transition\b
      \b(?:cannot|can't|can not|could not) (?:be )?transition\b
      \btransition\b.{0,80}\b(?:is )?(?:not (?:found|valid|available|allowed|possible|permitted)|invalid)\b
      \b(?:invalid|wrong|incorrect|unexpected) (?:state|status)\b
      \bin (?:the |an? )?(?:wrong|invalid|incorrect|current|unexpected|terminal|closed|locked)? ?(?:state|status)\b
      \bnot (?:in )?(?:a )?mergeable\b
      \bmerge conflicts?\b
      \bcannot be merged\b
      \bprecondition (?:check )?failed\b
      \bprecondition\b
      \betag\b.{0,30}\b(?:match|mismatch)
      \bforeign key constraint\b
      \b(?:still )?(?:referenced|in use|being used|used) by\b
      \bis (?:currently )?(?:locked|in use|being (?:used|edited|processed|deleted|modified))\b
      \b(?:currently|still) running\b
      \bis in (?:(?:a|an|the) )?\w+ state\b
      \bcannot be performed\b
      \bstale object\b
      \bworking on this at the same time\b
      \bresource is locked\b
      \bdirectory not empty\b
      \bis not empty\b
      \bnon-fast-forward\b
      \bupdates were rejected\b
      \balready (?:closed|merged|deleted|running|started|stopped|archived|reacted|completed|cancell?ed|processed|been|a member|assigned|open|resolved|published|paid|refunded|locked|done|active|enabled|disabled|connected|up to date|at|on|in|has)\b
      \bhas already\b
      \bis already\b
      \bmust (?:first )?(?:be )?(?:unarchived?|closed|stopped|deleted)\b
      \bcannot (?:delete|remove|edit|update|modify|close|cancel|merge)\b.{0,80}\b(?:because|while|that|has|contains|with|after|once)\b
      \bchanged by someone else\b
      \bconflict\b
      \bwould be overwritten\b
      \buncommitted changes\b
      \bnothing to commit\b
      \bnot allowed (?:in|while|when|for) (?:the |an? |this )?(?:current )?(?:state|status)\b
      (?<!\b(?:connection|database|stream|channel|client|session|transport|socket|pool|cursor|loop) )\bis closed\b
      \bis (?:completed|finalized|read-only because)\b
      \bno changes to (?:commit|apply|publish|push|deploy|merge)\b
      \bno commits between\b
      \balready (?:been )?(?!initiali|author|authent|in\b)\w{3,20}(?:ed|ised|ized)\b
      \bonly (?:[\w-]+(?:,| or| and)? ){0,6}(?:draft|pending|open|opened|closed|failed|running|stopped|completed|finished|active|inactive|queued|scheduled|published|paused|cancell?ed|timed out|approved|merged|unpaid|paid|expired|unassigned) (?:\w+ ){1,3}(?:can|may|could) be \w
      \b(?:can|may) only (?:be )?\w{3,20} (?:an? |the )?(?:\w+ )?(?:draft|pending|open|closed|failed|running|stopped|completed|active|queued|scheduled|paused) \w
      \b(?:cannot|can't|can not) (?:be )?(?:delete|remove|edit|stop|start|restart|resume|cancel|modify|update|drop|rename|resize)d? (?:an? |the )?(?:running|active|stopped|completed|finished|locked|archived|published|closed|default)\b
      \b(?:cannot|can't|can not) be (?:restarted|retried|resumed|cancell?ed|stopped|deleted|edited|modified|reopened|started|approved|rerun)\b.{0,40}\b(?:because|while|once|after|since|unless|when|as|until)\b
      \b(?:cannot|can't) (?:stop|start|restart|resume|cancel|retry|edit|drop|rerun)\b.{0,80}\b(?:because|while|that|has|contains|with|after|once|depend)\b
      \bhas (?:merge )?conflicts\b
      \b(?:file|page|document|record|item|content|branch|data) (?:has )?changed (?:on disk|since|in the meantime|on the server)\b
      ^(?:entry|name|user|record|item|file|resource) exists[.!]?$
      ^(?:\w+ )?(?:name|username|slug|handle|title) (?:is )?(?:taken|not available|unavailable)[.!]?$
      \b(?:someone|somebody|another user) (?:else )?is (?:already |currently )?(?:editing|using|modifying)\b
      \b(?:revision|etag|checksum|sha) mismatch\b
      \bis not in an? (?:\w+ )?\w{3,20}able state\b
      \bnot allowed while\b
      \bkeys for idempotent requests\b
      \bidempotency[- ]?key\b.{0,60}\b(?:already|different|same|reused|mismatch)
      \bhas (?:\w+ )?dependents\b
      \bother objects depend on it\b
      \bno open (?:pages?|tabs?|browsers?|documents?|files?|projects?)\b
      \bmust be (?:started|running|stopped|opened|unlocked|checked out|published) (?:first|before)\b
      \bit must be (?:started|running|stopped|opened)\b
      \bcard was declined\b
      \bcard has insufficient funds\b
      \b(?:payment|instrument|transaction|charge)[ _](?:method )?(?:was )?declined\b
      \bport is already allocated\b
      \b(?:was|has been|has) (?:modified|changed|updated)\b.{0,60}\b(?:since|try|review|again|reload|refresh)\b
      \b(?:has changed|was changed) since\b
      \bhas (?:already )?(?:closed|ended|started)\b
      \b(?:is|has been) (?:currently )?(?:paused|frozen)\b
      \bno longer (?:open|editable|active)\b
      \b(?:container|pod|vm|virtual machine|instance|machine|workflow|job|task|sandbox|process|build|warehouse|droplet) (?:['"\`]?[\w./:-]{1,80}['"\`]? )?(?:is|was|are) not (?:currently |yet )?(?:running|started)\b
      \b(?:warehouse|cluster|instance|container|vm|machine|project|workspace|sandbox|codespace|droplet) is (?:currently |already )?(?:stopped|suspended|terminated|hibernated|inactive)\b
      \bnonce (?:is )?too (?:low|high)\b
      \bcan(?:'t|not| not) move \(?[a-z][a-z0-9]{0,20}-\d
    `,
    unless: anyOf`
      \balready (?:initialized|in progress)\b
      \bcolumn\b
      \bargument
    `,
  },
];
