import { spacedName, splitCamelCase } from './packs/spaced-name.ts';
import { VENDOR_WORDS } from './vendor-words.ts';

/**
 * Whether a result of a tool has to be diagnosed at all: `false` only where the diagnosis could find nothing but a result.
 *
 * Costs next to nothing, so that what goes well never loads the tables of the diagnosis. Only the head is looked at. For a
 * server of which a pack may know something, ask {@link mayBeKnown} too.
 */
export function mayNeedDiagnosis(result: Readonly<Record<string, unknown>>): boolean {
  try {
    if (result.isError === true) return true;
    const { content, structuredContent } = result;
    const text = firstText(content);
    if (text !== undefined && text.trim() !== '') return isOdd(text);
    return typeof structuredContent === 'object' && structuredContent !== null && hasReportKey(structuredContent);
  } catch {
    // What does not let itself be looked at is left to the diagnosis, which takes anything.
    return true;
  }
}

/** Whether a built-in pack may know the server or the tool by one of these names. */
export function mayBeKnown(names: readonly string[]): boolean {
  return names.some(isVendorName);
}

function isVendorName(name: string): boolean {
  const before = verdicts.get(name);
  if (before !== undefined) return before;
  const spaced = [spacedName(name), spacedName(splitCamelCase(name))];
  const verdict = spaced.some((each) => SPACED_WORDS.some((word) => each.includes(word)));
  if (name.length > MAX_KEPT_NAME) return verdict;
  if (verdicts.size >= MAX_VERDICTS) verdicts.clear();
  verdicts.set(name, verdict);
  return verdict;
}

const SPACED_WORDS = VENDOR_WORDS.map(spacedName);

/** The same few tools are asked about with every call. */
const verdicts = new Map<string, boolean>();
const MAX_VERDICTS = 1000;
const MAX_KEPT_NAME = 128;

/** A longer plain text is content, and so is a longer body. */
const MAX_ODD_TEXT = 1300;
const MAX_ODD_BODY = 13_000;
const HEAD_LENGTH = 4000;

/** The names under which bodies report a failure, wherever they stand in the head. */
const REPORT_KEY =
  /["'](?:\w*err\w*(?: \w+)?|information|note|notice|ok|success\w*|succeeded|stat\w*|response\w*|ret\w*|is\w+|http_?status|code|messages?|msg|details?|fault\w*|__type|object|type|title|reason|failed|exception|result|description)["']\s*:/i;
/** Words without which no short text tells of a failure. */
const ALARM =
  /err|fail|excepti|invalid|den[iy]|unauth|auth|forbid|not\b|n't\b|cannot|unable|could|missing|requir|limit|quota|exceed|time|refus|reset|expir|unavail|unknown|unsupported|must|please|again|too \w|only|offline|down\b|maintenance|interrupt|malformed|unexpect|illegal|incorrect|problem|empty|api key|no |sorry|oops|wrong|bad |lost|closed|abort|cancel|declin|reject|traceback|spawn|econn|enot|insufficient|blocked|disabled|conflict|exist|found|credit|plan|upgrade|gateway|overload|busy|need|throttl|reach|already|modified|received|range|zero|taken|locked|restrict|overwrit|\b[45]\d\d\b|<!?[a-z]|[^\0-\x7f]/i;

function isOdd(text: string): boolean {
  const head = text.slice(0, HEAD_LENGTH);
  if (/^\s*(?:\{|\[(?!(?:error|fatal|failed|failure)\]))/i.test(head))
    return text.length <= MAX_ODD_BODY && REPORT_KEY.test(head);
  if (/^\s*</.test(head)) return true;
  return text.length <= MAX_ODD_TEXT && ALARM.test(head);
}

function hasReportKey(value: object): boolean {
  const keys = Object.keys(value);
  return keys.length <= 30 && keys.some((key) => REPORT_KEY.test(`"${key}":`));
}

function firstText(content: unknown): string | undefined {
  const block: unknown = Array.isArray(content) ? content.find((each) => Object(each).type === 'text') : undefined;
  const text: unknown = Object(block).text;
  return typeof text === 'string' ? text : undefined;
}
