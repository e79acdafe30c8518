import { setTimeout as pause } from 'node:timers/promises';
import { startProcess } from '../support/processes.ts';
import type { TemporaryFolder } from '../support/temporary-folder.ts';
import { type Check, readChecks } from './check.ts';
import { inheritedEnvironment, type Release, suiteCommand } from './installation.ts';

/** One start of a suite. */
export interface SuiteRun {
  readonly release: Release;
  /** What follows the suite's own command, without the folder for the results. */
  readonly args: readonly string[];
  /** The folder that it runs in. */
  readonly cwd: string;
  /** Whether the suite itself has to be content, whatever failures are expected here.
   * @default false */
  readonly endsWell?: boolean;
  /** The name that its results get in `folder`. */
  readonly name: string;
  readonly folder: TemporaryFolder;
  readonly signal: AbortSignal;
}

/** Generous: it ends a suite that hangs, it measures nothing. */
const LIMIT_MS = 900_000;

/**
 * Runs a suite to its end and gives all its checks.
 *
 * A scenario that was begun and left no result, and an exit code that no check accounts for, count as failed checks.
 */
export async function runSuite(run: SuiteRun): Promise<readonly Check[]> {
  const { release, args, cwd, name, folder, signal, endsWell = false } = run;
  const { command, script } = suiteCommand(release);
  const output = folder.file(name);
  await using suite = await startProcess({
    command,
    args: [script, ...args, '--output-dir', output],
    env: inheritedEnvironment(),
    cwd,
  });
  suite.stdin.end();
  const patience = new AbortController();
  const limit = pause(LIMIT_MS, undefined, { signal: AbortSignal.any([patience.signal, signal]) });
  const ending = await Promise.race([suite.closed, limit]);
  patience.abort();
  if (ending === undefined) throw new Error(`The suite did not end within ${LIMIT_MS} ms.\n${tail(suite.stdout)}`);
  const checks = await readChecks(output);
  const lost = begun(suite.stdout).filter((scenario) => !checks.some((check) => check.scenario === scenario));
  const failures = lost.map((scenario) => failure(scenario, 'ran', reasonOf(scenario, suite.stderr)));
  const isExplained = [...checks, ...failures].some(({ status }) => status === 'FAILURE' || status === 'WARNING');
  if (ending.exitCode !== 0 && (endsWell || !isExplained)) {
    failures.push(failure(name, 'ended well', `Exit code ${ending.exitCode}.\n${tail(suite.stdout + suite.stderr)}`));
  }
  return [...checks, ...failures];
}

/** The scenarios that a run of many says it begins. */
function begun(output: string): readonly string[] {
  return [...output.matchAll(/^=== Running scenario: (?<scenario>\S+) ===$/gm)].flatMap((match) => match[1] ?? []);
}

function reasonOf(scenario: string, stderr: string): string {
  const at = stderr.indexOf(`Failed to run scenario ${scenario}:`);
  return at < 0 ? 'It left no result.' : stderr.slice(at).split('\n', 1).join('');
}

function failure(scenario: string, id: string, message: string): Check {
  return { scenario, id, status: 'FAILURE', message };
}

function tail(text: string): string {
  return text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}

const TAIL_LINES = 15;
