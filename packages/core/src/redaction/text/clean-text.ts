import { CONFIGURED_MARKER, isMarker, TOO_LONG_MARKER } from '../markers.ts';
import type { ActiveRule } from '../rules/active-rule.ts';
import type { SecretMatcher } from '../secret-matcher.ts';
import { looksGenerated } from '../values/value-shape.ts';
import { findBase64 } from './base64.ts';
import { findCallArguments } from './call-arguments.ts';
import type { CleanTexts } from './clean-texts.ts';
import { findColumns } from './columns.ts';
import { type DecodedView, entityView, escapeView, percentView, uncoloredView } from './decoded-view.ts';
import { findInEmbeddedJson, type HiddenLeaves } from './embedded-json.ts';
import { Findings, hideFindings } from './findings.ts';
import { findInsertedValues } from './inserted-values.ts';
import { findNamedValues } from './named-values.ts';
import { findOptionValues } from './option-values.ts';
import { findPrivateKeys } from './private-keys.ts';
import { findSecretManifests } from './secret-manifests.ts';
import { findPartedTokens, findShapedTokens } from './shaped-tokens.ts';
import { HAS, type Survey, survey } from './survey.ts';
import { findSecretUrls, findUserInfo } from './urls.ts';
import { findPasswordHashes, findVendorTokens } from './vendor-tokens.ts';

/** What cleaning one text needs to know; shared by all texts of one value. */
export interface TextCleaning {
  readonly matcher: SecretMatcher;
  readonly rules: readonly ActiveRule[];
  /** Collects the values that were hidden, so that they are found where nothing gives them away. */
  readonly found: Set<string>;
  /** What is hidden in a parsed value; absent where that would go too deep. */
  readonly hiddenLeaves?: HiddenLeaves;
  /** How many characters may still be searched. */
  readonly budget: { left: number };
  /** Texts that need no search; absent where the search is not the usual one. */
  readonly known?: CleanTexts;
}

/** The most characters that are searched in one call; what goes beyond is cut off and marked. */
export const MAX_TEXT_LENGTH = 16_000_000;

/** The text without secrets; the very same where there are none. */
export function cleanText(text: string, cleaning: TextCleaning): string {
  if (text.length > cleaning.budget.left) return cleanBeginning(text, cleaning);
  cleaning.budget.left -= text.length;
  if (cleaning.known?.has(text)) return text;
  let clean = cleaning.matcher.replace(text, CONFIGURED_MARKER);
  for (const rule of cleaning.rules) clean = rule.replaceIn(clean);
  // The second round sees what the first one uncovered, as a name whose value was hidden.
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const findings = findingsIn(clean, cleaning);
    if (findings.isEmpty) {
      if (clean === text) cleaning.known?.add(text);
      return clean;
    }
    const merged = findings.merged();
    for (const { start, end } of merged) remember(clean.slice(start, end), cleaning.found);
    clean = hideFindings(clean, merged);
  }
  return clean;
}

const MAX_ROUNDS = 3;

/** What goes beyond the budget is not shown at all, since nobody looked at it. */
function cleanBeginning(text: string, cleaning: TextCleaning): string {
  const { left } = cleaning.budget;
  if (left <= 0) return TOO_LONG_MARKER;
  const beginning = cleanText(text.slice(0, left), cleaning);
  cleaning.budget.left = 0;
  return `${beginning}${TOO_LONG_MARKER}`;
}

/** Keeps a hidden value, if it can not be an ordinary word of other texts. */
export function remember(value: string, found: Set<string>): void {
  // A text full of secrets costs no more than their number once enough of them are known.
  if (found.size >= MAX_FOUND || found.has(value)) return;
  const secret = /^(?:Bearer|Basic|Token|ApiKey|Bot)\s+(\S+)$/i.exec(value)?.[1] ?? value;
  if (secret.length > MAX_REMEMBERED || isMarker(secret)) return;
  if (looksGenerated(secret, MIN_REMEMBERED)) found.add(secret);
}

const MIN_REMEMBERED = 8;
const MAX_REMEMBERED = 4096;
const MAX_FOUND = 200;

function findingsIn(text: string, cleaning: TextCleaning): Findings {
  const findings = new Findings();
  const seen = survey(text);
  const { has } = seen;
  if (has !== 0 || text.length >= MIN_SHAPED || text.includes(' -')) findDirectly(text, seen, findings);
  if ((has & HAS.base64) !== 0) findBase64(text, seen.runs, findings, hidesInside);
  if ((has & HAS.percent) !== 0) findInView(percentView(text), findings, cleaning, percentView);
  if ((has & HAS.backslash) !== 0) findInView(escapeView(text), findings, cleaning, escapeView);
  if ((has & HAS.entity) !== 0) findInView(entityView(text), findings, cleaning);
  if ((has & HAS.color) !== 0) findInView(uncoloredView(text), findings, cleaning);
  findInJson(text, has, findings, cleaning);
  return findings;
}

function findInJson(text: string, has: number, findings: Findings, cleaning: TextCleaning): void {
  if ((has & HAS.brace) === 0 || (has & HAS.name) === 0 || cleaning.hiddenLeaves === undefined) return;
  findInEmbeddedJson(text, findings, cleaning.hiddenLeaves);
}

const MIN_SHAPED = 36;

/** The rules that look at a text as it stands. */
function findDirectly(text: string, seen: Survey, findings: Findings): void {
  const { has } = seen;
  if ((has & HAS.key) !== 0) findPrivateKeys(text, findings);
  if ((has & HAS.vendor) !== 0) findVendorTokens(text, seen.vendors, findings);
  if (hasPasswordHash(text)) findPasswordHashes(text, findings);
  if ((has & HAS.name) !== 0) findNamed(text, seen, findings);
  if ((has & HAS.at) !== 0) findUserInfo(text, findings);
  findOptionValues(text, findings);
  if (text.length < MIN_SHAPED) return;
  findShapedTokens(text, findings);
  findPartedTokens(text, seen.runs, findings);
  if (text.includes('/')) findSecretUrls(text, findings);
}

/** The rules that ask for a name. */
function findNamed(text: string, { names }: Survey, findings: Findings): void {
  findNamedValues(text, names, findings);
  if (text.includes('(')) {
    findCallArguments(text, findings);
    findInsertedValues(text, findings);
  }
  if (!text.includes('\n')) return;
  findColumns(text, names, findings);
  findSecretManifests(text, findings);
}

/** Hashes of passwords begin with signs that {@link survey} does not tell apart. */
function hasPasswordHash(text: string): boolean {
  return (
    text.length >= MIN_SHAPED && (text.includes('$') || text.includes('HA}')) && /\$[\w-]{1,16}\$|\{SS?HA\}/.test(text)
  );
}

/** The same rules on a text with one encoding undone, once and then once more. */
function findInView(
  view: DecodedView | undefined,
  findings: Findings,
  cleaning: TextCleaning,
  again?: (text: string) => DecodedView | undefined,
): void {
  if (view === undefined) return;
  const inner = new Findings();
  const seen = survey(view.text);
  const { has } = seen;
  findDirectly(view.text, seen, inner);
  findInJson(view.text, has, inner, cleaning);
  if (again !== undefined) findInView(again(view.text), inner, cleaning);
  if ((has & HAS.color) !== 0) findInView(uncoloredView(view.text), inner, cleaning);
  for (const { start, end, rule } of inner.merged())
    findings.add(view.originalIndex(start), view.originalIndex(end), rule);
}

/** Whether a text that was encoded holds something to hide. */
function hidesInside(decoded: string): boolean {
  const findings = new Findings();
  const seen = survey(decoded);
  if (seen.has !== 0) findDirectly(decoded, seen, findings);
  return !findings.isEmpty;
}
