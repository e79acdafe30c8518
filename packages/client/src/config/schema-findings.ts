import { z } from 'zod';
import { type ConfigPath, isRecord, valueAt } from './config-path.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Finding } from './finding.ts';
import { showValue, typeText } from './value-text.ts';

/**
 * Checks `value` and gives back what can be used of it: every wrong field is a finding and is left out.
 *
 * One wrong field therefore never hides faults in the others.
 */
export function checkSchema<T>(schema: z.ZodType<T>, value: unknown, path: ConfigPath): CheckedSchema<T> {
  let candidate = value;
  const findings: Finding[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const result = schema.safeParse(candidate);
    if (result.success) return { value: result.data, findings };
    const issues = result.error.issues.flatMap(innerIssues);
    for (const issue of issues.slice(0, MAX_ISSUES)) {
      // What an earlier round took out was told then.
      const isTold = isTakenOut(toPath(issue.path), candidate, value);
      if (!isTold) findings.push(...toFindings(issue, { schema, root: candidate, path }));
    }
    if (issues.some((issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys')) break;
    candidate = withoutFaulty(candidate, issues);
  }
  return { value: undefined, findings };
}

/** What {@link checkSchema} gives. */
export interface CheckedSchema<T> {
  /** Absent when the value as a whole is of the wrong kind. */
  readonly value: T | undefined;
  readonly findings: readonly Finding[];
}

/** Each round takes out at least one fault; a later one shows what the schema checks only when all fields fit. */
const MAX_ROUNDS = 6;

/** More issues of one round are not told one by one. */
const MAX_ISSUES = 200;

/** What is wrong inside of the one form of several that was meant: the one whose own type fits. */
function innerIssues(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find((inner) =>
    inner.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  if (meant === undefined || meant.length === 0) return [issue];
  return meant.flatMap((inner) => innerIssues({ ...inner, path: [...issue.path, ...inner.path] }));
}

interface IssueContext {
  readonly schema: z.ZodType;
  readonly root: unknown;
  readonly path: ConfigPath;
}

function toFindings(issue: z.core.$ZodIssue, context: IssueContext): readonly Finding[] {
  const below = toPath(issue.path);
  const path = [...context.path, ...below];
  const found = valueAt(context.root, below);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(context.schema, below);
    return issue.keys.map((key) => {
      const suggestion = didYouMean(key, known);
      return {
        severity: 'error',
        path: [...path, key],
        message: 'Unknown key.',
        allowed: known.join(', '),
        ...(suggestion === undefined ? {} : { suggestion }),
      };
    });
  }
  const isWrongType = issue.code === 'invalid_type' || (issue.code === 'invalid_union' && typeof found !== 'string');
  return [
    {
      severity: 'error',
      path,
      message: isWrongType ? `The type is wrong: this is ${typeText(found)}.` : 'This value is not allowed.',
      ...(found === undefined ? {} : { value: showValue(found, path) }),
      allowed: issue.message,
      ...suggestValue(issue, found),
    },
  ];
}

function suggestValue(issue: z.core.$ZodIssue, found: unknown): { readonly suggestion?: string } {
  if (issue.code !== 'invalid_value' || typeof found !== 'string') return {};
  const suggestion = didYouMean(found, issue.values.map(String));
  return suggestion === undefined ? {} : { suggestion };
}

function toPath(path: readonly PropertyKey[]): ConfigPath {
  return path.map((part) => (typeof part === 'number' ? part : String(part)));
}

function knownKeys(schema: unknown, path: ConfigPath): readonly string[] {
  let current = unwrap(schema);
  for (const part of path) current = unwrap(schemaBelow(current, part));
  return current instanceof z.ZodObject ? Object.keys(current.shape) : [];
}

function schemaBelow(schema: unknown, part: ConfigPath[number]): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[part];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

/** Without what may surround a schema; of several forms the one that is an object. */
function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional) return unwrap(schema.unwrap());
  if (!(schema instanceof z.ZodUnion)) return schema;
  return schema.options.find((option) => option instanceof z.ZodObject || option instanceof z.ZodArray) ?? schema;
}

/** Whether something stood at the path that was taken out since. */
function isTakenOut(path: ConfigPath, candidate: unknown, original: unknown): boolean {
  const found = valueAt(candidate, path);
  const was = valueAt(original, path);
  return was !== undefined && was !== found && (found === undefined || found === PLACEHOLDER);
}

/** What is missing, or stands for what was taken out already, can't be taken out: what is around it is. */
function toTakeOut(path: ConfigPath, candidate: unknown): ConfigPath {
  const found = valueAt(candidate, path);
  const isPlaceholder = found === PLACEHOLDER && typeof path.at(-1) === 'number';
  return path.length > 1 && (found === undefined || isPlaceholder) ? path.slice(0, -1) : path;
}

/** Stands for a wrong item of a list, so that positions stay. */
const PLACEHOLDER = '';

function withoutFaulty(value: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const removed = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [...toPath(issue.path), key])
      : [toTakeOut(toPath(issue.path), value)],
  );
  if (removed.length <= MAX_ISSUES) return removed.reduce<unknown>((current, path) => without(current, path), value);
  // Each removal is a copy: with very many faults whole fields go.
  const fields = new Set(removed.map((path) => path[0]));
  return isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => !fields.has(key))) : undefined;
}

/** A copy of `value` without what stands at `path`; a wrong item of a list becomes a placeholder. */
function without(value: unknown, path: ConfigPath): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return undefined;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      index !== first ? item : rest.length === 0 ? PLACEHOLDER : without(item, rest),
    );
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== first || rest.length > 0);
  return Object.fromEntries(entries.map(([key, item]) => [key, key === first ? without(item, rest) : item]));
}
