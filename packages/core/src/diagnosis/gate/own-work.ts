import { isWhollyAny, startsWithAny } from '../read/any-of.ts';
import type { ToolManner } from './tool-manner.ts';
import {
  API_WORDS,
  COLLECTION_WORDS,
  FETCH_WORDS,
  FILE_WORDS,
  LOG_WORDS,
  RAW_WORDS,
  RUN_WORDS,
  SHELL_WORDS,
} from './tool-words.ts';

const MAX_OWN_ERROR = 400;
const MAX_OWN_SENTENCE = 160;

/** So only frameworks speak, and the verb of the tool, when there is one, is the first group of one of them. */
const OWN_ERRORS = startsWithAny([
  /mcp error -?\d|unknown tool|invalid arguments? for tool|input validation error/,
  /(?:there was an? )?(?:error|timeout|failure) (?:executing|calling|running) (?:the )?tool|tool \S{1,80} (?:execution )?failed/,
  /(?:error: )?\d{1,3} validation errors? for (?:call|\w+(?:arguments|args|inputs?|params))\b/,
  /(?:error: )?(?:you (?:provided|passed|gave) )?(?:invalid|bad|missing) tool (?:inputs?|arguments?|parameters?):/,
  /(?:error|mcp error): (?:failed|unable|could not|cannot) (?:to )?(\w{3,20}?)(?:e|ing)?\b/,
]);
/** What only the API behind a tool says. */
const API_VOICE = startsWithAny([
  /(?:error: )?(?:requested entity was not found|the caller does not have permission|request had (?:invalid|insufficient) auth)/,
  /(?:error: )?(?:the specified (?:object|item|message) was not found in the store|the specified \w+ does not exist)/,
]);

/** About an argument by the name that it has in a program, with what it may be: files and pages hardly begin so. */
const OWN_ARGUMENT =
  /^(?:error: )?(?:unknown|invalid|unsupported|unrecognized) \w{1,30}_\w{1,30}\b[^\n]{0,100}\b(?:supported|valid|allowed|must be|expected|choose|available|one of)\b/i;

const OWN_WORK =
  /^(?:error|failed|unable|could not|couldn't|cannot|failure)\s(?:to )?(\w{3,20}?)(?:e|ing|ting|ning)?\b/i;

/** One verb as good as the other, for tools that give something out. */
const SAME_WORK = [
  ['get', 'gett', 'retriev', 'fetch', 'read', 'load', 'access', 'open', 'obtain', 'find', 'list', 'view', 'download'],
  ['search', 'query', 'find', 'lookup'],
  ['scrap', 'crawl', 'fetch', 'extract', 'load', 'navigat', 'brows', 'read'],
  ['send', 'post', 'generat', 'complet', 'ask', 'chat', 'translat', 'summariz'],
] as const;

const FILE_ERRORS = startsWithAny([
  /error: (?:enoent|eacces|eisdir|enotdir|eperm|emfile|access denied - path|file not found|no such file|path (?:not|outside))/,
  /(?:file|path|directory|folder)(?: \S{1,100})? (?:(?:was |could )?not (?:be )?found|does not exist|is outside|not allowed)|no such file/,
]);

/** What says of a command that it was not run, or not to its end: no program prints that of itself. */
const RUN_ERRORS = isWhollyAny([
  /(?:error: )?(?:the )?(?:command|script|code|process|program|execution|python|shell) (?:execution )?(?:has )?timed out(?: after \d.{0,40})?[.!]?/,
  /(?:error: |access denied: |blocked: )?(?:the )?(?:command|script|program|operation) (?:['"`][^'"`\n]{1,100}['"`] )?(?:execution )?(?:was |is |has been )?(?:not (?:allowed|permitted|in the (?:allow|white)-?list|whitelisted|allowlisted|approved)|blocked|rejected|denied|refused|forbidden|disallowed|cancell?ed|aborted)(?: (?:by|for|because|due|in|on)\b.{0,100})?(?:[.!]|: ?\S.{0,100})?/,
  /(?:error: )?(?:could not|cannot|failed to|unable to) connect to (?:the )?\w+(?: \w+){0,2}[.!] (?:make sure|ensure|is the|check|please)\b.{0,140}/,
  /(?:error: )?spawn \S{1,60} (?:enoent|eacces|eperm|e2big)/,
]);

/** What a client of HTTP says when nothing else was there to say. */
const CLIENT_FAILURES = isWhollyAny([
  /(?:typeerror: |error: )?(?:fetch failed|failed to fetch|network error|networkerror\b.{0,60}|socket hang up)/,
  /(?:error: )?(?:connect |read |write )?(?:econnrefused|econnreset|etimedout|ehostunreach|epipe|enetunreach)\b.{0,80}/,
  /(?:error: )?getaddrinfo (?:enotfound|eai_again)\b.{0,80}/,
  /(?:axioserror: |error: )?(?:request failed with status code \d{3}|timeout of \d+ ?ms exceeded)/,
  /(?:error: )?(?:the )?(?:operation|request|connection) (?:was )?(?:aborted|timed out)(?: due to timeout)?[.!]?/,
  /not connected(?: to \S{1,60})?[.!]?|connection closed[.!]?/,
]);

/** What tools say that read from the network. */
const FETCH_ERRORS = startsWithAny([
  /error: (?:the )?(?:request|connection|page|site|website|server|host|url) (?:has |was |is )?(?:timed out|failed|refused|reset|aborted|unreachable|blocked)\b/,
  /(?:error: )?(?:encountered an? )?(?:http|network|connection|request|ssl|timeout|dns)(?: \w+)? (?:error|failed|failure|timed out)\b/,
  /(?:error: )?http(?: error)?:? ?[45]\d\d\b|(?:error: )?[45]\d\d (?:client|server) error\b/,
  /(?:error: )?(?:invalid|unsupported|malformed) (?:url|uri|protocol|scheme)|<error>/,
]);

/** A server that keeps what happened to itself and names its log. */
const TOLD_TO_LOG =
  /^(?:error: )?an? (?:\w+ ){0,2}error (?:has )?occurred\b[^\n]{0,80}\b(?:check|see) (?:the )?(?:[\w-]+\.log|(?:server|mcp) logs?)\b[^\n]{0,60}$/i;

const MARKED = /^(?:error:|\[error\]|<error>)\s?\S/i;

/** `Doc with id 7 not found.`, with the thing as the first group. */
const THING_MISSING =
  /^(?:the |this |that |no )?(?:\w+ ){0,2}?(\w{3,20}?)s? (?:(?:with|at|for|by|named|id|key|path|uri|url|#)\b.{0,100}|["'`:#/(][^\n]{0,100}|[\w.:/-]{1,60} )?(?:was |is |could |can )?(?:not (?:be )?found|does(?: not|n't) exist|not exist|no longer exists)\b[^\n]{0,60}$/i;

/** `Key user:1 does not exist`, of a tool that gives out the value of one. */
const KEY_MISSING =
  /^(?:error: )?key ['"`]?[^\s'"`]{1,100}['"`]? (?:was |is )?(?:not found|does(?: not|n't) exist)[.!]?$/i;

/** Whether the words of a tool that gives out those of others are about its own work: `Error reading file` of `read_file`. */
export function speaksOfOwnWork(said: string, { words }: ToolManner): boolean {
  if (said.length > MAX_OWN_ERROR) return false;
  const has = (group: ReadonlySet<string>): boolean => words.some((word) => group.has(word));
  if (has(FILE_WORDS) && FILE_ERRORS.test(said) && !said.includes('\n')) return true;
  if (has(RUN_WORDS) && RUN_ERRORS.test(said)) return true;
  const own = OWN_ERRORS.exec(said);
  if (own) return own[1] === undefined || isOwnVerb(own[1], words);
  const verb = OWN_WORK.exec(said)?.[1];
  if (verb !== undefined && isOwnVerb(verb, words)) return true;
  if (has(FETCH_WORDS) && (FETCH_ERRORS.test(said) || CLIENT_FAILURES.test(said))) return true;
  const isRaw = words.some((word) => RAW_WORDS.has(word) && !API_WORDS.has(word));
  if (!isRaw && !has(LOG_WORDS) && OWN_ARGUMENT.test(said)) return true;
  if (!isRaw && !has(LOG_WORDS) && TOLD_TO_LOG.test(said)) return true;
  if (!isRaw && !has(LOG_WORDS) && API_VOICE.test(said)) return true;
  if (KEY_MISSING.test(said) && words.some((word) => word.endsWith('get'))) return true;
  // What a shell prints may be anything; what runs a workflow or an actor is asked for one that there is.
  if (has(RAW_WORDS) && (has(SHELL_WORDS) || !has(RUN_WORDS))) return false;
  if (CLIENT_FAILURES.test(said) || (has(COLLECTION_WORDS) && !has(LOG_WORDS) && MARKED.test(said))) return true;
  return said.length <= MAX_OWN_SENTENCE && isOwnThing(THING_MISSING.exec(said)?.[1], words);
}

/** `Image generation failed: …` of `generate_image`, as the whole text. */
export function saysOwnWorkFailed(said: string, words: readonly string[]): boolean {
  if (said.length > MAX_OWN_SENTENCE) return false;
  const work = WORK_FAILED.exec(said)?.[1];
  return work !== undefined && words.some((word) => word.length > 3 && isSameStem(word, work.toLowerCase()));
}

const WORK_FAILED =
  /^(?:the )?(?:\w+ ){0,2}?(\w{3,20}?)(?:ion|ing|ation|ment)? (?:has )?(?:failed|timed out)(?:(?: (?:with|after|because|due to|for)|:) (?!\d{1,6}$)\S.{0,140})?[.!]?$/i;

function isOwnVerb(verb: string, words: readonly string[]): boolean {
  const stem = verb.toLowerCase();
  if (words.some((word) => isSameStem(word, stem))) return true;
  // What a program or a log says of its own reading and searching is content.
  if (words.some((word) => RAW_WORDS.has(word) && !FILE_WORDS.has(word))) return false;
  return SAME_WORK.some((verbs) => words.some((word) => isAmong(verbs, word)) && isAmong(verbs, stem));
}

function isSameStem(word: string, stem: string): boolean {
  return word.startsWith(stem) || (word.length > 3 && stem.startsWith(word.slice(0, -1)));
}

function isAmong(verbs: readonly string[], word: string): boolean {
  return verbs.some((verb) => word.startsWith(verb) && /^(?:e|es|s|ed|ing|n?e?d?)$/.test(word.slice(verb.length)));
}

/** The thing that the tool is named for: a doc of `read_document`. */
function isOwnThing(thing: string | undefined, words: readonly string[]): boolean {
  if (thing === undefined) return false;
  const stem = thing.toLowerCase();
  return words.some((word) => word.length > 2 && (word.startsWith(stem) || stem.startsWith(word.replace(/s$/, ''))));
}
