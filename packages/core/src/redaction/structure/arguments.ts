import { classifyName, type NameKind } from '../names/classify-name.ts';

/**
 * The kind of value that an option on a command line asks for in the argument behind it: `--token`, `-password`,
 * `/apikey`; `undefined` where the argument is no such option.
 */
export function optionKind(argument: string): NameKind | undefined {
  if (argument.length > MAX_OPTION_LENGTH || !OPTION.test(argument)) return undefined;
  const kind = classifyName(argument.replace(/^[-/]+/, ''));
  return kind.strength === 'none' ? undefined : { ...kind, strength: 'strong' };
}

const MAX_OPTION_LENGTH = 64;
const OPTION = /^(?:--?|\/)[A-Za-z][\w.-]*$/;

/** Whether the argument behind an option such as `-u` is `user:password`. */
export function takesUser(argument: string): boolean {
  return argument === '-u' || argument === '-U' || argument === '--user' || argument === '--proxy-user';
}

/** Whether the argument behind an option such as `-p` may be a password. */
export function takesPassword(argument: string): boolean {
  return argument === '-p' || argument === '-a' || argument === '-w' || argument === '-pw';
}
