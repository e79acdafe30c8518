import { compileWholePattern } from '../redaction/rules/pattern-program.ts';
import { UnsupportedPattern } from '../redaction/rules/pattern-syntax.ts';
import type { Matcher } from './records.ts';

/**
 * Reads a matcher as people write it: `server=jira`, `severity!="info"`, `tool=~"get_.*"`.
 *
 * @returns what is wrong with it, as the end of a sentence, where it is none
 */
export function parseMatcher(text: string): Matcher | string {
  const match = /^\s*([a-zA-Z_]\w{0,63})\s*(=~|!~|!=|=)\s*(.*?)\s*$/s.exec(text.slice(0, MAX_MATCHER_LENGTH + 1));
  const [, label, operator, written = ''] = match ?? [];
  if (label === undefined || text.length > MAX_MATCHER_LENGTH) {
    return 'it has to be a label, one of = != =~ !~, and a value';
  }
  const value = /^"(?:[^"\\]|\\.)*"$/s.test(written) ? written.slice(1, -1).replace(/\\(["\\])/g, '$1') : written;
  switch (operator) {
    case '=':
    case '!=':
      return { label, operator, value };
    case '=~':
    case '!~': {
      const problem = matcherProblem({ label, operator, value });
      return problem ?? { label, operator, value };
    }
    default:
      return 'it has to have one of = != =~ !~';
  }
}

/** What is wrong with a matcher, as the end of a sentence; `undefined` for one that can be used. */
export function matcherProblem(matcher: Matcher): string | undefined {
  if (matcher.operator === '=' || matcher.operator === '!=') return undefined;
  if (matcher.value.length > MAX_PATTERN_LENGTH) return `its pattern has more than ${MAX_PATTERN_LENGTH} characters`;
  const program = compileWholePattern(matcher.value);
  return program instanceof UnsupportedPattern ? program.reason : undefined;
}

/** A matcher as text, which {@link parseMatcher} reads. */
export function formatMatcher({ label, operator, value }: Matcher): string {
  return `${label}${operator}${JSON.stringify(value)}`;
}

/**
 * Makes a test of labels out of matchers: all of them have to hold. A label that is absent has the value "".
 *
 * A pattern has to describe the whole value. It costs time linear in the value, whatever both are. A matcher that can't be
 * used holds for nothing.
 */
export function createLabelTest(matchers: readonly Matcher[]): (labels: Readonly<Record<string, string>>) => boolean {
  const tests = matchers.map(createTest);
  return (labels) => tests.every((test) => test(labels));
}

function createTest({ label, operator, value }: Matcher): (labels: Readonly<Record<string, string>>) => boolean {
  const read = (labels: Readonly<Record<string, string>>): string =>
    (Object.hasOwn(labels, label) ? (labels[label] ?? '') : '').slice(0, MAX_VALUE_LENGTH);
  if (operator === '=') return (labels) => read(labels) === value;
  if (operator === '!=') return (labels) => read(labels) !== value;
  const program = value.length > MAX_PATTERN_LENGTH ? undefined : compileWholePattern(value);
  if (program === undefined || program instanceof UnsupportedPattern) return () => false;
  const isWanted = operator === '=~';
  return (labels) => program.matches(read(labels)) === isWanted;
}

const MAX_MATCHER_LENGTH = 2000;
const MAX_PATTERN_LENGTH = 500;
/** More of a label is not looked at, in characters. */
const MAX_VALUE_LENGTH = 1024;
