import { fileURLToPath } from 'node:url';

/**
 * Where the built dashboard lies: its package holds nothing but files, which are not imported.
 *
 * @throws an error of Node with `ERR_MODULE_NOT_FOUND` where the package is not installed.
 */
export function dashboardFolder(): string {
  return fileURLToPath(new URL('dist', import.meta.resolve('@seawall/dashboard/package.json')));
}
