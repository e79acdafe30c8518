import { homedir } from 'node:os';
import { isAbsolute, resolve, win32 } from 'node:path';

/** Environment variables, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The home folder that `~` and `${userHome}` mean. */
export function homeOf(env: Environment): string {
  return env.HOME || env.USERPROFILE || homedir();
}

/** Replaces a leading `~` by the home folder. */
export function expandHome(path: string, env: Environment): string {
  return path === '~' || path.startsWith('~/') || path.startsWith('~\\') ? homeOf(env) + path.slice(1) : path;
}

/** An absolute path: `~` expanded, relative ones starting at `folder`. */
export function resolvePath(path: string, options: ResolvePathOptions): string {
  const expanded = expandHome(path, options.env);
  return isAbsolutePath(expanded, options) ? expanded : resolve(options.folder, expanded);
}

/** Whether a path starts at a root. */
export function isAbsolutePath(path: string, options: { readonly windows?: boolean }): boolean {
  return options.windows ? win32.isAbsolute(path) : isAbsolute(path);
}

/** What {@link resolvePath} needs. */
export interface ResolvePathOptions {
  readonly env: Environment;
  /** Absolute. */
  readonly folder: string;
  /** Whether paths are those of Windows.
   * @default whether this is Windows */
  readonly windows?: boolean;
}
