// Runs the official conformance suites against the gateway, and against the server behind it alone.
// Usage: npm run conformance -- [--leg NAME]. NAME is a leg, or what stands before its slash; give it several times for
// several; what a leg is compared with runs too. Needs a build and, for the first time, a network. Exits with 1 when
// something fails that is not expected to.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY } from '../support/gateway-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Check } from './check.ts';
import { EXPECTED_FAILURES } from './expected-failures.ts';
import { installSuites } from './installation.ts';
import { isGood, judge, type Verdict } from './judge.ts';
import { LEGS, type Leg } from './legs.ts';
import { type Outcome, writeReport } from './report.ts';

const REPORT = join(REPOSITORY, 'artifacts/test-reports/conformance.json');

const { values } = parseArgs({ options: { leg: { type: 'string', multiple: true, default: [] } } });
const unknown = values.leg.filter((name) => !LEGS.some((leg) => isNamed(leg, name)));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are: ${LEGS.map((leg) => leg.name).join(', ')}.`);
  process.exitCode = 1;
} else {
  process.exitCode = await runAll(LEGS.filter((leg) => isChosen(leg) || LEGS.some((other) => needs(other, leg))));
}

async function runAll(legs: readonly Leg[]): Promise<number> {
  await installSuites();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const width = Math.max(...legs.map((leg) => leg.name.length));
  const outcomes: Outcome[] = [];
  const checks = new Map<string, readonly Check[]>();
  for (const leg of legs) {
    const outcome = await run(leg, checks, stop.signal);
    if (stop.signal.aborted) return 1;
    outcomes.push(outcome);
    print(outcome, width);
  }
  await writeReport(REPORT, outcomes);
  return outcomes.every((outcome) => 'verdict' in outcome && isGood(outcome.verdict)) ? 0 : 1;
}

/** Runs a leg and adds its checks to those of the legs before. */
async function run(
  { name, reference, run: start }: Leg,
  checks: Map<string, readonly Check[]>,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    await using folder = await temporaryFolder();
    const own = await start({ folder, signal });
    checks.set(name, own);
    const others = reference === undefined ? [] : checks.get(reference);
    if (others === undefined) throw new Error(`It can't be compared: "${reference}" could not be run.`);
    return { leg: name, verdict: judge(name, own, EXPECTED_FAILURES, others) };
  } catch (cause) {
    return { leg: name, error: cause instanceof Error ? cause : new Error(String(cause)) };
  }
}

function print(outcome: Outcome, width: number): void {
  const name = outcome.leg.padEnd(width);
  if ('error' in outcome) {
    console.log(`FAIL  ${name}  could not be run\n${outcome.error.stack}`);
    return;
  }
  const { verdict } = outcome;
  const expected = verdict.expected.length > 0 ? `, ${verdict.expected.length} expected to fail` : '';
  const counts = `${verdict.passed.length} passed, ${verdict.failed.length} failed${expected}`;
  console.log(`${isGood(verdict) ? 'ok  ' : 'FAIL'}  ${name}  ${counts}`);
  for (const line of complaints(verdict)) console.log(`      ${line}`);
}

function complaints({ passed, failed, stale, regressions }: Verdict): readonly string[] {
  return [
    ...(passed.length === 0 ? ['No check passed at all.'] : []),
    ...failed.map(({ scenario, id, message }) => `${scenario}: ${id}: ${message}`),
    ...stale.map(({ scenario, check = 'any check' }) => `${scenario}: ${check}: is expected to fail, and passes`),
    ...regressions.map(({ scenario, id }) => `${scenario}: ${id}: does not pass, but does in the leg to compare with`),
  ];
}

function isChosen(leg: Leg): boolean {
  return values.leg.length === 0 || values.leg.some((name) => isNamed(leg, name));
}

function needs(leg: Leg, other: Leg): boolean {
  return isChosen(leg) && leg.reference === other.name;
}

function isNamed(leg: Leg, name: string): boolean {
  return leg.name === name || leg.name.startsWith(`${name}/`);
}
