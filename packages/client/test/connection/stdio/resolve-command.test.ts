import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MCPConfigurationError } from '@seawall/core';
import { afterAll, describe, expect, it } from 'vitest';
import { resolveCommand } from '../../../src/connection/stdio/resolve-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'seawall-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const bin = join(folder, 'bin');
mkdirSync(bin);
mkdirSync(join(bin, 'subfolder'));
function script(name: string, text: string, mode = 0o755): string {
  writeFileSync(join(bin, name), text);
  chmodSync(join(bin, name), mode);
  return join(bin, name);
}
const tool = script('weather-server', '#!/bin/sh\n');
script('plain', 'echo no shebang\n');
script('blocked', '#!/bin/sh\n', 0o644);
script('lost-interpreter', '#!/opt/none/python\n');
script('lost-env-interpreter', '#!/usr/bin/env rubyish\n');

function resolve(command: string, overrides: { cwd?: string; path?: string } = {}) {
  return resolveCommand({
    serverName: 'x',
    command,
    cwd: overrides.cwd ?? folder,
    env: { PATH: overrides.path ?? `/none:${bin}:/bin:/usr/bin` },
  });
}
async function errorOf(promise: Promise<unknown>): Promise<MCPConfigurationError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (MCPConfigurationError.isInstance(error)) return error;
  throw new Error(`No configuration error: ${error}`);
}

describe('resolveCommand', () => {
  it('finds a command on the PATH of the child', async () => {
    expect(await resolve('weather-server')).toBe(tool);
  });

  it('finds a path relative to the working folder', async () => {
    expect(await resolve('./bin/weather-server')).toBe(tool);
  });

  it('takes a script without a shebang, which the shell runs', async () => {
    expect(await resolve('plain')).toBe(join(bin, 'plain'));
  });

  it('says that a command is not there, and what was probably meant', async () => {
    const error = await errorOf(resolve('wether-server'));
    expect(error.code).toBe('SPAWN_COMMAND_NOT_FOUND');
    expect(error.message).toBe('Server "x" can\'t be started: the command "wether-server" was not found on its PATH.');
    expect(error.hint).toContain('Did you mean "weather-server"?');
  });

  it('says how to get a well-known command', async () => {
    expect((await errorOf(resolve('uvx', { path: '/none' }))).hint).toContain('install uv');
    expect((await errorOf(resolve('npx', { path: '/none' }))).hint).toContain('install Node.js');
    expect((await errorOf(resolve('docker', { path: '/none' }))).hint).toContain('Install Docker');
  });

  it('says that a file is not there', async () => {
    const error = await errorOf(resolve('./bin/nothing'));
    expect(error.code).toBe('SPAWN_COMMAND_NOT_FOUND');
    expect(error.message).toContain(join(bin, 'nothing'));
  });

  it('says that a file is not executable', async () => {
    expect((await errorOf(resolve('blocked'))).code).toBe('SPAWN_COMMAND_NOT_EXECUTABLE');
    expect((await errorOf(resolve('./bin/blocked'))).hint).toContain('chmod +x');
  });

  it('passes over a folder of the same name', async () => {
    expect((await errorOf(resolve('subfolder'))).code).toBe('SPAWN_COMMAND_NOT_FOUND');
  });

  it('says which interpreter of a script is missing', async () => {
    const plain = await errorOf(resolve('lost-interpreter'));
    expect(plain.code).toBe('SPAWN_COMMAND_NOT_EXECUTABLE');
    expect(plain.message).toContain('"/opt/none/python"');
    expect((await errorOf(resolve('lost-env-interpreter'))).message).toContain('"rubyish"');
  });

  it('tells a missing working folder from a missing command', async () => {
    const error = await errorOf(resolve('weather-server', { cwd: join(folder, 'gone') }));
    expect(error.code).toBe('SPAWN_CWD_NOT_FOUND');
    expect(error.message).toContain('does not exist');
    expect((await errorOf(resolve('weather-server', { cwd: tool }))).message).toContain('is not a folder');
  });

  it('says so when the child has no PATH', async () => {
    const error = await errorOf(resolveCommand({ serverName: 'x', command: 'nope', cwd: folder, env: {} }));
    expect(error.hint).toContain('no PATH');
  });
});
