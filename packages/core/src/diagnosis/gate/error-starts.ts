import { anyOf, isWhollyAny, startsWithAny } from '../read/any-of.ts';

/** What went wrong, where a text begins with `Request failed`. */
const WORK = anyOf([
  /(?:api |http |tool |network )?(?:request|call|query|search|operation|command|execution|tool)/,
  /login|connection|upload|download|authentication|authorization|validation|verification|transaction|handshake/,
]);

/** How a text names a status in words. */
const STATUS_WORDS = anyOf([
  /bad|unauthori[sz]ed|payment|forbidden|not|method|proxy|request|conflict|gone|precondition|payload/,
  /unsupported|unprocessable|locked|too|internal|service|gateway|client error|server error/,
]);

/** What a credential is. */
const CREDENTIAL =
  /(?:api |access |auth |bearer |refresh |session |oauth |personal access )*(?:key|token|session|credentials?|secret|password|cookie|login)/;

/** A text that begins so is an error whichever tool gave it, as long as that does not give out the words of others. */
export const PLAIN_STARTS = startsWithAny([
  // The word itself.
  /\[(?:error|fatal|failed|failure)\]|\(error\)|<(?:error|tool_use_error)>|mcp error -?\d|exception:|failure:|fatal:|panic:/,
  /error:? (?:http |code |status )*\(?[45]\d\d\b/,
  /(?:an? )?(?:\w+ ){0,4}?(?:error|exception)(?:\s?[:\u2014]|\s\((?:http )?\d{3}\)|\s\[|\s?-\s|:?\*\*)/,
  /error (?:\w+ing\b|response from |from server)/,
  /(?:an? )?(?:\w+ ){0,2}?error (?:has )?(?:occurred|was(?: (?:encountered|thrown|raised|returned|reported|detected|received)\b|:)|executing|calling|in tool|while|when|code|during|from|performing)/,
  /(?:an? )?(?:\w+ )?exception (?:has )?(?:occurred|was (?:raised|thrown)|while|during)\b/,
  /(?:i )?encountered an? (?:\w+ ){0,3}(?:error|problem|issue)|there was an? (?:\w+ )?(?:error|problem)/,
  /there was an? (?:timeout|failure|exception) (?:executing|calling|running|while|when)\b/,
  /(?:an? )?(?:\w+ ){0,3}(?:error|exception) (?:in|from|at|during) ['"`]?(?:\w+_\w+|(?:get|list|search|find|read|fetch|create|update|delete|add|set|send|query)[a-z]\w*|\w+\(\))['"`]?: /,
  /\w+(?:error|exception):\s|traceback \(most recent|uncaught |unhandled |something went wrong|thread '\w+' panicked/,
  /\w{3,20} failed \([a-z]+(?:_[a-z]+)+\): \S/,
  /problem \w+ing\b[^:\n]{0,80}: \S/,
  new RegExp(`(?:\\w+ ){1,3}${WORK} (?:has )?(?:failed|timed out): (?!\\d{1,6}(?:$|[\\n,;.]))`),
  /failed(?::| to | \w{3,14}ing | with (?:status|error|code))|(?:error|failed|failure) - /,
  new RegExp(
    `(?:the )?${WORK}(?: \\S{1,40})? (?:has |was )?(?:failed|timed out|rejected|denied|aborted|cancell?ed)\\b`,
  ),
  // Who may.
  /(?:login|sign-?in) required(?:[.:!,]|$)|(?:unauthori[sz]ed|unauthenticated|forbidden)(?:[.:!,]|$| -)|access(?: to \S{1,80})? (?:is |was )?(?:denied|forbidden)|permission denied/,
  /not (?:authori[sz]ed|authenticated|logged in|connected)\b|authentication (?:failed|required|error)|insufficient \w+/,
  new RegExp(
    `no (?:valid )?${CREDENTIAL.source}(?: (?:was|is|were))? (?:provided|set|configured|found|given|available|supplied)`,
  ),
  new RegExp(
    `(?:the |your )?(?:provided )?${CREDENTIAL.source} (?:has |have |is |are |was |not |does not |could not )`,
  ),
  /no api key|api key (?:invalid|missing|required|expired)|token (?:expired|invalid|revoked)/,
  // How much.
  /too many requests|rate[ -]?limit(?:ed)?(?: exceeded| reached| hit| due| by|[.:!,]|$)|quota exceeded|usage limit/,
  /(?:daily|monthly|weekly|hourly) (?:\w+ )?(?:limit|quota)|(?:out of|no) (?:credits|tokens left)|request (?:was )?throttled/,
  /your (?:\w+ )?(?:session|token|login|credentials?) (?:has |have |is |are )(?:been )?(?:expired|revoked|invalid)\b/,
  /your (?:api key|request|account|plan|token|credits?|subscription)\b.{0,60}\b(?:invalid|expired|exceed|denied|blocked|suspended|not|has been|limit)/,
  // What was asked.
  /invalid (?:api|access|auth|token|credentials|request|arguments?|parameters?|params|input|url|json|query|date|format)\b/,
  /invalid (?:\w+ ){0,3}?(?:id|key|value|name|type|number|path|cursor|index|option|header|signature|timestamp|date|format|range|address)\b/,
  /invalid \w+(?: \w+)?(?:[:.!]|$)/,
  /missing (?:required|api|parameter|argument|or invalid|field|authorization|environment|credentials|input|value)/,
  /unknown (?:tool|error|command|operation|action|method|argument|parameter|option|field)|unsupported \w+/,
  /bad (?:request|gateway|credentials)|\d{1,3} validation errors? for |input validation error/,
  /operation '\S+' is not available|(?:bad|wrong|illegal|incorrect) (?:inputs?|arguments?|parameters?|params?|values?|formats?|types?):/,
  /(?:file|image|payload|message|request|input|query|document|attachment) (?:is )?too (?:large|long|big)\b/,
  /(?:operation|command|action|method) (?:is )?not (?:allowed|permitted|supported)\b|only select (?:queries|statements) (?:are|is) /,
  // Statuses.
  /http(?: error)? ?[45]\d\d\b|received (?:an? )?error response/,
  new RegExp(
    `(?:http |response |server )?status(?: code)?:? [45]\\d\\d(?:\\s?(?:$|[-:,(]| )\\s?)(?:$|[-:,(] ?)?(?:$|${STATUS_WORDS}\\b)`,
  ),
  /(?:the )?(?:server|api|upstream|endpoint|service|website|site|host) (?:returned|responded with|replied with|answered with)(?: an?)?(?: http)?(?: error)?(?: status)?(?: code)?:? [45]\d\d\b/,
  new RegExp(`[45]\\d\\d(?: -|:)? ${STATUS_WORDS}\\b`),
  /internal (?:server )?error|(?:the )?service (?:is )?(?:temporarily |currently )?unavailable|gateway time-?out/,
  // The way there.
  /(?:request|fetch) failed|network error|socket hang ?up|(?:the )?(?:operation|request|call|query) was aborted/,
  /timeout(?:[.:!,]|$| (?:error|exceeded|after|of|waiting|while|reached|expired)\b)|timed out|(?:context )?deadline exceeded/,
  /connection (?:refused|reset|failed|error|timed|closed|lost|aborted|terminated)|connect e[a-z]{5,}|no route to host/,
  /spawn \S+ e[a-z]{5,}|econn\w+|enotfound\b|eai_again|getaddrinfo|dial (?:tcp|udp)|read tcp|https?connectionpool\(|net::err_/,
  /\[(?:errno|ssl)\b|ssl(?:error| error|: )|tls: |x509: |certificate (?:verify|has)|curl: \(\d|lookup \S+ on /,
  // What a person decided.
  /(?:the )?user (?:did not|didn't|has not|declined|rejected|refused|cancell?ed|denied|aborted)(?: to)?(?: (?:confirm|approve|consent|accept|allow|authorize|grant))?(?: to)?(?: (?:the|this|it))? (?:execution|operation|action|request|call|tool|command|change|deletion)\b/,
  /(?:the )?(?:action|confirmation|elicitation|deletion|change) (?:was |has been )?(?:cancell?ed|declined|denied|rejected|aborted)(?: by (?:the )?user\b|[.!]?$)/,
  // Databases, queues, clusters.
  /ora-\d{5}|sqlstate|rpc error: |\(\d{3,5}, ["']|\((?:psycopg2?|pyodbc|pymysql|sqlite3|asyncpg)\b|mongo\w*error/,
  /(?:noauth|noperm|wrongtype|readonly|misconf|clusterdown|oom|loading|busygroup|execabort|masterdown|err) [a-z]/,
  /(?:unauthenticated|permission_denied|resource_exhausted|invalid_argument|not_found|failed_precondition|deadline_exceeded|unavailable): /,
  /npm err(?:!|or )|(?:unable|failed) to connect to the server|remote: |the connection to the server \S+ was refused/,
  // Other languages.
  /(?:fehler|erreur|errore?|erro|fout|błąd|hata|virhe|feil|fel|chyba|ошибка|помилка)(?: \S{1,30}){0,4}\s?:/,
  /(?:错误|錯誤|エラー|오류)(?:\s?[:：]|が発生)|(?:请求|操作|调用|获取|查询)(?:失败|超时)|未授权|无权限|权限不足|未登录/,
  /(?:acesso negado|acceso denegado|accès refusé|accesso negato|zugriff verweigert|toegang geweigerd|доступ запрещ[её]н)/,
]);

/** So people and models begin as well, so that the text must be one short paragraph. */
export const SPOKEN_STARTS = startsWithAny([
  /unable to |could(?: not|n't) |cannot |can't |can not /,
  /please (?:provide|specify|set|log ?in|sign ?in|authenticate|re-?authenticate|configure|try again|wait|connect|enter|supply|check your)/,
  /you (?:must|need to|do(?:n't| not) have|are not|aren't|cannot|can't|have (?:exceeded|reached|hit)|'ve (?:exceeded|reached|hit))/,
  /you(?:'ve| have|'re| are) (?:been |being )?(?:rate|blocked|throttled|banned|suspended|out of)/,
  /you(?:'ve| have) (?:reached|exceeded|hit|exhausted|run out of|used (?:up|all|your))\b/,
  /oops\b|uh oh\b|sorry, (?:but )?(?:an error|something|i (?:could|can)|you|we|the)|i encountered an error|we (?:could|were|are) (?:not|un)/,
]);

/** Titles and reports that begin like an error and are none. */
export const NO_ERROR = new RegExp(
  anyOf([
    /^(?:error|errors|failed|failure|exception|timeout)s? (?:reporting|logging|tracking|monitoring|messaging|rates?|counts?|handling|codes?|budget|logs?|tests?|jobs?|reference|messages|types?|pages?|boundar\w+|states?)\b/,
    /^(?:errors?|failed|failures?|exceptions?|timeouts?): ?(?:none\b|no$|(?:0|(?![45]\d\d\b)[1-9]\d{0,5})(?:$|[\n,;.]| (?:warnings?|of|passed|tests?|errors?)))/,
    /^(?:not connected|access denied|unauthorized|forbidden|invalid|unknown|missing|failed|timed out) (?:\w+ )?\w+s: ?(?![45]\d\d\b)\d{1,6}(?:$|[\n,;.])/,
    /^failed ?[:=] ?(?![45]\d\d\b)\d/,
    /^unable to \w+ is\b|^cannot wait\b|^please try (?:the|our)\b|\b0 errors?\b|^no errors?\b/,
    /^timeouts?: ?\d{1,9}(?:\.\d+)? ?(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?)?\s*(?:$|\n|,)/,
    /^[^\n.:!,]{1,40}\?(?:$|\s)/,
    /^[\w ]{1,40} (?:is|was) an? (?:\d{4} )?(?:\w+ ){0,4}(?:band|song|album|film|movie|series|novel|book|game|city|town|village|species|company|protocol|term|method|technique)\b/,
    /^rate[ -]?limits?: ?\d/,
    /^timeout (?:set|changed|updated|is|=|: ?\d)|^unauthorized (?:request|access|login|sign|activity)/,
    /^api keys? (?:created|list|found|rotated|updated|deleted|revoked|:|has been|was (?:created|rotated|deleted))/,
    /^(?:the |your )?(?:\w+ )?(?:key|token|session|credentials?|secret|password|cookie|login) (?:has |have )?(?:been |was |is |are )?(?:now )?(?:valid|ok|active|created|saved|stored|updated|rotated|deleted|removed|reset|changed|refreshed|started|successful|set|sent|verified|connected)\b/,
    /^your (?:request|account) has been (?:created|submitted|approved|received|processed|updated)/,
  ]),
  'i',
);

/** What else may follow in the same sentence, or in one more. */
const MORE = /(?:[.!]|[.,;:!]? \S.{0,120})?/;

/** A service or a program, as the subject of a sentence. */
const SERVICE =
  /(?:service|server|model|api|system|site|engine|backend|database|browser|editor|device|extension|plugin)/;

/** Sentences that tools say of themselves. They must be the whole text. */
export const WHOLE_SENTENCES = isWhollyAny([
  /error[.!]?/,
  new RegExp(
    `(?:the |your )?(?:operation|request|query|search|call|tool|action|task|execution) (?:has |was |is )?` +
      `(?:took too long|interrupted|not (?:confirmed|approved)|blocked)${MORE.source}`,
  ),
  new RegExp(
    `(?:the )?(?:\\w+ ){0,2}${SERVICE.source} (?:is )?(?:currently |temporarily )?(?:not (?:available|ready|running|started|initialized|` +
      `responding|reachable)|unavailable|overloaded|busy|offline|down|under maintenance|unreachable|(?:starting|warming|shutting) (?:up|down)|restarting)${MORE.source}`,
  ),
  /no (?:active |open |current )?(?:browser|session|page|tab|connection|client|project|workspace)(?: session)?(?: (?:is |was )?(?:open|loaded|selected|active|available|found))?[.,;:!] (?:please|first|call|use|run|open|start|create|launch|connect)\b.{0,120}/,
  /(?:received |got )?(?:an? )?(?:invalid|malformed|empty|unexpected|bad) (?:json|response|reply)(?: (?:from|returned|received)\b.{0,80})?[.!]?/,
  /there(?:'s| is) no (?:such )?\w{2,30} (?:with|named|called|at|for|by) .{1,100}/,
  /no such \w{2,30}:? ['"`]?[\w.:/#@-]{1,80}['"`]?[.!]?/,
  /(?:the )?user (?:has )?(?:cancell?ed|declined|aborted)[.!]?/,
  /(?:cancell?ed|declined|rejected|aborted|denied) by (?:the )?(?:user|client|caller)[.!]?/,
  /(?:\w+ ){1,4}(?:was |is )?not (?:confirmed|approved) by (?:the )?user[.!]?/,
  new RegExp(
    `this (?:feature|tool|endpoint|operation|action|api) (?:requires|needs|is (?:only available|not available|not supported|not enabled|` +
      `disabled|unavailable|restricted))${MORE.source}`,
  ),
  /upgrade (?:to|your) .{1,60} to (?:use|access|unlock|continue)\b.{0,80}/,
  /limit reached(?: for .{1,60})?[.!]?/,
]);
