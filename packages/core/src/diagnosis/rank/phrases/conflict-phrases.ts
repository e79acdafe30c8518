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
      \banother (?:operation|update|action|event) is (?:already |still |currently )?(?:in progress|running|pending)\b
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
  },
  {
    kind: 'conflict',
    code: 'STATE_CONFLICT',
    corrects: true,
    text: anyOf`
      \b(?:has been|was|have been) (?:modified|changed|updated|edited) (?:by|since|in the meantime)\b
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
      \bis (?:closed|completed|finalized|read-only because)\b
      \bno changes to (?:commit|apply|publish|push|deploy|merge)\b
      \bno commits between\b
      \balready (?:been )?(?!initiali|author|authent|in\b)\w{3,20}(?:ed|ised|ized)\b
      \bcard was declined\b
      \bcard has insufficient funds\b
      \b(?:payment|instrument|transaction|charge)[ _](?:method )?(?:was )?declined\b
      \bport is already allocated\b
      \b(?:was|has been|has) (?:modified|changed|updated)\b.{0,60}\b(?:since|try|review|again|reload|refresh)\b
      \b(?:has changed|was changed) since\b
      \bhas (?:already )?(?:closed|ended|started)\b
      \b(?:is|has been) (?:currently )?(?:paused|frozen)\b
      \bno longer (?:open|editable|active)\b
    `,
    unless: anyOf`
      \balready (?:initialized|in progress)\b
      \bcolumn\b
      \bargument
    `,
  },
];
