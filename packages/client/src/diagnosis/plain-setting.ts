import type { Launch } from '../config/configuration.ts';

/**
 * The URL that a server is configured with under the name of a variable, or as the flag of the same name.
 *
 * Only what is an HTTP URL is given out, and without credentials, query and fragment: it goes into links.
 */
export function plainSetting(launch: Launch, name: string): string | undefined {
  if (launch.transport !== 'stdio') return undefined;
  const value = launch.env[name] ?? flagValue(launch.args, `--${name.toLowerCase().replaceAll('_', '-')}`);
  if (value === undefined || !URL.canParse(value)) return undefined;
  const { protocol, origin, pathname } = new URL(value);
  return protocol === 'http:' || protocol === 'https:' ? `${origin}${pathname}`.replace(/\/+$/, '') : undefined;
}

function flagValue(args: readonly string[], flag: string): string | undefined {
  const index = args.findIndex((argument) => argument === flag || argument.startsWith(`${flag}=`));
  const found = args[index];
  if (found === undefined) return undefined;
  return found === flag ? args[index + 1] : found.slice(flag.length + 1);
}
