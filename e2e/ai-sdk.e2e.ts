import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { inheritedEnvironment } from './conformance/installation.ts';
import { runProcess } from './support/processes.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '..');
const OURS = ['core', 'client', 'ai-sdk'];
const OTHERS = [
  '@modelcontextprotocol/client',
  'jsonc-parser',
  'undici',
  'yaml',
  'zod',
  'vitest',
  '@types/node',
  'typescript',
];

/** A folder in which somebody has installed the packages, as they are published, beside a version of the framework. */
async function consumer(framework: 'ai' | 'ai-6'): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  for (const name of OURS) {
    const target = folder.file(`node_modules/@seawall/${name}`);
    await cp(join(ROOT, 'packages', name, 'dist'), join(target, 'dist'), { recursive: true });
    await cp(join(ROOT, 'packages', name, 'package.json'), join(target, 'package.json'));
  }
  const link = async (name: string, source = name): Promise<void> => {
    const path = folder.file(`node_modules/${name}`);
    await mkdir(join(path, '..'), { recursive: true });
    await symlink(join(ROOT, 'node_modules', source), path, 'junction');
  };
  for (const name of OTHERS) await link(name);
  await link('ai', framework);
  await folder.write('package.json', { type: 'module' });
  return folder;
}

describe.each([
  ['6', 'ai-6', 'v3'],
  ['7', 'ai', 'v4'],
] as const)('with version %s of the AI SDK installed', (_version, framework, specification) => {
  it('the published package works', async () => {
    await using folder = await consumer(framework);
    const tools = [
      { name: 'echo' },
      { name: 'fail', behaviour: { kind: 'tool-error', text: '403 Forbidden' } },
    ] as const;
    await folder.write('mcp.json', {
      mcpServers: { one: scriptedStdioServer({ tools }) },
      seawall: { prefix: 'never' },
    });
    await cp(join(import.meta.dirname, 'ai-sdk/consumer-main.mjs'), folder.file('consumer.mjs'));
    const run = await runProcess({
      command: process.execPath,
      args: ['consumer.mjs'],
      env: inheritedEnvironment(),
      cwd: folder.path,
    });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toEqual({
      specification,
      text: 'Done.',
      kind: 'permission',
      told: ['text', 'error-text'],
    });
  });

  it('its types are those of that version', async () => {
    await using folder = await consumer(framework);
    const test = await readFile(join(ROOT, 'packages/ai-sdk/test/types.test-d.ts'), 'utf8');
    await folder.write('consumer.ts', test.replace("'../src/index.ts'", "'@seawall/ai-sdk'"));
    await folder.write('wrong.ts', "import { createSeawallTools } from '@seawall/ai-sdk';\ncreateSeawallTools(1);\n");
    const options = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, noEmit: true };
    const compilerOptions = {
      ...options,
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023', 'esnext.disposable'],
      types: ['node'],
    };
    await folder.write('tsconfig.json', { compilerOptions, include: ['*.ts'] });
    const args = [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.', '--pretty', 'false'];
    const run = await runProcess({ command: process.execPath, args, env: inheritedEnvironment(), cwd: folder.path });
    expect(run.stdout.trim().split('\n')).toEqual([expect.stringMatching(/^wrong\.ts\(2,\d+\): error TS/)]);
  });
});

describe.each(['agent', 'gateway'])('examples/ai-sdk/%s.ts', (name) => {
  it('answers though one of its servers is not installed', async () => {
    const { OPENAI_BASE_URL: _, SEAWALL_URL: __, ...env } = inheritedEnvironment();
    const args = ['--import', 'tsx', `examples/ai-sdk/${name}.ts`];
    const run = await runProcess({ command: process.execPath, args, env, cwd: ROOT });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('Order a spare belt');
  });
});
