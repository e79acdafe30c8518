import { isWhollyAny } from '../read/any-of.ts';

/** What a tool is, or does, as the subject of a sentence. */
const CALL =
  /(?:the |your |this )?(?:request|call|query|operation|connection|command|job|task|search|tool|upload|download|lookup|execution|(?!ac)\w{3,20}tion)/;

/** Sentences about a call and what it needs. They must be the whole text, and the tool none that tells how others are. */
export const CALL_SENTENCES = isWhollyAny([
  // What was asked.
  /invalid \w+(?: \w+)? ['"`][^'"`\n]{0,80}['"`](?:[.!]?|[.,;:]? \S.{0,160})/,
  /['"`]?[\w.-]{1,40}['"`]? is not a (?:valid|known|recogni[sz]ed|supported) \w.{0,80}/,
  /(?:\w+ ){1,3}['"`][^'"`\n]{1,60}['"`] is not (?:supported|recogni[sz]ed|valid|allowed|known)[.!]?(?: .{1,120})?/,
  /(?:the )?(?:end|stop|until|to|due|check-?out|return)[ _]?(?:date|time|day)?\w* (?:is|must be|must come|should be|can ?not be|can't be) (?:before|after|earlier than|later than|equal to) (?:the )?(?:start|begin|from|check-?in|depart|today|now|current)\w*[ _]?\w*(?: \w+){0,3}[.!]?/,
  /(?:the )?(?:start|begin|from|since|check-?in)[ _]?(?:date|time|day)?\w* (?:is|must be|must come|should be|can ?not be|can't be) (?:before|after|earlier than|later than|equal to) (?:the )?(?:end|stop|until|to|due|check-?out|today|now|current)\w*[ _]?\w*(?: \w+){0,3}[.!]?/,
  /(?:the )?[\w'"`.]{1,40} (?:exceeds|must not exceed|can ?not exceed|may not exceed|must (?:start|end) with|must (?:contain|match|include))\b.{1,100}/,
  /(?:either|only one of|one of|at least one of|exactly one of|both)\b.{1,100}\b(?:must|may|can|should|needs? to|has to) be (?:provided|specified|set|given|passed|supplied|used)\b.{0,60}/,
  /(?:nothing to update|no (?:\w+ ){0,2}(?:fields?|updates?|changes|values|parameters?|input|arguments?|query|text|data|content|prompt|name|url|path|ids?)(?: to \w+)? (?:(?:was|were|is) )?(?:provided|given|specified|supplied|passed))\b.{0,100}/,
  /(?:the )?(?:[\w'"`-]+ ){1,5}(?:is |are )?(?:out of range|too (?:short|long|large|small|big|high|low|many|few))(?:[.!]?|[.,:;(] ?.{1,100}| \(.{1,60}\)| to \w.{0,60})/,
  /(?:division by zero|cannot divide by zero|syntax error)\b.{0,120}/,
  /unknown (?:time ?zone|entity|currency|unit|city|symbol|language|model|format|type|category|command|region|country|device|project|user|channel|id|key|sensor|account|workspace|board)\b.{0,120}/,
  /(?:the )?(?:requested |specified |given )?\w+ (?:could not|cannot|couldn't|can't) be (?:located|loaded|retrieved|fetched|read|resolved|opened|accessed)\b.{0,100}/,
  /(?:this )?(?:video|post|page|profile|account|channel|repository) is private(?: or .{1,60})?[.!]?/,
  /(?:the )?(?:\w+ ){0,2}(?:date|time)\w* is in the past\b.{0,60}/,
  // Who may.
  /missing (?:access|permissions?)(?:[.!]?|: \S.{0,100})/,
  /(?:the |this |your )?(?:\w+ ){1,3}(?:does not|doesn't|do not|don't) have (?:\w+ ){0,3}(?:permissions?|access|rights|privileges)\b.{0,100}/,
  /(?:the |this |your )?(?:\w+ ){1,3}lacks? .{0,30}(?:permissions?|scopes?|privileges?|access)\b.{0,80}/,
  /(?:the )?(?:\w+ )?(?:server|tool|instance|connection) is (?:running |currently )?(?:in )?read-?only(?: mode)?\b.{0,120}/,
  /(?:action required: ?)?(?:\w+ ){0,3}(?:authentication|authorization|login) (?:is )?(?:needed|required)\b.{0,120}/,
  // How much.
  /(?:the |your )?(?:\w+ ){0,3}?(?:rate|request|usage|api|call|query|search|credit|quota|token) ?limits? (?:has been |have been |was |is )?(?:reached|exceeded|hit)\b.{0,120}/,
  /(?:the |your )?(?:\w+ ){0,3}?(?:hard |soft )limits? (?:has been |was |is )?(?:reached|exceeded|hit)\b.{0,120}/,
  /(?:not enough|insufficient|out of|no more|no) (?:\w+ )?(?:credits?|quota)\b(?: (?:left|remaining|available|to|for|on|in)\b.{0,100})?[.!]?/,
  /(?:the |your )?(?:\w+ ){0,3}?(?:credits?|quota|allowance) (?:has been |have been |is |are |was |were )?(?:exhausted|exceeded|depleted|used up|reached)\b.{0,120}/,
  /slow down\b[.,!].{0,120}/,
  /(?:the )?(?:\w+ ){1,3}?(?:is|are) (?:rate[- ]limiting|throttling|blocking) (?:us|our|this|these|you|your)\b.{0,80}/,
  /(?:the )?(?:\w+ ){1,3}?returned a rate[- ]limit\b.{0,80}/,
  // The way there, and how long it took.
  /(?:the )?(?:connection|link|session) (?:to|with) .{1,60}? (?:was |has been |is )?(?:lost|closed|refused|dropped|terminated|reset|interrupted|failed|timed out)\b.{0,100}/,
  /no (?:active|open|live) connection (?:to|with) .{1,100}/,
  /(?:the )?(?:\w+ )?[\w.-]{2,30} (?:is not|isn't) running(?:[.!]?|[.,;:!] (?:please|start|make|launch|open|run|ensure)\b.{0,120})/,
  new RegExp(
    `${CALL.source}(?: (?:to|for|of|with) .{1,60}?)? (?:has )?timed out(?: (?:after|waiting|while|because|due|before)\\b.{1,80})?[.!]?`,
  ),
  /(?:there was )?no (?:response|answer|reply) (?:was |has been )?(?:received )?(?:from .{1,40}? )?(?:within|in|after) \d.{0,60}/,
  /(?:we're|we are|the \w+ is) (?:currently )?experiencing (?:high|heavy|unusual|too much) .{1,120}/,
  /(?:the )?(?:\w+ ){0,2}(?:data|information|results?) (?:is|are) (?:currently|temporarily) (?:unavailable|not available)\b.{0,100}/,
  // What has to be switched on first.
  /(?:the )?(?:[\w.-]+ ){1,4}(?:integration|connector|plugin|add-?on|extension|module) is (?:currently )?(?:disabled|not enabled|turned off|inactive|deactivated)[.,;:!] ?(?:please|to (?:enable|use|turn)|enable|select|turn|activate|check|go to|open|set|you (?:must|need|can|have))\b.{1,180}/,
  // What came back.
  /(?:unexpected|invalid|malformed) response (?:format|structure|type|body|data|shape)\b.{0,100}/,
  /(?:received|got) (?:an? )?html (?:page )?(?:instead|when|but)\b.{0,80}/,
  /(?:the )?(?:request|operation|call|query|action|command|task) (?:could not|couldn't|can ?not|can't) be (?:completed|processed|performed|executed|handled|fulfilled)\b.{0,120}/,
  /the tool ['"`]?[\w.:/-]{1,60}['"`]? is not (?:available|enabled|supported|registered)[.!]?|tool ['"`]?[\w.:/-]{1,60}['"`]? is not (?:available|enabled|supported|registered)[.!]?/,
  /(?:the )?(?:\w+ ){1,3}returned (?:an error|(?:status )?[45]\d\d)\b.{0,100}/,
  /failed[.!]?|unexpected error[.!]?|(?:\w+ ){0,2}(?:retrieval|fetch|loading|lookup|processing) (?:failed|error)[.!]?/,
  /(?:i |we )?(?:was|were) (?:not able|unable) to (?:get|fetch|retrieve|load|find|read|access|complete|process)\b.{0,120}/,
  /you're doing that too (?:much|often|fast)\b.{0,80}/,
  /(?:the |this )?(?:\w+ ){0,2}is an? (?:premium|paid|pro) (?:feature|endpoint)\b.{0,80}|premium (?:feature|endpoint)[.!].{0,80}/,
  /you have no (?:remaining |more )?(?:credits|quota|requests)\b.{0,80}/,
  // What programs say that stumble.
  /'?\w{1,40}' object (?:has no attribute|is not (?:callable|subscriptable|iterable|a mapping))\b.{0,100}/,
  /(?:list|string|tuple) index out of range[.!]?|(?:undefined|null|[\w.]{1,60}) is not (?:a function|iterable|a constructor)[.!]?/,
]);

/** Sentences of tools that change something; to others the same words are the state of a thing. */
export const CHANGE_SENTENCES = isWhollyAny([
  /(?:the )?(?:write|delet|modif|updat|creat|edit|destructive|admin|mutat|upload|send)\w*(?: (?:access|operations?|mode|tools?|actions?|permissions?))? (?:is|are) (?:currently )?(?:disabled|not (?:allowed|permitted|enabled)|forbidden|blocked|turned off)\b.{0,120}/,
  /(?:the )?(?:\S+ ){1,4}(?:may|can|must|should) (?:only |not )?(?:contain|have|include|consist|match)\b.{0,80}/,
  /(?:the )?(?:\w+ ){1,3}(?:array|list|data|title|name|content|text|body|message|query|input) is empty[.!]?/,
  /(?:the |this )?(?:\w+ ){1,3}(?:to \S{1,60} )?(?:is|are) (?:not (?:supported|allowed|permitted)|blocked by \w+)[.!]?/,
  /(?:the )?(?:file )?(?:type|format|extension) \S{1,30} is not (?:supported|allowed)\b.{0,80}/,
  /(?:the )?(?:\w+ ){1,4}is (?:invalid|not valid|malformed)[.!]?/,
  /(?:the )?(?:\w+ ){1,3}(?:is|has) already (?:been )?(?:enrolled|registered|booked|submitted|assigned|a member|approved|paid)\b.{0,80}/,
  /(?:a |an |the )?(?:\w+ ){1,2}(?:is )?already (?:in progress|running|active|started)\b.{0,80}/,
  /(?:the )?\w+(?: \w+)? (?:was |has been )?(?:cancell?ed|declined|aborted|rejected) by (?:the )?user[.!]?/,
  /(?:the )?user (?:declined|cancell?ed|rejected|aborted|dismissed|chose not to|did not confirm)\b.{0,60}/,
  /nothing to (?:update|delete|remove|change)\b.{0,120}/,
  /.{1,80} (?:is|are) already (?:in use|taken|assigned to another|used by)\b.{0,80}/,
  /(?:there (?:is|was) a )?merge conflicts?\b(?: (?:was |were )?(?:detected|found|in|between|with)\b.{0,100})?[.!]?/,
  /(?:the |this )?(?:\w+ ){1,3}(?:is|are) not (?:mergeable|empty)\b[.,;!]?.{0,80}/,
  /.{1,80} (?:has|have) been (?:modified|changed|updated) (?:since|by (?:another|someone))\b.{0,80}/,
  /(?:a|an|another) (?:\w+ ){1,3}is already (?:running|active|in progress|open|started)\b.{0,80}/,
  /(?:create|creation|update|deletion|upload|insertion|submission|deployment|publishing|installation|export|import) failed(?: (?:with|because|due|for)\b.{0,160})?(?:: (?!\d{1,6}$).{1,160})?[.!]?/,
]);

/** What a tool that ends something says when it has done so. */
export const DONE_SENTENCES = isWhollyAny([
  /(?:the )?(?:operation |request |task |job |run |connection |session |browser |page |tab |server |process |order |subscription )?(?:\S{1,40} )?(?:was |is |has been |is now )?(?:already )?(?:cancell?ed|aborted|closed|stopped|disconnected|terminated|declined|rejected|not connected|not running)(?: by (?:the )?user)?[.!]?/,
]);

/** What a tool that checks something has found of it. */
export const CHECKED_SENTENCES = isWhollyAny([
  /(?:the |your |this )?(?:\w+ ){0,3}(?:is |has |was )?(?:not (?:a )?valid|invalid|expired|malformed|revoked|incorrect)\b.{0,100}/,
  /not (?:valid|found|available|registered)[.!]?|(?:domain|username|name|number|address) (?:is )?(?:not (?:found|registered|available)|does not exist)[.!]?/,
]);

/** How a connection or a login is, to a tool that is asked for nothing else. */
export const STANDING_SENTENCES = isWhollyAny([
  /(?:you are |the (?:user|client|server) is )?(?:currently )?(?:not |un|dis)-?(?:connected|authenticated|logged in|signed in|authorized|running|configured)(?: (?:to|with|as|in) .{1,40})?[.!]?/,
  /(?:the )?\w+ is (?:not running|offline|down|disconnected|stopped)[.!]?/,
]);
