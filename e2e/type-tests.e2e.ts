import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inheritedEnvironment } from './conformance/installation.ts';
import { runProcess } from './support/processes.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'artifacts/type-tests');
const EXPECTED = '// @ts-expect-error';

/** The type tests of a package with every mistake in them laid open, and one more at the end; and the lines of these, from 1. */
function laidOpen(source: string, name: string): { readonly text: string; readonly wrong: readonly number[] } {
  const lines = source.replace("'../src/index.ts'", `'@seawall/${name}'`).trimEnd().split('\n');
  const wrong = lines.flatMap((line, index) => (line.includes(EXPECTED) ? [index + 2] : []));
  const text = [...lines, 'expectTypeOf(createSeawallTools).toEqualTypeOf<string>();', ''].join('\n');
  return { text: text.replaceAll(EXPECTED, '//'), wrong: [...wrong, lines.length + 1] };
}

// In the folder of the workspace, so that it has the packages and their sources.
it.each(['ai-sdk', 'langchain'])('each type test of %s fails when what it says is wrong', async (name) => {
  const folder = join(FOLDER, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { text, wrong } = laidOpen(await readFile(join(ROOT, `packages/${name}/test/types.test-d.ts`), 'utf8'), name);
  await writeFile(join(folder, 'planted.ts'), text);
  const tsconfig = { extends: '../../../tsconfig.tests.json', include: ['planted.ts'], exclude: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const args = [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false'];
  const { stdout } = await runProcess({ command: process.execPath, args, env: inheritedEnvironment(), cwd: folder });
  const found = [...stdout.matchAll(/^planted\.ts\((\d+),/gm)].map(([, line]) => Number(line));
  expect([...new Set(found)]).toEqual(wrong);
  expect(wrong.length).toBeGreaterThan(4);
});
