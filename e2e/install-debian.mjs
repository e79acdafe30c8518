// Installs Debian packages whose commands are missing. Needs root and apt-get then.
// Usage: node e2e/install-debian.mjs COMMAND=PACKAGE…
import { spawnSync } from 'node:child_process';

const missing = process.argv
  .slice(2)
  .map((pair) => pair.split('='))
  .filter(([command = '']) => spawnSync(command, ['--version'], { stdio: 'ignore' }).error !== undefined)
  .map(([command = '', name = command]) => name);

if (missing.length > 0) {
  const names = missing.join(', ');
  console.error(`Installing ${names} with apt-get.`);
  // Its services are not started: the tests start what they need themselves.
  const env = { ...process.env, RUNLEVEL: '1', DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {readonly string[]} */ ...args) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  const install = () => apt('install', '--yes', '--no-install-recommends', ...missing);
  // The lists of packages may be missing or too old.
  if (!install() && !(apt('update') && install())) {
    console.error(`${names} could not be installed. Install what is named so that its commands are on the PATH.`);
    process.exitCode = 1;
  }
}
