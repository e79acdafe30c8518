import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTemporaryTree, ROOT, type TemporaryTree } from './temporary-tree.ts';

const SOURCE = 'packages/core/src/index.ts';
const OUTPUT = 'packages/core/dist/index.js';

/** Stands in for npm: notes that it ran, waits if told to, and installs a compiler that copies. */
const FAKE_NPM = `
const fs = require('node:fs');
fs.appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
const install = () => {
  fs.mkdirSync('node_modules/typescript/bin', { recursive: true });
  fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
  fs.copyFileSync('fake/tsc', 'node_modules/typescript/bin/tsc');
};
if (process.env.FAKE_NPM_FAILS) {
  console.error('npm error the registry is on fire');
  process.exit(7);
}
process.env.FAKE_NPM_WAIT_MS ? setTimeout(install, Number(process.env.FAKE_NPM_WAIT_MS)) : install();
`;
const FAKE_COMPILER = `
const fs = require('node:fs');
fs.appendFileSync('tsc.log', process.argv.slice(2).join(' ') + '\\n');
if (process.env.FAKE_TSC_FAILS) process.exit(2);
fs.mkdirSync('packages/core/dist', { recursive: true });
fs.copyFileSync('${SOURCE}', '${OUTPUT}');
`;

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

let tree: TemporaryTree;
const running = new Set<ChildProcess>();

beforeEach(() => {
  tree = createTemporaryTree();
  cpSync(join(ROOT, 'scripts/setup.mjs'), join(tree.root, 'scripts/setup.mjs'));
  cpSync(join(ROOT, 'scripts/setup'), join(tree.root, 'scripts/setup'), { recursive: true });
  tree.write('fake/npm-cli.js', FAKE_NPM);
  tree.write('fake/tsc', FAKE_COMPILER);
  tree.write('package.json', '{}');
  tree.write('packages/core/package.json', '{ "type": "module" }');
  tree.write('packages/core/tsconfig.json', '{}');
  tree.write(SOURCE, 'export {};\n');
  tree.write('packages/core/src/index.examples.ts', 'export {};\n');
  writeLockfile('1.0.0');
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  tree[Symbol.dispose]();
});

it('installs when node_modules is missing, says why, and is silent the next time', async () => {
  const first = await setup();
  expect(first).toMatchObject({
    code: 0,
    stderr: 'setup: installing the dependencies with "npm ci", because node_modules is missing.\n',
  });
  expect(await setup()).toMatchObject({ code: 0, stderr: '' });
  expect(linesOf('npm.log')).toEqual(['ci --include=dev --no-audit --no-fund --loglevel=error']);
});

it('installs again when package-lock.json asks for another version', async () => {
  await setup();
  writeLockfile('2.0.0');
  const second = await setup();
  expect(second.stderr).toContain('because node_modules/example is 1.0.0 and package-lock.json says 2.0.0');
  expect(linesOf('npm.log')).toHaveLength(2);
});

it('installs again when an installation was left incomplete', async () => {
  mkdirSync(join(tree.root, 'node_modules'));
  expect((await setup()).stderr).toContain('because node_modules was not installed completely');
});

it('accepts an installation that was made by hand', async () => {
  await setup();
  rmSync(join(tree.root, 'node_modules/.seawall-setup'));
  expect(await setup()).toMatchObject({ code: 0, stderr: '' });
  expect(linesOf('npm.log')).toHaveLength(1);
});

it('installs once when it is started three times at once', async () => {
  const all = await Promise.all([1, 2, 3].map(() => setup(['--build'], { FAKE_NPM_WAIT_MS: '300' })));
  expect(all.map((one) => one.code)).toEqual([0, 0, 0]);
  expect(linesOf('npm.log')).toHaveLength(1);
  expect(linesOf('tsc.log')).toHaveLength(1);
  expect(leftLocks()).toEqual([]);
});

it('takes over the lock of a process that died', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  mkdirSync(join(tree.root, '.setup-lock'));
  tree.write('.setup-lock/owner.json', JSON.stringify({ token: 'x', pid: dead, host: hostname() }));
  expect(await setup()).toMatchObject({ code: 0 });
  expect(leftLocks()).toEqual([]);
});

it('says what failed, shows the words of npm and what to do when npm fails', async () => {
  const { code, stderr } = await setup([], { FAKE_NPM_FAILS: '1' });
  expect(code).toBe(1);
  expect(stderr).toContain('npm error the registry is on fire');
  expect(stderr).toContain('setup: "npm ci" failed with exit code 7');
  expect(stderr).toContain('npm ping');
  expect(leftLocks()).toEqual([]);
});

it.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
  'ends npm and releases the lock on %s',
  async (signal) => {
    const finished = setup([], { FAKE_NPM_WAIT_MS: '60000' });
    await vi.waitFor(() => expect(linesOf('npm.log')).toHaveLength(1), { timeout: 20_000 });
    for (const child of running) child.kill(signal);
    expect(await finished).toMatchObject({ code: null, signal });
    expect(leftLocks()).toEqual([]);
    expect(existsSync(join(tree.root, 'node_modules/.seawall-setup'))).toBe(false);
  },
);

it('builds when an output is missing or a source changed, and only then', async () => {
  expect((await setup(['--build'])).stderr).toContain(`because ${join(OUTPUT)} is missing`);
  expect(await setup(['--build'])).toMatchObject({ code: 0, stderr: '' });
  writeFileSync(join(tree.root, SOURCE), 'export const changed = 1;\n');
  expect((await setup(['--build'])).stderr).toContain('because sources changed since the last build');
  expect(readFileSync(join(tree.root, OUTPUT), 'utf8')).toContain('changed');
  expect(linesOf('tsc.log')).toEqual(['-b', '-b']);
});

it('does not build without --build', async () => {
  await setup();
  expect(existsSync(join(tree.root, OUTPUT))).toBe(false);
});

it('fails and builds again the next time when the compiler fails', async () => {
  const { code, stderr } = await setup(['--build'], { FAKE_TSC_FAILS: '1' });
  expect(code).toBe(1);
  expect(stderr).toContain('setup: "tsc -b" failed with exit code 2');
  expect(await setup(['--build'])).toMatchObject({ code: 0 });
});

it('refuses a Node that is too old', async () => {
  const pretend = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } })";
  const { code, stderr } = await run(['--import', `data:text/javascript,${encodeURIComponent(pretend)}`]);
  expect(code).toBe(1);
  expect(stderr).toContain('setup: Seawall needs Node 20.19 or newer; this is Node 20.18.3');
  expect(existsSync(join(tree.root, 'npm.log'))).toBe(false);
});

function setup(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return run([], args, env);
}

function run(
  nodeArgs: readonly string[],
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [...nodeArgs, 'scripts/setup.mjs', ...args], {
    cwd: tree.root,
    env: { ...process.env, npm_execpath: join(tree.root, 'fake/npm-cli.js'), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, stderr });
    });
  });
}

function writeLockfile(version: string): void {
  const packages = { '': { name: 'planted' }, 'node_modules/example': { version } };
  tree.write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }));
}

function linesOf(name: string): string[] {
  const path = join(tree.root, name);
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

function leftLocks(): string[] {
  return readdirSync(tree.root).filter((name) => name.startsWith('.setup-lock'));
}
