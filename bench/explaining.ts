import { diagnose, type Evidence, redact } from '@seawall/core';
import { type Figure, type Sample, toSample } from './figure.ts';

const ROUNDS = 5;
/** How long one round of a small operation runs, in milliseconds. */
const ROUND_MS = 300;
/** The longest that redaction may take, as a multiple of the plainest walk by key: 0.15 of its speed. */
const MAX_TIMES_OF_WALK = 1 / 0.15;
/** The longest that ten times the text may take. */
const MAX_GROWTH = 12;
const SMALL_BYTES = 100_000;
const LARGE_BYTES = 1_000_000;

/** What every failure goes through: redaction and diagnosis. */
export async function measureExplaining(): Promise<Figure[]> {
  const record = failureRecord();
  const growth = worstGrowth();
  return [
    {
      name: 'redacting a record of 1 KB, beside a walk by key',
      unit: 'ms',
      ours: perOperation(() => redact(record)),
      bare: perOperation(() => walkByKey(record)),
      limit: { kind: 'ratio', most: MAX_TIMES_OF_WALK },
    },
    {
      name: `redacting 1 MB, beside 100 KB, worst of ${FAMILIES.length} families`,
      unit: 'ms',
      ours: growth.large,
      bare: growth.small,
      limit: { kind: 'ratio', most: MAX_GROWTH },
    },
    { name: 'diagnosing an error of 100 B', unit: 'ms', ours: perOperation(() => explain(ERROR)) },
    { name: 'letting a result of 1 MB pass', unit: 'ms', ours: perOperation(() => explain(LARGE_RESULT)) },
  ];
}

/** A record as a failed call leaves it; nothing in it looks like a key, so that all of it is searched. */
function failureRecord(): Readonly<Record<string, unknown>> {
  return {
    server: 'jira',
    tool: 'jira_create_issue',
    attempt: 2,
    message: 'MCP error -32603: Request failed with status code 401',
    config: {
      url: 'https://acme.example/rest/api/3/issue?expand=names',
      headers: { authorization: `Bearer ${'x'.repeat(40)}`, accept: 'application/json' },
      timeout: 30_000,
    },
    stack: Array.from({ length: 8 }, (_, line) => `    at step${line} (file:///app/dist/call.js:${line}:17)`).join(
      '\n',
    ),
    env: { NODE_ENV: 'production', JIRA_URL: 'https://acme.example' },
  };
}

const SENSITIVE = ['password', 'token', 'secret', 'key', 'auth', 'credential'];

/** The plainest redaction there is: every depth, by key alone. */
function walkByKey(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(walkByKey);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isSensitive = SENSITIVE.some((word) => key.toLowerCase().includes(word));
      return [key, isSensitive ? '[REDACTED]' : walkByKey(item)];
    }),
  );
}

const ERROR: Evidence = {
  shape: 'tool_result',
  payload: {
    isError: true,
    content: [{ type: 'text', text: 'Error calling tool: Request failed with status code 429, retry after 42s' }],
  },
};
const LARGE_RESULT: Evidence = {
  shape: 'tool_result',
  payload: {
    content: [{ type: 'text', text: JSON.stringify({ rows: ['error: connection refused '.repeat(40_000)] }) }],
  },
};

function explain(evidence: Evidence): unknown {
  return diagnose(evidence, { server: 'billing', tool: 'list_invoices' });
}

/** Pieces that make naive patterns go back and forth. */
const FAMILIES = [
  'a=',
  'Bearer ',
  '-----BEGIN ',
  'https://a:',
  '{"',
  '%41',
  'key="\\"',
  'a@',
  '\\u0041',
  '<a ',
  '" : "',
  'token ',
  'token=abc1 ',
  'token[',
  'map[token:',
  'password: a ',
  'curl -u a:b ',
  'https://a:b@',
  'Cookie: a=b; ',
  '\\\\"',
  '-us',
  '1:AA',
  'eyJ',
  'x.y.',
  'AKIA',
  'sk-',
  '\u001b[31m',
];

/** The family whose time grows most from 100 KB to 1 MB. */
function worstGrowth(): { readonly small: Sample; readonly large: Sample } {
  const grown = FAMILIES.map((unit) => {
    const small = toSample(rounds(() => timeOf(() => redact(unit.repeat(SMALL_BYTES / unit.length)))));
    const large = toSample(rounds(() => timeOf(() => redact(unit.repeat(LARGE_BYTES / unit.length)))));
    return { small, large, factor: large.median / small.median };
  });
  return grown.reduce((worst, each) => (each.factor > worst.factor ? each : worst));
}

/** Milliseconds for one operation. */
function perOperation(operation: () => unknown): Sample {
  runFor(ROUND_MS, operation);
  return toSample(rounds(() => runFor(ROUND_MS, operation)));
}

function rounds(measure: () => number): readonly number[] {
  return Array.from({ length: ROUNDS }, measure);
}

function runFor(durationMs: number, operation: () => unknown): number {
  const startedMs = performance.now();
  let count = 0;
  while (performance.now() - startedMs < durationMs) {
    operation();
    count += 1;
  }
  return (performance.now() - startedMs) / count;
}

function timeOf(operation: () => unknown): number {
  const startedMs = performance.now();
  operation();
  return performance.now() - startedMs;
}
