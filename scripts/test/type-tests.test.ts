import { execFile } from 'node:child_process';
import { copyFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createTemporaryTree, ROOT } from './temporary-tree.ts';

// Type tests (*.test-d.ts) are checked by the compiler alone. This proves that it reads them and that a wrong one fails.
it('fails on a wrong type test and accepts a right one', async () => {
  using tree = createTemporaryTree();
  for (const name of ['tsconfig.base.json', 'tsconfig.tests.json'])
    copyFileSync(join(ROOT, name), join(tree.root, name));
  symlinkSync(join(ROOT, 'node_modules'), join(tree.root, 'node_modules'), 'junction');
  tree.write('package.json', '{ "type": "module" }');
  const expectation = (type: string): string =>
    `import { expectTypeOf } from 'vitest';\nexpectTypeOf<string>().toEqualTypeOf<${type}>();\n`;
  tree.write('packages/planted/test/right.test-d.ts', expectation('string'));
  tree.write('packages/planted/test/wrong.test-d.ts', expectation('number'));

  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const args = [compiler, '-p', 'tsconfig.tests.json'];
  const run = promisify(execFile)(process.execPath, args, { cwd: tree.root });

  await expect(run).rejects.toMatchObject({
    code: expect.any(Number),
    stdout: expect.stringContaining('wrong.test-d.ts(2,'),
  });
  const stdout = await run.catch((error: { stdout: string }) => error.stdout);
  expect(stdout).not.toContain('right.test-d.ts');
});
