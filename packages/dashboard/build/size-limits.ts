import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** The most that a browser may have to fetch, in bytes as they go over the wire. */
const SIZE_LIMITS = {
  /** Before the first screen shows something: the page, its scripts and styles. Fonts come later and hold nothing up. */
  initialBytes: 230_000,
  /** For the charts, which come when the rest is there. */
  chartsBytes: 115_000,
} as const;

const CHARTS = 'traffic-charts';

/** Fails the build of a page that became too large. */
export function sizeLimits(): Plugin {
  return {
    name: 'seawall-size-limits',
    apply: 'build',
    writeBundle(_options, bundle) {
      const files = Object.values(bundle);
      const initial = withImports(files, (chunk) => chunk.isEntry);
      const charts = new Set(
        [...withImports(files, (chunk) => chunk.name === CHARTS)].filter((name) => !initial.has(name)),
      );
      this.info(`initial ${sizeOf(bundle, initial)} bytes, charts ${sizeOf(bundle, charts)} bytes (gzip)`);
      if (charts.size === 0) this.error(`There is no chunk "${CHARTS}" any more.`);
      check(this, 'What is loaded first', sizeOf(bundle, initial), SIZE_LIMITS.initialBytes);
      check(this, 'The charts', sizeOf(bundle, charts), SIZE_LIMITS.chartsBytes);
    },
  };
}

function check(context: Rolldown.PluginContext, what: string, bytes: number, limit: number): void {
  if (bytes > limit) context.error(`${what} is ${bytes} bytes (gzip), more than ${limit}.`);
}

type Output = Rolldown.OutputChunk | Rolldown.OutputAsset;

/** The files of some chunks and of everything that they import at once. */
function withImports(files: readonly Output[], isWanted: (chunk: Rolldown.OutputChunk) => boolean): Set<string> {
  const chunks = new Map(files.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])));
  const found = new Set<string>();
  const visit = (chunk: Rolldown.OutputChunk | undefined): void => {
    if (chunk === undefined || found.has(chunk.fileName)) return;
    found.add(chunk.fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
    for (const name of chunk.imports) visit(chunks.get(name));
  };
  for (const chunk of chunks.values()) if (isWanted(chunk)) visit(chunk);
  return found;
}

function sizeOf(bundle: Rolldown.OutputBundle, names: ReadonlySet<string>): number {
  let bytes = 0;
  for (const name of names) {
    const file = bundle[name];
    if (file !== undefined) bytes += gzipSync(file.type === 'chunk' ? file.code : file.source).byteLength;
  }
  return bytes;
}
