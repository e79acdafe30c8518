import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBehaviours } from '../checklist/behaviours.mjs';
import { runChecklist } from '../checklist/run-checklist.mjs';
import { createTemporaryTree, ROOT, type TemporaryTree } from './temporary-tree.ts';

const LIST = 'docs/seed-behaviours.json';
/** A process takes seconds to start on a busy machine. */
const PROCESS_TIMEOUT_MS = 60_000;
const BEHAVIOURS = [
  { id: 'A1', area: 'Errors', behaviour: 'A refused connection is told.' },
  { id: 'A2', area: 'Errors', behaviour: 'A timeout is told.' },
  { id: 'A4', area: 'Errors', behaviour: 'A wrong key is told.' },
  { id: 'B1', area: 'Pages', behaviour: 'The page has a heading.' },
];

let tree: TemporaryTree;
beforeEach(() => {
  tree = createTemporaryTree();
  tree.write(LIST, JSON.stringify({ behaviours: BEHAVIOURS }));
  tree.write('packages/core/test/errors.test.ts', `it('tells a refused connection (A1)', () => {});\n`);
  tree.write('e2e/page.e2e.ts', `it('has a heading [B1]', () => {});\n`);
});
afterEach(() => tree[Symbol.dispose]());

const run = (...args: string[]): ReturnType<typeof runChecklist> => runChecklist([...args, tree.root]);

describe('npm run checklist', () => {
  it('counts by area and names what has no test', () => {
    const { exitCode, output, complaints } = run();
    expect(complaints).toEqual([]);
    expect(exitCode).toBe(0);
    expect(output.split('\n')).toEqual([
      'Behaviours with a test',
      '',
      'Errors  1 of 3',
      'Pages   1 of 1',
      'all     2 of 4',
      '',
      'Without a test',
      '',
      'Errors',
      '  A2    A timeout is told.',
      '  A4    A wrong key is told.',
    ]);
  });

  it('reads the tests of packages, of real processes and of scripts, and nothing else', () => {
    tree.write('scripts/test/rules.test.ts', `it('tells a timeout (A2)', () => {});\n`);
    tree.write('packages/core/src/errors.ts', `it('tells a wrong key (A4)', () => {});\n`);
    tree.write('e2e/real/node_modules/x/x.test.js', `it('tells a wrong key (A4)', () => {});\n`);
    tree.write('packages/core/test/fixtures/x.test.ts', `it('tells a wrong key (A4)', () => {});\n`);
    expect(JSON.parse(run('--json').output)).toMatchObject({ tested: 3, total: 4 });
  });

  it('prints JSON with the tests of each behaviour', () => {
    expect(JSON.parse(run('--json', '--ids', 'A1-A2').output)).toEqual({
      total: 2,
      tested: 1,
      areas: [{ area: 'Errors', tested: 1, total: 2 }],
      missingRequired: [],
      faults: [],
      behaviours: [
        {
          ...BEHAVIOURS[0],
          tests: [{ path: 'packages/core/test/errors.test.ts', title: 'tells a refused connection (A1)', line: 1 }],
        },
        { ...BEHAVIOURS[1], tests: [] },
      ],
    });
  });

  it('is a command', { timeout: PROCESS_TIMEOUT_MS }, async () => {
    const args = [join(ROOT, 'scripts/checklist.mjs'), '--require', 'A2', tree.root];
    const run = promisify(execFile)(process.execPath, args);
    await expect(run).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('2 of 4'),
      stderr: 'required and without a test: A2 A timeout is told.\n',
    });
  });

  it('looks only at the ids that it was asked about', () => {
    const { output } = run('--ids', 'A4,B1');
    expect(output).toContain('all     1 of 2');
    expect(output).not.toContain('A2 ');
  });

  it('fails when a required id has no test, and passes when each has one', () => {
    const failed = run('--require', 'A1-A4');
    expect(failed.exitCode).toBe(1);
    expect(failed.complaints).toEqual([
      'required and without a test: A2 A timeout is told.',
      'required and without a test: A4 A wrong key is told.',
    ]);
    expect(run('--require', 'A1,B1').exitCode).toBe(0);
  });

  it('reports an id that there is not, with its place', () => {
    tree.write('packages/core/test/more.test.ts', `\nit('tells it (A999)', () => {});\n`);
    const { exitCode, complaints } = run();
    expect(exitCode).toBe(1);
    expect(complaints).toEqual(['fault: packages/core/test/more.test.ts:2 A999 is no known id: "tells it (A999)"']);
  });

  it('reports a test file that is no valid source', () => {
    tree.write('packages/core/test/more.test.ts', 'it(');
    const { exitCode, complaints } = run();
    expect(exitCode).toBe(1);
    expect(complaints).toEqual([
      expect.stringMatching(/^fault: packages\/core\/test\/more\.test\.ts can not be read: /),
    ]);
  });

  it.each<[what: string, args: string[], message: string]>([
    ['an unknown id', ['--ids', 'A3'], `--ids: A3 is no known id in ${LIST}.`],
    ['something else than ids', ['--require', 'all'], '--require takes ids and ranges as A1-A14,B1, not "all".'],
    ['an unknown option', ['--area'], "Unknown option '--area'"],
  ])('refuses %s as an argument', (_what, args, message) => {
    const { exitCode, output, complaints } = run(...args);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(complaints).toEqual([expect.stringContaining(message)]);
  });

  it.each<[what: string, content: string, message: string]>([
    ['is no JSON', '{', 'can not be used.'],
    ['has no list', '{}', 'It has no list under "behaviours".'],
    ['names an id twice', JSON.stringify({ behaviours: [...BEHAVIOURS, BEHAVIOURS[0]] }), 'stand in it twice: A1.'],
    ['has a faulty entry', JSON.stringify({ behaviours: [{ id: 'C1' }] }), 'Entry 0 under "behaviours" needs an id'],
  ])('says so when the list %s', (_what, content, message) => {
    tree.write(LIST, content);
    const { exitCode, complaints } = run();
    expect(exitCode).toBe(2);
    expect(complaints).toEqual([expect.stringContaining(message)]);
  });
});

describe('docs/seed-behaviours.json', () => {
  const behaviours = readBehaviours(join(ROOT, LIST));

  it('lists all behaviours in the order of their ids, one sentence each', () => {
    expect(behaviours).toHaveLength(281);
    const order = behaviours.map(({ id }) => `${id[0]}${id.slice(1).padStart(3, '0')}`);
    expect(order).toEqual([...order].sort());
    expect(behaviours.filter(({ behaviour }) => !/^[A-Z][^.]*\.$/.test(behaviour))).toEqual([]);
  });

  it('says what it is', () => {
    expect(JSON.parse(readFileSync(join(ROOT, LIST), 'utf8'))).toMatchObject({ about: expect.stringMatching(/\w/) });
  });
});
