// Installs our packages, as they are published, beside the oldest and the newest LangChain that they ask for, in folders of their
// own, plays an agent with a scripted model there, and checks the types of somebody who uses them.
// Usage: npm run langchain-versions. Prints a table, as in docs/langchain.md, and exits with 1 when something does not work.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scriptedStdioServer } from '@seawall/testkit';
import { runChild } from '../../scripts/setup/run-child.mjs';

const ROOT = join(import.meta.dirname, '../..');
const OURS = ['core', 'client', 'langchain'];
/** Without the rest of vitest, from which the type tests have it. */
const TYPE_TESTS = 'expect-type';
const WRONG = "import { createSeawallTools } from '@seawall/langchain';\ncreateSeawallTools(1);\n";

const EXPECTED = {
  status: 'finished',
  text: 'Done.',
  told: [
    ['one__echo', 'success', 'none'],
    ['one__fail', 'error', 'permission'],
    ['one__strict', 'error', 'validation'],
    ['own', 'error', 'validation'],
    ['one__nonsense', 'error', 'tool_not_found'],
  ],
  toolsUsed: ['one__echo', 'one__fail', 'one__strict', 'own', 'one__nonsense'],
  graph: [
    ['one__echo', 'success', 'none'],
    ['one__fail', 'error', 'permission'],
  ],
  retried: [['one__fail', 'error', 'permission']],
  apology: 'I apologize',
};

const folder = await mkdtemp(join(tmpdir(), 'seawall-langchain-'));
try {
  await mkdir(join(folder, 'packages'));
  const tarballs = await pack(join(folder, 'packages'));
  const peers = await rangesOf();
  const oldest = Object.fromEntries(Object.entries(peers).map(([name, range]) => [name, range.replace(/^\^/, '')]));
  console.log(`| | ${Object.keys(peers).join(' | ')} | an agent runs | the types fit |`);
  console.log(`| --- |${' --- |'.repeat(Object.keys(peers).length + 2)}`);
  for (const [title, versions] of Object.entries({ oldest, newest: peers })) {
    const place = join(folder, title);
    await install(place, { ...tarballs, ...versions });
    const found = await Promise.all(Object.keys(peers).map((name) => versionIn(place, name)));
    const [agent, types] = [await playAgent(place), await checkTypes(place)];
    console.log(`| ${[title, ...found, word(agent), word(types)].join(' | ')} |`);
    for (const fault of [agent, types].filter((text) => text !== '')) {
      console.error(fault);
      process.exitCode = 1;
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @param {string} fault */
function word(fault) {
  return fault === '' ? 'yes' : 'no';
}

/**
 * Our packages as npm would publish them, each with the path of its tarball.
 *
 * @param {string} target
 */
async function pack(target) {
  const chosen = OURS.flatMap((name) => ['--workspace', `packages/${name}`]);
  await mustRun('npm', ['pack', ...chosen, '--ignore-scripts', '--loglevel=error', '--pack-destination', target], ROOT);
  const files = await readdir(target);
  return Object.fromEntries(
    OURS.map((name) => {
      const file = files.find((each) => each.startsWith(`seawall-${name}-`));
      if (file === undefined) throw new Error(`npm packed no @seawall/${name}.`);
      return [`@seawall/${name}`, `file:${join(target, file)}`];
    }),
  );
}

/** @returns {Promise<Readonly<Record<string, string>>>} the versions of the framework that our package asks for */
async function rangesOf() {
  const manifest = JSON.parse(await readFile(join(ROOT, 'packages/langchain/package.json'), 'utf8'));
  return manifest.peerDependencies;
}

/**
 * @param {string} place
 * @param {Readonly<Record<string, string>>} dependencies
 */
async function install(place, dependencies) {
  await cp(join(import.meta.dirname, 'consumer-main.mjs'), join(place, 'consumer.mjs'));
  const typeTests = { [TYPE_TESTS]: await versionIn(ROOT, TYPE_TESTS) };
  const manifest = { private: true, type: 'module', dependencies: { ...dependencies, ...typeTests } };
  await writeFile(join(place, 'package.json'), JSON.stringify(manifest));
  await mustRun('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], place);
}

/**
 * @param {string} place
 * @param {string} name
 * @returns {Promise<string>}
 */
async function versionIn(place, name) {
  return JSON.parse(await readFile(join(place, 'node_modules', name, 'package.json'), 'utf8')).version;
}

/**
 * What is wrong with the agent that somebody runs; nothing where it does what it should.
 *
 * @param {string} place
 */
async function playAgent(place) {
  const inputSchema = { type: 'object', properties: { n: { type: 'string' } } };
  const tools = [
    { name: 'echo' },
    { name: 'strict', inputSchema },
    { name: 'fail', behaviour: /** @type {const} */ ({ kind: 'tool-error', text: '403 Forbidden' }) },
  ];
  await writeFile(join(place, 'mcp.json'), JSON.stringify({ mcpServers: { one: scriptedStdioServer({ tools }) } }));
  const { exitCode, output } = await runChild(process.execPath, ['consumer.mjs'], { cwd: place, capture: true });
  return exitCode === 0 && output.trim() === JSON.stringify(EXPECTED) ? '' : output;
}

/**
 * What is wrong with the types, where the one mistake that was made on purpose is not the only one that is found.
 *
 * @param {string} place
 */
async function checkTypes(place) {
  const tests = await readFile(join(ROOT, 'packages/langchain/test/types.test-d.ts'), 'utf8');
  const consumer = tests.replace("'../src/index.ts'", "'@seawall/langchain'").replace("'vitest'", `'${TYPE_TESTS}'`);
  await writeFile(join(place, 'consumer.ts'), consumer);
  await writeFile(join(place, 'wrong.ts'), WRONG);
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable'],
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  };
  await writeFile(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const args = [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.', '--pretty', 'false'];
  const { output } = await runChild(process.execPath, args, { cwd: place, capture: true });
  return /^wrong\.ts\(2,\d+\): error TS\d+: [^\n]*$/.test(output.trim())
    ? ''
    : output || 'The planted mistake was not found.';
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
async function mustRun(command, args, cwd) {
  const { exitCode, output } = await runChild(command, args, {
    cwd,
    capture: true,
    shell: process.platform === 'win32',
  });
  if (exitCode !== 0) throw new Error(`"${command} ${args[0]}" failed in ${cwd}:\n${output}`);
}
