import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findNewerNode } from '../../scripts/setup/find-newer-node.mjs';
import { findInstallReason, writeInstallStamp } from '../../scripts/setup/install-state.mjs';
import { runProcess } from '../support/processes.ts';

/** The releases of the official suite: what it calls stable, and the one that knows 2026-07-28. */
export type Release = '0.1.16' | '0.2.0-alpha.12';

const FOLDER = import.meta.dirname;
const RELEASES: Readonly<Record<Release, string>> = {
  '0.1.16': join(FOLDER, 'node_modules/@modelcontextprotocol/conformance/dist/index.js'),
  '0.2.0-alpha.12': join(FOLDER, 'node_modules/conformance-next/dist/index.js'),
};
/** The suites import what came with this major. */
const MINIMUM_MAJOR = 22;

/** Installs the suites when they are missing or others than the lockfile asks for. @throws Error when npm fails. */
export async function installSuites(): Promise<void> {
  const reason = findInstallReason(FOLDER);
  if (reason === null) return;
  console.log(`Installing the conformance suites, because ${reason}.`);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  // Under "npm run" this is npm's own script, which needs no shell on any platform.
  const npm = process.env.npm_execpath ?? '';
  const start = /\.[cm]?js$/.test(npm) ? { command: process.execPath, args: [npm, ...args] } : { command: 'npm', args };
  const { exitCode, stderr } = await runProcess({ ...start, env: inheritedEnvironment(), cwd: FOLDER });
  if (exitCode !== 0) {
    // Half an installation would be taken for a whole one.
    await rm(join(FOLDER, 'node_modules'), { recursive: true, force: true });
    throw new Error(`The conformance suites can't be installed.\n${stderr}`);
  }
  writeInstallStamp(FOLDER);
}

/** The command line of a release, without its arguments. @throws Error when no Node here is new enough. */
export function suiteCommand(release: Release): { readonly command: string; readonly script: string } {
  return { command: findNode(), script: RELEASES[release] };
}

/** This process's environment without what is not set. */
export function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function findNode(): string {
  const found = findNewerNode(FOLDER, MINIMUM_MAJOR);
  if (found !== undefined) return found;
  throw new Error(
    `The suites need Node ${MINIMUM_MAJOR}, and npm has none for ${process.platform}-${process.arch}. Run this with a newer Node.`,
  );
}
