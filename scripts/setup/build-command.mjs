import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { licencesOf } from './licences.mjs';

const DIST = 'packages/cli/dist';
const COMMAND = `${DIST}/command-main.js`;
const WORKERS = 'packages/store/worker';

/**
 * Joins what the command loads, and the threads of the store, into few files beside the compiled ones: reading several hundred
 * modules takes more time than what is in them, and their comments stay in memory. Does nothing where that was done
 * already, or where there is no command.
 *
 * @param {string} root
 * @param {(text: string) => void} say
 * @returns {Promise<void>}
 * @throws Error when they can't be joined
 */
export async function buildCommand(root, say) {
  const dist = join(root, DIST);
  if (!existsSync(join(root, COMMAND))) return;
  if (await isJoined(root, dist)) return;
  // Loaded late: this file is loaded before anything is installed.
  const { build } = await import('esbuild');
  say('joining the modules of the command with esbuild.');
  for (const folder of ['bundle', 'worker']) rmSync(join(dist, folder), { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      'bundle/command-main': COMMAND,
      // Where the store looks for them, and by the names that it knows.
      'worker/observations-worker': `${WORKERS}/observations-worker.mjs`,
      'worker/parked-log-worker': `${WORKERS}/parked-log-worker.mjs`,
    },
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'bundle/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // What is wrapped for every loader hides from joining what it loads.
    mainFields: ['module', 'main'],
    target: 'node20.19',
    // Names stay, so that stacks can be read; which line it was tell the maps, with --enable-source-maps.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    banner: { js: REQUIRE },
    // Loaded by few.
    external: ['@opentelemetry/*'],
    plugins: [CHAOS, COMMON_JS, KYSELY, LIBSQL, LOCALES],
  });
  refuseNameless(metafile);
  writeFileSync(join(dist, 'bundle/third-party-licences.txt'), licencesOf(root, Object.keys(metafile.inputs)));
}

/** What was CommonJS asks for Node's modules with it. */
const REQUIRE =
  "import{createRequire as seawallRequire}from'node:module';const require=seawallRequire(import.meta.url);";
const TOOLS = ['package-lock.json', 'scripts/setup/build-command.mjs', 'scripts/setup/licences.mjs'];

/**
 * Whether the command itself would take what is there, and nothing else that makes it is newer.
 *
 * @param {string} root
 * @param {string} dist
 */
async function isJoined(root, dist) {
  const { bundledEntry } = await import(pathToFileURL(join(dist, 'bundled-entry.js')).href);
  const entry = bundledEntry(pathToFileURL(`${dist}/`));
  if (entry === undefined || !existsSync(join(dist, 'bundle/third-party-licences.txt'))) return false;
  const madeMs = statSync(entry).mtimeMs;
  return TOOLS.every((file) => statSync(join(root, file)).mtimeMs <= madeMs);
}

/**
 * What is CommonJS and loaded with `import()` has no names when it was joined.
 *
 * @param {import('esbuild').Metafile} metafile
 */
function refuseNameless({ inputs }) {
  const lazy = Object.values(inputs).flatMap(({ imports }) => imports.filter(({ kind }) => kind === 'dynamic-import'));
  const nameless = lazy.find(({ path }) => inputs[path]?.format === 'cjs');
  if (nameless !== undefined)
    throw new Error(`${nameless.path} is CommonJS and loaded with import(): name it in COMMON_JS.`);
}

/**
 * Gives such packages the names that they have under Node.
 *
 * @type {import('esbuild').Plugin}
 */
const COMMON_JS = {
  name: 'common-js',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(?:undici|yaml)$/ }, ({ path, kind, resolveDir }) =>
      kind === 'dynamic-import' ? { path, namespace: 'named', pluginData: resolveDir } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'named' }, async ({ path, pluginData: resolveDir }) => {
      const file = createRequire(join(resolveDir, 'index.js')).resolve(path);
      const names = Object.keys(await import(pathToFileURL(file).href)).filter((name) =>
        /^(?!default$)\w+$/.test(name),
      );
      const contents = `import all from '${path}';\nexport default all;\nexport const { ${names.join(', ')} } = all;`;
      return { contents, resolveDir, loader: 'js' };
    });
  },
};

/**
 * `seawall chaos` shares modules with the testkit, which has them from the packages: it stays as it was compiled.
 *
 * @type {import('esbuild').Plugin}
 */
const CHAOS = {
  name: 'chaos',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/commands\/chaos\.js$/ }, () => ({ path: '../commands/chaos.js', external: true })),
};

/**
 * The store takes it as CommonJS, which loads quicker than so many modules; here they become one, without what nobody uses.
 *
 * @type {import('esbuild').Plugin}
 */
const KYSELY = {
  name: 'kysely',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]store[\\/]worker[\\/]kysely\.mjs$/ }, ({ path }) => {
      const [, names] = /^export const (\{.*\}) = kysely;$/m.exec(readFileSync(path, 'utf8')) ?? [];
      if (names === undefined) throw new Error(`${path} does not tell what it takes of kysely.`);
      return { contents: `export ${names} from 'kysely';`, resolveDir: dirname(path), loader: 'js' };
    }),
};

/**
 * It holds machine code and belongs to the store, from where it is found.
 *
 * @type {import('esbuild').Plugin}
 */
const LIBSQL = {
  name: 'libsql',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^libsql$/ }, ({ path }) => ({ path, namespace: 'of-the-store' }));
    onLoad({ filter: /.*/, namespace: 'of-the-store' }, ({ path }) => ({
      contents: `import { createRequire } from 'node:module';
        export default createRequire(import.meta.resolve('@seawall/store'))('${path}');`,
      loader: 'js',
    }));
  },
};

/**
 * Zod brings along its messages in all languages, for whoever asks for another one than English; nobody here does.
 *
 * @type {import('esbuild').Plugin}
 */
const LOCALES = {
  name: 'locales',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: '', loader: 'js' })),
};
