import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCorpus } from '../score/corpus.ts';
import { DIAGNOSIS_FIGURES, formatSummary } from '../score/summary.ts';
import { createTemporaryTree, ROOT, type TemporaryTree } from './temporary-tree.ts';

/** A process that imports the sources takes seconds on a busy machine. */
const PROCESS_TIMEOUT_MS = 60_000;

/** A scorer as small as one can be: it scores the first row with the adapter's function. */
const scorer = (call: string, report: string): string => `
  import { readFileSync } from 'node:fs';
  import { pathToFileURL } from 'node:url';
  const [adapterFile, rows] = process.argv.slice(2);
  const adapter = await import(pathToFileURL(adapterFile).href);
  const row = JSON.parse(readFileSync(rows, 'utf8').split('\\n')[0]);
  const answer = ${call};
  for (let index = 0; index < Number(process.env.WRONG); index++) console.log(JSON.stringify({ id: 'wrong-' + index }));
  console.log(JSON.stringify(${report}));
`;

let tree: TemporaryTree;
beforeEach(() => {
  tree = createTemporaryTree();
  const row = {
    server: 'jira',
    tool: 'nope',
    transport: 'stdio',
    shape: 'jsonrpc_error',
    payload: { code: -32601, message: 'Method not found' },
  };
  tree.write('errors.dev.jsonl', JSON.stringify(row));
  tree.write('secrets.dev.jsonl.gz', JSON.stringify({ input: { note: 'see hunter-two-hunter' } }));
  tree.write(
    'score-diagnosis.mjs',
    scorer('adapter.classify(row)', '{ n: 1, strict: 99.5, answer, recall: { tool_not_found: "1/1", none: "0/2" } }'),
  );
  tree.write(
    'score-redaction.mjs',
    scorer('adapter.redact(row.input, { configuredSecrets: ["hunter-two-hunter"] })', '{ n: 1, recall: 100, answer }'),
  );
});
afterEach(() => tree[Symbol.dispose]());

interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (args: readonly string[], corpus = ''): Promise<Result> =>
  new Promise((resolve) => {
    const fromSource = ['--import', 'tsx', '--conditions=@seawall/source', 'scripts/score/main.ts'];
    const env = { ...process.env, SEAWALL_CORPUS: corpus };
    execFile(process.execPath, [...fromSource, ...args], { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

describe('npm run score', { timeout: PROCESS_TIMEOUT_MS }, () => {
  it('gives rows to the diagnosis and the redaction of the sources, and prints what the scorers say', async () => {
    const { exitCode, stdout, stderr } = await run(['--corpus', tree.root, '--wrong', '2']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [diagnosis = '', redaction = ''] = stdout.split('\n\n');
    expect(diagnosis).toMatch(/^Diagnosis on errors\.dev\.jsonl, 1 rows\n {2}kind right +99\.5 %\n/);
    expect(diagnosis).toContain('{"id":"wrong-1"}');
    expect(diagnosis).toContain('"answer":{"kind":"tool_not_found","retryable":false}');
    expect(redaction).toMatch(/^Redaction on secrets\.dev\.jsonl\.gz, 1 rows\n {2}secrets hidden +100 %\n/);
    expect(redaction).not.toContain('hunter-two-hunter');
    expect(redaction).toContain('"answer":{"note":"see ');
  });

  it('takes the folder from the environment', async () => {
    tree.write('score-diagnosis.mjs', `console.log('{"n":3}');`);
    tree.write('score-redaction.mjs', `console.log('{"n":4}');`);
    const { exitCode, stdout } = await run([], tree.root);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('3 rows');
    expect(stdout).toContain('4 rows');
  });

  it.each<[what: string, source: string, message: string]>([
    ['breaks', `throw new Error('no such row');`, 'no such row'],
    ['reports nothing', '', 'ended without a report as JSON in its last line.'],
  ])('fails when a scorer %s', async (_what, source, message) => {
    tree.write('score-diagnosis.mjs', source);
    const { exitCode, stderr } = await run(['--corpus', tree.root]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
  });

  it.each<[what: string, args: string[], message: string]>([
    ['without a corpus', [], 'Name its folder with --corpus DIR, or in SEAWALL_CORPUS.'],
    ['with a number that is none', ['--wrong', 'all'], '--wrong takes a number, not "all".'],
    ['with an unknown option', ['--set', 'x'], "Unknown option '--set'"],
  ])('ends with 2 %s', async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('the corpus', () => {
  const nothing = { corpus: undefined, errors: undefined, secrets: undefined };

  it('is the folder that was named', () => {
    expect(findCorpus({ ...nothing, corpus: tree.root })).toEqual({
      diagnosis: { scorer: join(tree.root, 'score-diagnosis.mjs'), rows: join(tree.root, 'errors.dev.jsonl') },
      redaction: { scorer: join(tree.root, 'score-redaction.mjs'), rows: join(tree.root, 'secrets.dev.jsonl.gz') },
    });
  });

  it('may have other sets than those in the folder', () => {
    tree.write('other/errors.jsonl', '');
    tree.write('other/secrets.jsonl', '');
    const [errors, secrets] = [join(tree.root, 'other/errors.jsonl'), join(tree.root, 'other/secrets.jsonl')];
    expect(findCorpus({ corpus: tree.root, errors, secrets })).toMatchObject({
      diagnosis: { rows: errors },
      redaction: { rows: secrets },
    });
  });

  it('is looked for nowhere when none was named', () => {
    expect(findCorpus(nothing)).toEqual({ problem: expect.stringContaining('No corpus was named') });
  });

  it('names every file that is missing, and what to do', () => {
    const corpus = join(tree.root, 'empty');
    const answer = findCorpus({ ...nothing, corpus });
    const names = ['score-diagnosis.mjs', 'errors.dev.jsonl', 'score-redaction.mjs', 'secrets.dev.jsonl.gz'];
    for (const name of names) expect(answer).toEqual({ problem: expect.stringContaining(join(corpus, name)) });
    expect(answer).toEqual({ problem: expect.stringContaining('--errors FILE and --secrets FILE') });
  });
});

describe('the summary', () => {
  it('shows the figures that there are, and the kinds that are not all right', () => {
    const report = { n: 280, strict: 92.1, missedErrors: 0, recall: { timeout: '9/10', none: '5/5' }, threw: 0 };
    expect(formatSummary('Diagnosis', report, DIAGNOSIS_FIGURES).split('\n')).toEqual([
      'Diagnosis, 280 rows',
      '  kind right                          92.1 %',
      '  errors taken for results               0 %',
      '  threw                                  0',
      '  not all right:',
      '    timeout                           9/10',
    ]);
  });
});
