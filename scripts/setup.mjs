// Prepares this checkout: installs dependencies when they are missing or out of date and, with --build, builds.
// Plain Node without any dependency, because it runs before there is one. `npm start` and `npm test` call it first.

const MINIMUM_MAJOR = 20;
const MINIMUM_MINOR = 19;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < MINIMUM_MAJOR || (major === MINIMUM_MAJOR && minor < MINIMUM_MINOR)) {
  process.stderr.write(
    `setup: Seawall needs Node ${MINIMUM_MAJOR}.${MINIMUM_MINOR} or newer; this is Node ${process.versions.node} (${process.execPath}).\n` +
      'setup: Install a newer Node from https://nodejs.org, or switch to one with your version manager, and run the command again.\n',
  );
  process.exit(1);
}

const { prepareCheckout } = await import('./setup/prepare-checkout.mjs');
process.exitCode = await prepareCheckout({ build: process.argv.includes('--build') });
