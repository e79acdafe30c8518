import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The sets to score on, and the programs that score. */
export interface Corpus {
  readonly diagnosis: ScoringTask;
  readonly redaction: ScoringTask;
}

/** One set with the program that scores on it. */
export interface ScoringTask {
  readonly scorer: string;
  readonly rows: string;
}

/** Where the sets are, as the command line and the environment name it. */
export interface CorpusOptions {
  /** The folder with the sets and the scorers; relative to the working folder. */
  readonly corpus: string | undefined;
  /** Another set of failures than the one in the folder. */
  readonly errors: string | undefined;
  /** Another set of secrets than the one in the folder. */
  readonly secrets: string | undefined;
}

/**
 * Finds the sets and the scorers.
 *
 * @returns the corpus, or what is missing, with what to do
 */
export function findCorpus({ corpus, errors, secrets }: CorpusOptions): Corpus | { readonly problem: string } {
  if (!corpus) {
    return {
      problem:
        'No corpus was named, so there is nothing to score on. ' +
        'Name its folder with --corpus DIR, or in SEAWALL_CORPUS.',
    };
  }
  const found: Corpus = {
    diagnosis: {
      scorer: resolve(corpus, 'score-diagnosis.mjs'),
      rows: resolve(errors ?? join(corpus, 'errors.dev.jsonl')),
    },
    redaction: {
      scorer: resolve(corpus, 'score-redaction.mjs'),
      rows: resolve(secrets ?? join(corpus, 'secrets.dev.jsonl.gz')),
    },
  };
  const files = [found.diagnosis.scorer, found.diagnosis.rows, found.redaction.scorer, found.redaction.rows];
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length === 0) return found;
  return {
    problem:
      `The corpus is not complete; missing: ${missing.join(', ')}. ` +
      'Correct --corpus or SEAWALL_CORPUS, or name other sets with --errors FILE and --secrets FILE.',
  };
}
