import type { DiagnosisKind, DiagnosisLink } from '../diagnosis.ts';
import type { DiagnosisContext } from '../diagnosis-context.ts';
import type { Facts } from '../peel/facts.ts';
import type { Pack, PackAdvice, PackCondition, PackFinding, PackTool } from './pack.ts';

/** What a rule sees. */
export interface RuleInput {
  readonly tool: PackTool | undefined;
  readonly facts: Facts;
  /** What the general rules say. */
  readonly kind: DiagnosisKind;
  readonly httpStatus: number | undefined;
}

/** The rule of a pack that matched. */
export interface RuleMatch {
  readonly finding: PackFinding;
  readonly value: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

/** How much of the peeled text the rules of a pack see, in characters. */
export const MAX_RULE_TEXT = 8192;

/** Asks the rules of a pack in their order; the first one that holds decides. A rule that throws holds not. */
export function applyRules(pack: Pack, input: RuleInput): RuleMatch | undefined {
  const text = `${input.facts.text}\n${input.facts.rest}`.slice(0, MAX_RULE_TEXT);
  const codes = new Set(input.facts.codes.map(({ value }) => value.toLowerCase()));
  for (const { when, then } of pack.rules ?? []) {
    if (!holds(when, input, codes)) continue;
    const match = when.text?.exec(text);
    if (when.text && !match) continue;
    return { finding: then, value: match?.[0] ?? conditionOf(when), details: detailsOf(then, match ?? null) };
  }
  return undefined;
}

function holds(when: PackCondition, { tool, kind, httpStatus }: RuleInput, codes: ReadonlySet<string>): boolean {
  if (when.tools && !isFor(when.tools, tool)) return false;
  if (when.httpStatus !== undefined && !(httpStatus !== undefined && list(when.httpStatus).includes(httpStatus)))
    return false;
  if (when.kind !== undefined && !list(when.kind).includes(kind)) return false;
  if (when.vendorCode === undefined) return true;
  return list(when.vendorCode).some((code) => codes.has(code.toLowerCase()));
}

/** Whether something that names tools by their first names is about this one. */
export function isFor(tools: readonly string[] | undefined, tool: PackTool | undefined): boolean {
  return tools === undefined || (tool !== undefined && tools.includes(tool.names[0] ?? ''));
}

function conditionOf(when: PackCondition): string {
  return [when.vendorCode, when.httpStatus, when.kind].flatMap((part) => part ?? []).join(' ');
}

function detailsOf(finding: PackFinding, match: RegExpExecArray | null): Readonly<Record<string, unknown>> | undefined {
  if (!finding.details || !match) return undefined;
  try {
    return finding.details(match);
  } catch {
    // The rule of a user has a fault: what it finds stays, its details are missing.
    return undefined;
  }
}

/** What a pack advises for a kind, when no rule said something more exact. */
export function findAdvice(pack: Pack, kind: DiagnosisKind, tool: PackTool | undefined): PackAdvice | undefined {
  return (pack.advice ?? []).find((entry) => list(entry.kind).includes(kind) && isFor(entry.tools, tool));
}

const MAX_LINKS = 5;

/** Links for a call, from the configured base URL; a pack that throws gives none. */
export function findLinks(pack: Pack, tool: PackTool | undefined, context: DiagnosisContext): readonly DiagnosisLink[] {
  if (!pack.links || !tool) return [];
  try {
    const baseUrl = (pack.baseUrlSettings ?? [])
      .map((name) => context.setting?.(name))
      .find((value) => value !== undefined && /^https?:\/\//i.test(value));
    if (baseUrl === undefined) return [];
    const links = pack.links({
      baseUrl: baseUrl.replace(/\/{1,10}$/, ''),
      tool: tool.names[0] ?? '',
      arguments: context.arguments ?? {},
    });
    return links.filter(({ url }) => /^https?:\/\//i.test(url)).slice(0, MAX_LINKS);
  } catch {
    // The function of a user has a fault: a diagnosis without links is still one.
    return [];
  }
}

function list<T>(value: T | readonly T[]): readonly T[] {
  // The check proves that what is no array is one value.
  return Array.isArray(value) ? value : [value as T];
}
