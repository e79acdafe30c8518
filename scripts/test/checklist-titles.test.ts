import { describe, expect, it } from 'vitest';
import { findIds, resolveIds, splitIds } from '../checklist/behaviour-ids.mjs';
import { readTitles } from '../checklist/test-titles.mjs';

const titlesOf = (source: string, path = 'planted.test.ts'): string[] =>
  readTitles(source, path).map(({ title }) => title);

describe('ids in a title', () => {
  it.each<[title: string, ids: string[]]>([
    ['says that the plan is used up (A8, A62)', ['A8', 'A62']],
    ['[A21] [A186] gives a server up', ['A21', 'A186']],
    ['knows every branch (A60-A67)', ['A60-A67']],
    ['knows every branch [A60–67; B2 and B3]', ['A60–67', 'B2', 'B3']],
    ['A25 A187 logs how many', ['A25', 'A187']],
    ['B74: lists every fault', ['B74']],
    ['A26', ['A26']],
    ['lists every fault: B74', ['B74']],
    ['lists every fault B74, B75', ['B74', 'B75']],
    ['names an unknown one (A999)', ['A999']],
  ])('are found in a list %#', (title, ids) => {
    expect(findIds(title)).toEqual(ids);
  });

  it.each([
    'prints on A4 paper',
    'A4 paper has a size',
    'keeps (A4 paper) as it is',
    'prints on A4',
    'takes a B2B order',
    'runs on an M1 (ARM64)',
    'answers (401, 403)',
    'has the digest [A1b2c3]',
    'fits A4-sized pages',
  ])('are not in: %s', (title) => {
    expect(findIds(title)).toEqual([]);
  });
});

describe('ranges', () => {
  const known = new Set(['A1', 'A2', 'A5', 'B1']);

  it('stand for the ids that there are between their ends', () => {
    expect(resolveIds(['A1-A5', 'B1'], known)).toEqual({ ids: ['A1', 'A2', 'A5', 'B1'], faults: [] });
    expect(resolveIds(['A2-5'], known).ids).toEqual(['A2', 'A5']);
  });

  it.each([
    ['A3', 'A3 is no known id'],
    ['A3-A4', 'A3 and A4 are no known id'],
    ['A5-A1', 'A5-A1 is no range'],
    ['A1-B1', 'A1-B1 is no range'],
  ])('are a fault when they are %#', (item, fault) => {
    expect(resolveIds([item], known)).toEqual({ ids: [], faults: [fault] });
  });

  it('are separated by commas', () => {
    expect(splitIds('A1-A5, B1')).toEqual(['A1-A5', 'B1']);
    expect(splitIds('A1..A5')).toBeUndefined();
    expect(splitIds('')).toBeUndefined();
  });
});

describe('titles', () => {
  it('are those of tests and groups, with their line', () => {
    const source = `describe('a group', () => {\n  it('first', () => {});\n  test("second", async () => {});\n});`;
    expect(readTitles(source, 'planted.test.ts')).toEqual([
      { title: 'a group', line: 1 },
      { title: 'first', line: 2 },
      { title: 'second', line: 3 },
    ]);
  });

  it('are read from code only, never from comments and texts', () => {
    const source = `// it('in a comment', () => {});\nconst text = "it('in a text', () => {})";\n/x/.test('no title', text);`;
    expect(titlesOf(source)).toEqual([]);
  });

  it('are read in every kind of file', () => {
    expect(titlesOf(`it('typed', async (): Promise<void> => {});`, 'a.test.mts')).toEqual(['typed']);
    expect(titlesOf(`it('with a view', () => { render(<b>x</b>); });`, 'a.test.tsx')).toEqual(['with a view']);
    expect(titlesOf(`it('plain', () => {});`, 'a.test.mjs')).toEqual(['plain']);
  });

  it('are put together from texts and constants of the file', () => {
    const source = `
      const what = 'the plan';
      it(\`says that \${what} is \${state()} up\`, () => {});
      it('says ' + 'more', () => {});
      it(isLinux ? 'on Linux' : 'elsewhere', () => {});
    `;
    expect(titlesOf(source)).toEqual(['says that the plan is … up', 'says more', 'on Linux', 'elsewhere']);
  });

  it('are filled with the rows of a table', () => {
    const source = `
      it.each([['one', 1], ['two', 2]] as const)('%s is %i (100 %%)', (a, b) => {});
      it.for([{ name: 'three' }])('$name', ({ name }) => {});
      const rows = ['four', make()];
      describe.each(rows)('of %s', () => { it('inside', () => {}); });
      it.each(imported)('left as it is: %s', () => {});
      it.each\`a\n\${1}\`('with a template', () => {});
    `;
    expect(titlesOf(source)).toEqual([
      'one is 1 (100 %)',
      'two is 2 (100 %)',
      'three',
      'of four',
      'of …',
      'inside',
      'left as it is: %s',
      'with a template',
    ]);
  });

  it('are those of every form and every other name of the functions', () => {
    const source = `
      import { it as check } from 'vitest';
      const local = it.skipIf(isWindows);
      const own = test.extend({ server });
      check('renamed', () => {});
      local('on some systems', () => {});
      own('with a fixture', ({ server }) => {});
      it.concurrent('beside others', () => {});
      it.runIf(isLinux)('on one system', () => {});
      it('with a limit', { timeout: 5 }, () => {});
      it('by a function', run, 1000);
    `;
    expect(titlesOf(source)).toEqual([
      'renamed',
      'on some systems',
      'with a fixture',
      'beside others',
      'on one system',
      'with a limit',
      'by a function',
    ]);
  });

  it('leave out what is not run, has to fail, or has nothing in it', () => {
    const source = `
      it.skip('a', () => {});
      it.todo('b');
      it.fails('c', () => {});
      it('d');
      it('e', { skip: true }, () => {});
      describe.skip('f', () => { it('g', () => {}); });
      describe('h', () => { it.skip('i', () => {}); });
    `;
    expect(titlesOf(source)).toEqual([]);
  });

  it('end at constants that are set to each other', () => {
    expect(titlesOf(`const a = b; const b = a; it(a, () => {}); a('x', () => {});`)).toEqual([]);
  });

  it('are no guess where two constants have one name', () => {
    const source = `{ const x = 'one'; it(\`\${x}!\`, () => {}); } { const x = 'two'; it(\`\${x}!\`, () => {}); }`;
    expect(titlesOf(source)).toEqual(['…!', '…!']);
  });

  it('are not read from what is no valid source', () => {
    expect(() => titlesOf(`it('a', () => {`)).toThrow();
  });
});
