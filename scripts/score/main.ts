// Scores the diagnosis and the redaction, as they are in the sources, with two programs and two sets that it is given.
// Usage: npm run score -- --corpus DIR [--errors FILE] [--secrets FILE] [--wrong N]    SEAWALL_CORPUS stands for --corpus
// Prints a summary, N wrong answers and the JSON of each scorer. Exits with 1 when a scorer fails, with 2 without a corpus.
import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { type Corpus, findCorpus, type ScoringTask } from './corpus.ts';
import { DIAGNOSIS_FIGURES, formatSummary, REDACTION_FIGURES, toRecord } from './summary.ts';

/** Each wrong answer takes a line of some hundred characters. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if ('problem' in options) return fail(options.problem);
  const corpus = findCorpus(options);
  if ('problem' in corpus) return fail(corpus.problem);
  try {
    await scoreBoth(corpus, options.wrong);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function fail(problem: string): number {
  console.error(problem);
  return 2;
}

/** What the command line and the environment say, or what is wrong with it. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        corpus: { type: 'string' },
        errors: { type: 'string' },
        secrets: { type: 'string' },
        wrong: { type: 'string', default: '0' },
      },
    });
    if (!/^\d+$/.test(values.wrong)) return { problem: `--wrong takes a number, not "${values.wrong}".` };
    const { corpus = process.env.SEAWALL_CORPUS, errors, secrets, wrong } = values;
    return { corpus, errors, secrets, wrong };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** One after the other: the redaction is timed, so nothing else may run beside it. */
async function scoreBoth({ diagnosis, redaction }: Corpus, wrong: string): Promise<void> {
  const diagnosisAdapter = new URL('./diagnosis-adapter.ts', import.meta.url);
  await score(`Diagnosis on ${basename(diagnosis.rows)}`, diagnosis, diagnosisAdapter, wrong, DIAGNOSIS_FIGURES);
  console.log();
  const redactionAdapter = new URL('./redaction-adapter.ts', import.meta.url);
  await score(`Redaction on ${basename(redaction.rows)}`, redaction, redactionAdapter, wrong, REDACTION_FIGURES);
}

/** Runs a scorer in a process of its own and prints what it said. */
async function score(
  title: string,
  { scorer, rows }: ScoringTask,
  adapter: URL,
  wrong: string,
  figures: typeof DIAGNOSIS_FIGURES,
): Promise<void> {
  const fromSource = ['--import', import.meta.resolve('tsx'), '--conditions=@seawall/source'];
  const args = [...fromSource, scorer, fileURLToPath(adapter), rows];
  const env = { ...process.env, WRONG: wrong };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: MAX_OUTPUT_BYTES });
  const lines = stdout.trim().split('\n');
  console.log(formatSummary(title, readReport(scorer, lines.at(-1)), figures));
  for (const line of lines) console.log(line);
}

/** The report of a scorer is its last line. */
function readReport(scorer: string, line = ''): Readonly<Record<string, unknown>> {
  try {
    const report: unknown = JSON.parse(line);
    return toRecord(report);
  } catch (cause) {
    throw new Error(`${scorer} ended without a report as JSON in its last line.`, { cause });
  }
}
