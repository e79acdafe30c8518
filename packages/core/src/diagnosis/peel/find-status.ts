import { anyOf } from '../read/any-of.ts';
import { addOnce, type FactsDraft } from './facts.ts';

/** The words that stand beside a status. */
const REASONS = anyOf([
  /bad request|unauthorized|payment required|forbidden|not found|method not allowed|not acceptable/,
  /proxy authentication required|request time-?out|conflict|gone|length required|precondition failed/,
  /payload too large|request entity too large|uri too long|unsupported media type|unprocessable (?:entity|content)/,
  /locked|failed dependency|too early|upgrade required|precondition required|too many requests/,
  /request header fields too large|unavailable for legal reasons|internal server error|not implemented/,
  /bad gateway|service (?:temporarily )?unavailable|gateway time-?out|client error|server error/,
]);

/** How texts name a status; each pattern has the number as its first group. */
const STATUS_TEXTS: readonly RegExp[] = [
  /\bexpected (?:http )?status(?: code)? (?:of )?[12]\d\d,? (?:but )?(?:was|got|received|actual)(?: was)?:? ([345]\d\d)\b/,
  /\bhttp(?:\/\d(?:\.\d)?)?(?:[ _-]?(?:error|status|response|code))*!?(?: status)?(?: code)?[\s:=([]{0,3}([3-5]\d\d)\b/,
  /\bstatus(?:[ _-]?code)?["']?(?: of| is| was)?\s{0,2}[:=]?\s{0,2}["']?([3-5]\d\d)\b/,
  new RegExp(`\\b([3-5]\\d\\d)[\\s:,;-]{1,3}["'(]?(?:${REASONS})\\b`),
  /\b([3-5]\d\d)[ -](?:client|server) error\b/,
  /\b(?:returned|responded with|response|received|got|gave|failed with|failed:|failed|replied with|error)(?: an?)?(?: http)?(?: error)?(?: status)?(?: code)?[\s:=(]{1,3}([45]\d\d)\b(?![.\d]|\s?(?:ms|s|bytes|rows|items|chars|characters|tokens)\b)/,
  /[([]([45]\d\d)[)\]]/,
  /^\s*([45]\d\d)(?:\s|:|-|,|$)(?!(?:\w+ )?(?:items|rows|files|records|results|errors|tests|bytes|ms|seconds|points|of)\b)/,
  /\b([45]\d\d), message=/,
  /https?:\/\/\S{1,2000}[\s:]{1,2}([45]\d\d)\b/,
  /\b([45]\d\d) status\b/,
  // How clients of Go print an answer: `Code: 503. Errors:`.
  /(?:^|[\s.(])code: ([45]\d\d)(?=[.,;)\s]|$)/,
  // How Python writes an exception with what it was made of: `NotFoundError(404, 'index_not_found_exception')`.
  /\b\w{0,80}(?:error|exception|response|failure)\((?:status(?:_?code)?\s?=\s?)?['"]?([45]\d\d)\b/,
  /\bstatus code does not indicate success: ([45]\d\d)\b/,
];

/** Finds the statuses that a text names, in lower case, the clearest way of saying it first. */
export function findStatuses(lower: string, draft: FactsDraft): void {
  // The numbers of this database are no statuses.
  if (!/[345]\d\d/.test(lower) || lower.includes('db::exception')) return;
  for (const pattern of STATUS_TEXTS) {
    const found = pattern.exec(lower)?.[1];
    if (found !== undefined) addOnce(draft.textStatuses, Number(found));
  }
}
