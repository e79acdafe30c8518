import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createSecret } from '../secret-digest.ts';
import { isScreen, screenBase, takesPage, toFilePath } from './page-path.ts';

/** The dashboard, as its build left it: its files, and its page at the address of every screen. It tells nothing of the gateway. */
export class DashboardPage {
  readonly #folder: () => string;
  /** As `assets/index-1a2b.js`. Nothing else is ever read, so no path leads out of the folder. */
  #files: ReadonlySet<string> | undefined;

  /** @param folder asked with each look at the build; may throw where the package of the dashboard is not installed */
  constructor(folder: () => string) {
    this.#folder = folder;
  }

  /** Answers GET and HEAD; `undefined` where neither a file nor a screen has this address. */
  async answer(request: Request): Promise<Response | undefined> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
    const { pathname } = new URL(request.url);
    const path = toFilePath(pathname);
    if (path === undefined) return undefined;
    if (isScreen(path)) return takesPage(request.headers) ? await this.#answerPage(pathname) : undefined;
    return await unlessMissing(() => this.#answerFile(path, request.headers));
  }

  async #answerPage(pathname: string): Promise<Response> {
    const html = await unlessMissing(async () => {
      const folder = this.#folder();
      const page = await readFile(join(folder, PAGE), 'utf8');
      // Their names change with each build, and the page is what tells of them.
      this.#files = await listFiles(folder);
      return page;
    });
    if (html === undefined) return new Response(NOT_BUILT, { status: 503, headers: headersFor('.txt', 'no-store') });
    const nonce = createSecret();
    const body = html
      .replaceAll('seawall-nonce', nonce)
      .replace('<base href="./" />', `<base href="${screenBase(pathname)}" />`);
    const headers = { ...headersFor('.html', 'no-store'), 'content-security-policy': contentPolicy(nonce) };
    return new Response(body, { headers });
  }

  async #answerFile(path: string, asked: Headers): Promise<Response | undefined> {
    const folder = this.#folder();
    this.#files ??= await listFiles(folder);
    if (!this.#files.has(path)) return undefined;
    const headers = headersFor(extname(path), path.startsWith('assets/') ? FOREVER : 'no-cache');
    const content = await readFile(join(folder, path));
    if (!COMPRESSIBLE.has(extname(path))) return new Response(content, { headers });
    const varying = { ...headers, vary: 'accept-encoding' };
    if (!GZIP.test(asked.get('accept-encoding') ?? '')) return new Response(content, { headers: varying });
    return new Response(await compress(content), { headers: { ...varying, 'content-encoding': 'gzip' } });
  }
}

const PAGE = 'index.html';
const NOT_BUILT =
  'The dashboard is not built: run "npm run build" in the folder of Seawall, or install Seawall again, and load this page again.\n';
/** The name of an asset holds a digest of what is in it. */
const FOREVER = 'public, max-age=31536000, immutable';

const COMPRESSIBLE: ReadonlySet<string> = new Set(['.css', '.js', '.md', '.svg']);
/** Named, and not named as what is not wanted. */
const GZIP = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/;
const compress = promisify(gzip);

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

function headersFor(extension: string, caching: string): Record<string, string> {
  return {
    'content-type': TYPES[extension] ?? 'application/octet-stream',
    'cache-control': caching,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}

function contentPolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self'`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'self'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

/** The files that are in a folder and below themselves: links are left out, and so is the page, which is never sent as it is. */
async function listFiles(folder: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((file) => relative(folder, join(file.parentPath, file.name)).split(sep).join('/'));
  return new Set(paths.filter((path) => path !== PAGE));
}

/** `undefined` where the build, or its package, is not there. */
async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && MISSING.has(Reflect.get(error, 'code'))) return undefined;
    throw error;
  }
}

const MISSING: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ERR_MODULE_NOT_FOUND']);
