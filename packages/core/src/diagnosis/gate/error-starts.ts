import { anyOf, startsWithAny } from '../read/any-of.ts';

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
  /(?:an? )?(?:\w+ ){0,2}?error (?:has )?(?:occurred|was|executing|calling|in tool|while|when|code|during|from|performing)/,
  /(?:i )?encountered an? (?:\w+ ){0,3}(?:error|problem|issue)|there was an? (?:\w+ )?(?:error|problem)/,
  /there was an? (?:timeout|failure|exception) (?:executing|calling|running|while|when)\b/,
  /\w+(?:error|exception):\s|traceback \(most recent|uncaught |unhandled |something went wrong|thread '\w+' panicked/,
  /failed(?::| to | with (?:status|error|code))|(?:error|failed|failure) - /,
  new RegExp(
    `(?:the )?${WORK}(?: \\S{1,40})? (?:has |was )?(?:failed|timed out|rejected|denied|aborted|cancell?ed)\\b`,
  ),
  // Who may.
  /(?:unauthori[sz]ed|forbidden)(?:[.:!,]|$| -)|access(?: to \S{1,80})? (?:is |was )?(?:denied|forbidden)|permission denied/,
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
  /your (?:api key|request|account|plan|token|credits?|subscription)\b.{0,60}\b(?:invalid|expired|exceed|denied|blocked|suspended|not|has been|limit)/,
  // What was asked.
  /invalid (?:api|access|auth|token|credentials|request|arguments?|parameters?|params|input|url|json|query|date|format)\b/,
  /invalid (?:\w+ ){0,3}?(?:id|key|value|name|type|number|path|cursor|index|option|header|signature|timestamp|date|format|range|address)\b/,
  /invalid \w+(?: \w+)?(?:[:.!]|$)/,
  /missing (?:required|api|parameter|argument|or invalid|field|authorization|environment|credentials|input|value)/,
  /unknown (?:tool|error|command|operation|action|method|argument|parameter|option|field)|unsupported \w+/,
  /bad (?:request|gateway|credentials)|\d{1,3} validation errors? for |input validation error/,
  /operation '\S+' is not available/,
  // Statuses.
  /http(?: error)? ?[45]\d\d\b/,
  new RegExp(`[45]\\d\\d(?: -|:)? ${STATUS_WORDS}\\b`),
  /internal (?:server )?error|(?:the )?service (?:is )?(?:temporarily |currently )?unavailable|gateway time-?out/,
  // The way there.
  /(?:request|fetch) failed|network error|socket hang ?up|(?:the )?(?:operation|request|call|query) was aborted/,
  /timeout(?:[.:!,]|$| (?:error|exceeded|after|of|waiting|while|reached|expired))|timed out|(?:context )?deadline exceeded/,
  /connection (?:refused|reset|failed|error|timed|closed|lost|aborted|terminated)|connect e[a-z]{5,}|no route to host/,
  /spawn \S+ e[a-z]{5,}|econn\w+|enotfound\b|eai_again|getaddrinfo|dial (?:tcp|udp)|read tcp|https?connectionpool\(|net::err_/,
  /\[(?:errno|ssl)\b|ssl(?:error| error|: )|tls: |x509: |certificate (?:verify|has)|curl: \(\d|lookup \S+ on /,
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
  /you (?:must|need to|do(?:n't| not) have|are not|aren't|cannot|can't|have (?:exceeded|reached|hit|used)|'ve (?:exceeded|reached|hit|used))/,
  /you(?:'ve| have|'re| are) (?:been |being )?(?:rate|blocked|throttled|banned|suspended|out of)/,
  /you(?:'ve| have) (?:reached|exceeded|hit|used)\b/,
  /oops\b|uh oh\b|sorry, (?:but )?(?:an error|something|i (?:could|can)|you|we|the)|i encountered an error|we (?:could|were|are) (?:not|un)/,
]);

/** Titles and reports that begin like an error and are none. */
export const NO_ERROR = new RegExp(
  anyOf([
    /^(?:error|errors|failed|failure|exception|timeout)s? (?:reporting|logging|tracking|monitoring|messaging|rates?|counts?|handling|codes?|budget|logs?|tests?|jobs?|reference|messages|types?|pages?|boundar\w+|states?)\b/,
    /^(?:errors?|failed|failures?|exceptions?|timeouts?): ?(?:none\b|no$|(?:0|(?![45]\d\d\b)[1-9]\d{0,5})(?:$|[\n,;.]| (?:warnings?|of|passed|tests?|errors?)))/,
    /^failed ?[:=] ?(?![45]\d\d\b)\d/,
    /^unable to \w+ is\b|^cannot wait\b|^please try (?:the|our)\b|\b0 errors?\b|^no errors?\b/,
    /^timeout (?:set|changed|updated|is|=|: ?\d)|^unauthorized (?:request|access|login|sign|activity)/,
    /^api keys? (?:created|list|found|rotated|updated|deleted|revoked|:|has been|was (?:created|rotated|deleted))/,
    /^(?:the |your )?(?:\w+ )?(?:key|token|session|credentials?|secret|password|cookie|login) (?:has |have )?(?:been |was |is |are )?(?:now )?(?:valid|ok|active|created|saved|stored|updated|rotated|deleted|removed|reset|changed|refreshed|started|successful|set|sent|verified|connected)\b/,
    /^your (?:request|account) has been (?:created|submitted|approved|received|processed|updated)/,
  ]),
  'i',
);
