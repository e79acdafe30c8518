import { execFile } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTemporaryTree, ROOT, type TemporaryTree } from './temporary-tree.ts';

/** What each package may import: the same table as in biome.json. A new package needs a row in both. */
const ROWS: Readonly<Record<string, { readonly ours: readonly string[]; readonly npm: readonly string[] }>> = {
  core: { ours: [], npm: [] },
  client: { ours: ['core'], npm: ['@modelcontextprotocol/client', 'undici', 'zod', 'yaml', 'jsonc-parser'] },
  store: { ours: ['core'], npm: ['libsql', 'kysely'] },
  telemetry: { ours: ['core'], npm: ['pino', 'prom-client', 'nodemailer', '@opentelemetry/api'] },
  'admin-api': { ours: ['core'], npm: ['zod'] },
  gateway: {
    ours: ['core', 'client', 'telemetry', 'admin-api'],
    npm: ['@modelcontextprotocol/server', 'hono', '@hono/node-server'],
  },
  cli: {
    ours: ['core', 'client', 'store', 'telemetry', 'admin-api', 'gateway', 'testkit'],
    npm: [
      'commander',
      '@opentelemetry/api',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace-base',
    ],
  },
  langchain: { ours: ['core', 'client'], npm: ['@langchain/core', '@langchain/langgraph', 'langchain', 'zod'] },
  'ai-sdk': { ours: ['core', 'client'], npm: ['ai'] },
  dashboard: {
    ours: ['admin-api'],
    npm: [
      'react',
      'react-dom',
      '@mui/material',
      '@mui/x-charts',
      '@emotion/cache',
      '@emotion/react',
      '@tanstack/react-query',
      '@tanstack/react-router',
    ],
  },
  testkit: { ours: ['core', 'client', 'gateway'], npm: ['@modelcontextprotocol/server'] },
};
const PACKAGES = Object.keys(ROWS);
const NPM_NAMES = [
  ...new Set([...Object.values(ROWS).flatMap((row) => row.npm), '@modelcontextprotocol/sdk', 'lodash']),
];
const IMPORT_RULE = 'lint/style/noRestrictedImports';

interface Planted {
  readonly path: string;
  readonly source: string;
  readonly title: string;
  /** The rule that must report the file; absent when no rule may. */
  readonly rule?: string;
}

const groups: Readonly<Record<string, readonly Planted[]>> = {
  ...Object.fromEntries(
    PACKAGES.map((name) => [`lets ${name} import what its row names, and nothing else`, plantRow(name)]),
  ),
  'sees every way to write an import': plantForms(),
  'keeps node: out of core, except in *.node.ts files': plantNodeFiles(),
  'sees every way around the public entry of a package': plantReaches(),
  'keeps time, chance and ids in three files of core': plantClock(),
  'has the other rules on': plantRules(),
};

let tree: TemporaryTree;
let reported: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  tree = createTemporaryTree();
  copyFileSync(join(ROOT, 'biome.json'), join(tree.root, 'biome.json'));
  // Every package declares everything: what is proved here is the import table, not the manifest.
  const dependencies = Object.fromEntries([...PACKAGES.map(npmNameOf), ...NPM_NAMES].map((name) => [name, '*']));
  for (const name of PACKAGES) {
    tree.write(`packages/${name}/package.json`, JSON.stringify({ name: `planted-${name}`, dependencies }));
  }
  for (const file of Object.values(groups).flat()) tree.write(file.path, file.source);
  reported = await lint(tree.root);
});
afterAll(() => tree[Symbol.dispose]());

describe('the linter', () => {
  it('has a row for every package', () => {
    expect(readdirSync(join(ROOT, 'packages')).sort()).toEqual([...PACKAGES].sort());
  });

  it.each(Object.keys(groups))('%s', (name) => {
    expect(groups[name]?.map(judge).filter((verdict) => verdict !== null)).toEqual([]);
  });
});

/** Says what the linter got wrong about a file, or `null`. */
function judge({ path, title, rule }: Planted): string | null {
  const rules = reported.get(path) ?? [];
  if (rule) return rules.includes(rule) ? null : `not reported: ${title}`;
  return rules.length === 0 ? null : `reported by ${rules.join(', ')}: ${title}`;
}

/** Each cell of the row of a package, allowed or not. */
function plantRow(from: string): Planted[] {
  const allowed = [...(ROWS[from]?.ours ?? []).map(npmNameOf), ...(ROWS[from]?.npm ?? [])];
  const names = [...PACKAGES.map(npmNameOf), ...NPM_NAMES];
  return names.map((name, index) => {
    const isAllowed = allowed.includes(name);
    const title = `${from} ${isAllowed ? 'may' : 'may not'} import ${name}`;
    return plantImport(from, `cell-${index}`, `import '${name}';`, isAllowed, title);
  });
}

/** The ways to write an import. */
function plantForms(): Planted[] {
  const forms = {
    type: `import type { X } from '@seawall/gateway';\nexport type Y = X;`,
    named: `import { type X } from '@seawall/gateway';\nexport type Y = X;`,
    forward: `export { x } from '@seawall/gateway';`,
    lazy: `export const x = await import('@seawall/gateway');`,
    'node-builtin': `import 'node:fs/promises';`,
  };
  return [
    ...Object.entries(forms).map(([name, source]) =>
      plantImport('client', `form-${name}`, source, name === 'node-builtin', `client: ${source.split('\n')[0]}`),
    ),
    plantImport('cli', 'lazy', `export const kit = await import('@seawall/testkit');`, true, 'cli loads testkit'),
  ];
}

function plantNodeFiles(): Planted[] {
  return [
    plantImport('core', 'plain', `import 'node:fs';`, false, 'node: in a plain file'),
    plantImport('core', 'file.node', `import 'node:fs';`, true, 'node: in a *.node.ts file'),
    plantImport('core', 'other.node', `import 'zod';`, false, 'a package in a *.node.ts file'),
    plantImport('core', 'to-node', `import './file.node.ts';`, false, 'a *.node.ts file from a plain file'),
    plantImport('core', 'nested/to-node', `import '../file.node.ts';`, false, 'a *.node.ts file from a nested file'),
    plantImport('core', 'nested/to-own', `import '../own.ts';`, true, 'a file of its own'),
    plantImport('core', 'own', `export const own = 1;`, true, 'no import'),
  ];
}

/** Imports that go around the public entry of another package. */
function plantReaches(): Planted[] {
  const inSource = PACKAGES.flatMap((from) =>
    PACKAGES.filter((to) => to !== from).flatMap((to) => [
      plantImport(
        from,
        `reach-${to}-relative`,
        `import '../../${to}/src/x.ts';`,
        false,
        `${from} may not reach ../../${to}/src`,
      ),
      plantImport(
        from,
        `reach-${to}-dist`,
        `import '../../${to}/dist/x.js';`,
        false,
        `${from} may not reach ../../${to}/dist`,
      ),
      plantImport(
        from,
        `reach-${to}-deep`,
        `import '${npmNameOf(to)}/src/x.ts';`,
        false,
        `${from} may not reach ${npmNameOf(to)}/src`,
      ),
      plantImport(
        from,
        `reach-${to}-root`,
        `import '../../../packages/${to}/src/x.ts';`,
        false,
        `${from} may not reach packages/${to}/src`,
      ),
    ]),
  );
  const outside: readonly (readonly [path: string, specifier: string, isAllowed: boolean])[] = [
    ['packages/client/test/own.test.ts', '../src/x.ts', true],
    ['packages/client/test/retry/own.test.ts', '../../src/retry/x.ts', true],
    ['packages/client/test/named.test.ts', '@seawall/testkit', true],
    ['packages/client/test/reach.test.ts', '../../core/src/x.ts', false],
    ['packages/client/test/deep.test.ts', '@seawall/core/src/x.ts', false],
    ['packages/client/test/dist.test.ts', '../../core/dist/x.js', false],
    ['packages/client/test/foreign.test.ts', '../../core/test/x.ts', false],
    ['e2e/named.e2e.ts', '@seawall/core', true],
    ['e2e/reach.e2e.ts', '../packages/core/src/x.ts', false],
    ['e2e/dist.e2e.ts', '../packages/core/dist/x.js', false],
    ['bench/reach.ts', '../packages/core/src/x.ts', false],
  ];
  return [
    ...inSource,
    ...outside.map(([path, specifier, isAllowed]) => ({
      path,
      source: `import '${specifier}';\n`,
      title: `${path} ${isAllowed ? 'may' : 'may not'} import ${specifier}`,
      ...(isAllowed ? {} : { rule: IMPORT_RULE }),
    })),
  ];
}

/** Time, chance and ids outside the three files of core that own them. */
function plantClock(): Planted[] {
  const properties = [
    'Date.now()',
    'performance.now()',
    'Math.random()',
    'crypto.randomUUID()',
    'AbortSignal.timeout(1)',
    'globalThis.setTimeout',
  ];
  const globals = ['setTimeout(() => 1, 1)', 'setInterval(() => 1, 1)', 'setImmediate(() => 1)'];
  const all = [
    ...properties.map((use) => ({ use, rule: 'lint/nursery/noJsRestrictedProperties' })),
    ...globals.map((use) => ({ use, rule: 'lint/style/noRestrictedGlobals' })),
  ];
  return all.flatMap(({ use, rule }, index) => [
    {
      path: `packages/client/src/clock-${index}.ts`,
      source: `export const x = ${use};\n`,
      title: `client may not use ${use}`,
      rule,
    },
    {
      path: `packages/client/test/clock-${index}.test.ts`,
      source: `export const x = ${use};\n`,
      title: `a test may use ${use}`,
    },
    ...(index === 0
      ? ['clock', 'random', 'ids'].map((name) => ({
          path: `packages/core/src/${name}.ts`,
          source: `${all.map((one, number) => `export const x${number} = ${one.use};`).join('\n')}\n`,
          title: `core's ${name}.ts may use time, chance and ids`,
        }))
      : []),
  ]);
}

/** One violation of each other rule that the project relies on. */
function plantRules(): Planted[] {
  const lines = (count: number, line: string): string => `${line}\n`.repeat(count);
  const longFunction = `export function long(): void {\n${lines(75, '  run();')}}\ndeclare function run(): void;\n`;
  const cases: readonly (readonly [rule: string, name: string, source: string])[] = [
    ['style/useFilenamingConvention', 'camelCase', 'export const x = 1;'],
    ['style/noExcessiveLinesPerFile', 'long-file', lines(501, 'run();')],
    ['complexity/noExcessiveLinesPerFunction', 'long-function', longFunction],
    ['performance/noReExportAll', 're-export', `export * from './x.ts';`],
    ['suspicious/noConsole', 'console', `console.log('x');`],
    ['suspicious/noImportCycles', 'cycle-a', `import { b } from './cycle-b.ts';\nexport const a = b;`],
    ['suspicious/noImportCycles', 'cycle-b', `import { a } from './cycle-a.ts';\nexport const b = a;`],
    ['suspicious/noExplicitAny', 'any', 'export const x: any = 1;'],
    ['suspicious/noEmptyBlockStatements', 'empty-catch', 'try {\n  run();\n} catch {}'],
    ['style/noNonNullAssertion', 'non-null', 'export const f = (x?: string): string => x!;'],
    ['style/useThrowOnlyError', 'throw', `throw 'x';`],
    ['style/useErrorCause', 'cause', `try {\n  run();\n} catch (error) {\n  throw new Error('x');\n}`],
    ['nursery/noFloatingPromises', 'floating', 'async function run(): Promise<void> {}\nrun();'],
    ['nursery/noMisusedPromises', 'misused', 'const p: Promise<boolean> = Promise.resolve(true);\nif (p) run();'],
    ['correctness/noUndeclaredDependencies', 'undeclared', `import 'left-pad';`],
    ['correctness/noUnusedImports', 'unused', `import { x } from './x.ts';`],
  ];
  return [
    ...cases.map(([rule, name, source]) => ({
      path: `packages/client/src/rules/${name}.ts`,
      source: `${source}\n`,
      title: `${rule} is on`,
      rule: `lint/${rule}`,
    })),
    { path: 'packages/client/test/long-function.test.ts', source: longFunction, title: 'a test function may be long' },
    { path: 'scripts/planted.mjs', source: `console.log('x');\n`, title: 'a script may print' },
    {
      path: 'packages/client/src/planted.examples.ts',
      source: 'export const x = 1;\n',
      title: 'a name may have two dots',
    },
    {
      path: 'packages/client/test/planted.test-d.ts',
      source: 'export const x = 1;\n',
      title: 'a type test may end in .test-d.ts',
    },
  ];
}

function plantImport(from: string, name: string, source: string, isAllowed: boolean, title: string): Planted {
  const path = `packages/${from}/src/${name}.ts`;
  return { path, source: `${source}\n`, title, ...(isAllowed ? {} : { rule: IMPORT_RULE }) };
}

function npmNameOf(packageName: string): string {
  return packageName === 'cli' ? 'seawall' : `@seawall/${packageName}`;
}

/** Runs Biome once over the whole tree; gives the rules that each file broke. */
async function lint(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '--diagnostic-level=warn', '.'];
  const run = promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  // Biome exits with 1, as it should here: its report is what counts.
  const stdout = await run.then(
    (result) => result.stdout,
    (error: { stdout: string }) => error.stdout,
  );
  const report: { diagnostics: { category: string; location: { path: string } }[] } = JSON.parse(stdout);
  const rules = new Map<string, string[]>();
  for (const { category, location } of report.diagnostics) {
    rules.set(location.path, [...(rules.get(location.path) ?? []), category]);
  }
  return rules;
}
