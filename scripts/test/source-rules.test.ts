import { afterEach, beforeEach, expect, it } from 'vitest';
import { findViolations } from '../source-rules.mjs';
import { createTemporaryTree, type TemporaryTree } from './temporary-tree.ts';

const PATH = 'packages/client/src/planted.ts';

let tree: TemporaryTree;
beforeEach(() => {
  tree = createTemporaryTree();
});
afterEach(() => tree[Symbol.dispose]());

it.each([
  ['clock', 'const x = new Date();'],
  ['clock', 'const x = Date();'],
  ['clock', `import { setTimeout } from 'node:timers/promises';`],
  ['clock', `const timers = await import('node:timers');`],
  ['clock', `import { randomBytes, randomUUID } from 'node:crypto';`],
  ['clock', `import { performance } from 'node:perf_hooks';`],
  ['clock', 'const x = globalThis.Date.now();'],
  ['inline-import-type', `type X = import('pino').Logger;`],
])('reports %s: %s', (rule, source) => {
  tree.write(PATH, `// A first line.\n${source}\n`);
  expect(findViolations(tree.root)).toEqual([expect.objectContaining({ rule, path: PATH, line: 2 })]);
});

it.each([
  'const x = new Date(clock.now());',
  '// Never write new Date() here.',
  '/*\n * new Date()\n */',
  `import { randomBytes } from 'node:crypto';`,
  `const x = await import('pino');`,
  `void import('pino').then(start);`,
])('leaves in peace: %s', (source) => {
  tree.write(PATH, `${source}\n`);
  expect(findViolations(tree.root)).toEqual([]);
});

it('lets the clock of core read the time', () => {
  tree.write('packages/core/src/clock.ts', 'export const now = new Date();\n');
  expect(findViolations(tree.root)).toEqual([]);
});

it('lets cli load testkit with import() only', () => {
  tree.write('packages/cli/src/eager.ts', `import { run } from '@seawall/testkit';\n`);
  tree.write('packages/cli/src/bare.ts', `import '@seawall/testkit';\n`);
  tree.write('packages/cli/src/lazy.ts', `const { run } = await import('@seawall/testkit');\n`);
  tree.write('packages/cli/src/types.ts', `import type { Report } from '@seawall/testkit';\n`);
  const paths = findViolations(tree.root).map((violation) => violation.path);
  expect(paths).toEqual(['packages/cli/src/bare.ts', 'packages/cli/src/eager.ts']);
});

it('lets cli load what watches only with the file that opens it', () => {
  tree.write('packages/cli/src/observing/open-observed.ts', `import { createTracker } from '@seawall/telemetry';\n`);
  tree.write('packages/cli/src/session/types.ts', `import type { Tracker } from '@seawall/telemetry';\n`);
  tree.write('packages/cli/src/session/logs.ts', `import { logEvents } from '@seawall/telemetry/logs';\n`);
  tree.write('packages/cli/src/session/eager.ts', `import { type LogFormat, logEvents } from '@seawall/telemetry';\n`);
  const paths = findViolations(tree.root).map((violation) => violation.path);
  expect(paths).toEqual(['packages/cli/src/session/eager.ts']);
});

it('lets cli load OpenTelemetry with import() only, from the one file that needs it', () => {
  tree.write('packages/cli/src/tracing/trace-provider.ts', `import { diag } from '@opentelemetry/api';\n`);
  tree.write('packages/cli/src/tracing/lazy.ts', `const sdk = await import('./trace-provider.ts');\n`);
  tree.write('packages/cli/src/eager-api.ts', `import { diag } from '@opentelemetry/api';\n`);
  tree.write('packages/cli/src/eager-provider.ts', `import { make } from './tracing/trace-provider.ts';\n`);
  tree.write('packages/cli/src/eager-traces.ts', `import { createTracing } from '@seawall/telemetry/traces';\n`);
  const paths = findViolations(tree.root).map((violation) => violation.path);
  expect(paths).toEqual(['eager-api', 'eager-provider', 'eager-traces'].map((name) => `packages/cli/src/${name}.ts`));
});
