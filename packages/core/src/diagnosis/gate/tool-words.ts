/** Words in the names of tools that give out byte for byte what they are pointed at. */
export const VERBATIM_WORDS: ReadonlySet<string> =
  words(`read stack trace traces http curl cat echo log logs tail head fetch download file files message messages history thread replies transcript
  transcripts captions email emails mail inbox grep snippet blob raw diff patch stdout output console exec execute
  run shell bash terminal command eval evaluate script python note notes comment comments memory clipboard print
  decode encode ocr chat ask prompt translate summarize errors error exceptions text entries`);

/** Words in the names of tools that give out pages, articles and reports. */
export const PROSE_WORDS: ReadonlySet<string> =
  words(`scrape crawl extract content contents markdown html page code docs doc documentation readme complete completion
  generate think thinking crash events event trace traces alert alerts incident incidents snapshot screenshot
  browse url website webpage show convert format article articles rss feed reference knowledge library wiki answer
  news post posts tweet tweets review reviews description body`);

/** Words in the names of tools that ask an index or a database: their results are lists, not prose. */
export const ASK_WORDS: ReadonlySet<string> =
  words(`search query find list get lookup select describe browse count retrieve check view inspect research map suggest
  explore scan status info show read fetch recall match filter aggregate resolve geocode log logs history directory tree grep glob
  ls children nodes`);

/** Words in the names of tools that change something. */
export const CHANGE_WORDS: ReadonlySet<string> =
  words(`create add insert update edit set put patch write delete remove clear drop send post upload move rename copy
  archive close merge assign unassign invite kick ban start stop restart kill cancel enable disable publish deploy
  apply install uninstall commit push click type press navigate hover drag wait resize scroll fill mark upsert
  save store transition reply react append replace truncate purge reset revoke grant subscribe unsubscribe sync
  import export execute exec run eval evaluate register connect disconnect touch mkdir rm mv cp pin unpin lock
  unlock trigger notify schedule approve reject resolve dismiss link unlink join leave print sleep validate lint
  enroll purchase buy pay submit reserve checkout
  test rollback revert scale delay reorder`);

/** Tools that run what they are given: what that prints is content, though it may change things. */
export const RUN_WORDS: ReadonlySet<string> = words(
  `exec execute run shell bash eval evaluate terminal command print echo script`,
);

/** What such tools run when their output is that of a program. */
export const SHELL_WORDS: ReadonlySet<string> =
  words(`shell bash terminal command commands cmd script scripts python code js javascript typescript node ruby eval
  evaluate print echo notebook cell snippet function sandbox test tests query prompt cli git npm docker kubectl ssh`);

/** Words in the names of tools that say that an API is called, as `execute_api`. */
export const CALLED_WORDS: ReadonlySet<string> = words(`api endpoint`);

/** Verbs of searches that some APIs put behind the method of HTTP: `API-post-search`. */
export const SEARCH_WORDS: ReadonlySet<string> = words(`search query find list`);

/** Rows of a database are in a form of their own, whatever else the name says. */
export const ROW_WORDS: ReadonlySet<string> = words(`query sql cypher select table tables schema`);

/** Words in the names of tools that report faults: a list of errors is what they are for. */
export const REPORT_WORDS: ReadonlySet<string> =
  words(`lint validate check test tests verify analyze audit compile build typecheck
  diagnostics scan inspect review`);

/** Words in the names of tools that tell how something is: that it is offline is their answer. */
export const STATE_WORDS: ReadonlySet<string> = words(
  `status state health healthcheck ping uptime monitor check availability diagnose info stats metrics poll vote order orders access permission permissions is running process processes`,
);

/** Words in the names of tools that tell how a connection or a login is. */
export const STANDING_WORDS: ReadonlySet<string> = words(`status state is check running connected standing health`);

/** Words in the names of tools that tell whether something else is well. */
export const HEALTH_WORDS: ReadonlySet<string> = words(`health healthcheck healthz ping uptime liveness readiness`);

/** Words in the names of tools that look whether something is as it should be. */
export const CHECK_WORDS: ReadonlySet<string> = words(`validate verify lint check is test`);

/** Words in the names of tools that look how the network is: that a host is not there is their answer. */
export const PROBE_WORDS: ReadonlySet<string> = words(
  `ping traceroute tracert whois dns nslookup dig port ports link links reachability latency nmap`,
);

/** Words in the names of tools that lead somebody to a login: that one is needed is their answer. */
export const LOGIN_WORDS: ReadonlySet<string> = words(
  `login signin auth authenticate authorize authorization oauth token tokens session credentials`,
);

/** Words in the names of tools that tell how much may be used. */
export const ALLOWANCE_WORDS: ReadonlySet<string> = words(
  `usage quota quotas limit limits rate balance balances credits billing plan plans subscription pricing invoice`,
);

/** Words in the names of tools that give out what people call things: a title may speak of any failure. */
export const TOPIC_WORDS: ReadonlySet<string> =
  words(`title headline subject name names topic topics task tasks todo todos issue issues ticket tickets card cards
  story bug bugs goal reminder reminders event events alert alerts notification notifications incident incidents fact
  joke poem question questions definition headline caption label labels commit commits pr pull motd greeting
  lyrics summary response reason text advice tip horoscope idea prompt prompts rule rules payload webhook webhooks entry value values variable secret`);

/** Words in the names of tools that end something. */
export const END_WORDS: ReadonlySet<string> = words(
  `cancel abort close disconnect stop end quit logout kill terminate decline reject leave`,
);

/** Words in the names of tools that tell rules: that a value must be one of some is their answer. */
export const RULE_WORDS: ReadonlySet<string> =
  words(`rule rules policy policies requirement requirements schema schemas help guide guides guideline guidelines
  instructions definition definitions terms spec specification constraints limits parameter parameters describe
  explain faq tips advice`);

/** Words in the names of tools of which every result may be an error of somebody else. */
export const LOG_WORDS: ReadonlySet<string> = words(
  `log logs error errors exception exceptions crash crashes stack trace traces console`,
);

/** Words in the names of tools that open files. */
export const FILE_WORDS: ReadonlySet<string> = words(`read file files open cat directory folder edit write`);

/** Words in the names of tools that read from the network what they are pointed at. */
export const FETCH_WORDS: ReadonlySet<string> = words(`fetch http url download webpage website scrape crawl`);

/** Words in the names of tools whose whole result may be any words at all: those of a file, of a program, of a model. */
export const RAW_WORDS: ReadonlySet<string> =
  words(`file files raw blob log logs echo cat head tail stdout output grep diff patch
  exec execute run shell bash terminal command eval evaluate script python clipboard print decode encode ocr chat ask
  prompt translate summarize value`);

/** Words in the names of tools that list the words of many people; where one entry is asked for, it may be anything. */
export const COLLECTION_WORDS: ReadonlySet<string> = words(`messages history replies emails inbox threads comments notes
  transcript transcripts captions`);

/** Words in the names of tools of an API of messages, which come as objects: a flag in one is the API's own. */
export const API_WORDS: ReadonlySet<string> =
  words(`message messages history thread replies transcript transcripts captions
  email emails mail inbox comment comments note notes chat ask translate summarize entries text`);

/** Words in the names of tools that give out the value of a key. */
export const VALUE_WORDS: ReadonlySet<string> =
  words(`get value key hget hgetall mget lrange lindex json kv cache redis memcached
  string hash`);

/** A set of the words of a text. */
function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}
