import type { Launch } from '../configuration.ts';
import { isLoopbackHost } from '../security/network-address.ts';
import { splitCommandLine } from './command-line.ts';

/** How Seawall itself is started and reached, so that it never becomes its own upstream server. */
export interface SelfDescription {
  /** Absolute path of the script that runs as `seawall`, when it is known. */
  readonly entryPoint?: string;
  /** Where the HTTP front listens. */
  readonly host: string;
  readonly port: number;
}

/** Why an entry would start or reach Seawall itself; `undefined` when it doesn't. */
export function findOwnEntry(launch: Launch, self: SelfDescription): string | undefined {
  if (launch.transport !== 'stdio') {
    return isOwnUrl(launch.url, self)
      ? 'It is the endpoint of Seawall itself; a gateway in front of itself would never answer.'
      : undefined;
  }
  return isOwnCommand([launch.command, ...launch.args], self)
    ? 'It would start Seawall itself; a gateway in front of itself would start without end.'
    : undefined;
}

/** The name of a program without folder and Windows extension, in lower case. */
export function programName(command: string): string {
  const name = command.split(/[\\/]/).at(-1) ?? '';
  return name.replace(/\.(?:exe|cmd|bat|ps1)$/i, '').toLowerCase();
}

/** Whether these words are a shell and the option that makes it run a text. */
export function shellScript(words: readonly string[]): string | undefined {
  if (!SHELLS.has(programName(words[0] ?? ''))) return undefined;
  const option = words.findIndex(
    (word, index) => index > 0 && (/^-[a-z]*c$/.test(word) || /^(?:\/[ck]|-command)$/i.test(word)),
  );
  return option < 0 ? undefined : words.slice(option + 1).join(' ');
}

/** Programs whose arguments can be a whole program. */
const SHELLS: ReadonlySet<string> = new Set('ash bash cmd csh dash fish ksh powershell pwsh sh tcsh zsh'.split(' '));
const RUNNERS: ReadonlySet<string> = new Set(['bunx', 'npx', 'pnpx']);
const RUNNERS_WITH_VERB: Readonly<Record<string, readonly string[]>> = {
  bun: ['x'],
  npm: ['exec', 'x'],
  pnpm: ['dlx', 'exec'],
  yarn: ['dlx', 'exec'],
};
const SCRIPT_RUNTIMES: ReadonlySet<string> = new Set(['bun', 'deno', 'node', 'nodejs', 'tsx']);
const OWN_PACKAGE = /^seawall(?:@[^/\\]*)?$/;
const OWN_SCRIPT = /(?:^|[\\/])(?:node_modules[\\/]seawall|packages[\\/]cli)[\\/](?:dist|src)[\\/]main\.[jt]s$/;
const MAX_WRAPPERS = 4;

function isOwnCommand(words: readonly string[], self: SelfDescription, depth = 0): boolean {
  const [command = '', ...args] = words;
  const program = programName(command);
  if (program === 'seawall') return true;
  const script = shellScript(words);
  if (script !== undefined && depth < MAX_WRAPPERS) {
    return isOwnCommand(splitCommandLine(script, { windows: program === 'cmd' }) ?? [], self, depth + 1);
  }
  if (program === 'env' && depth < MAX_WRAPPERS) {
    const start = args.findIndex((argument) => !argument.startsWith('-') && !/^\w+=/.test(argument));
    return start >= 0 && isOwnCommand(args.slice(start), self, depth + 1);
  }
  const verbs = Object.hasOwn(RUNNERS_WITH_VERB, program) ? RUNNERS_WITH_VERB[program] : undefined;
  if (RUNNERS.has(program) || verbs?.includes(args[0] ?? ''))
    return namesOwnPackage(verbs === undefined ? args : args.slice(1));
  return SCRIPT_RUNTIMES.has(program) && args.some((argument) => isOwnScript(argument, self));
}

/** The first word that is no option is the package, or what `--package` names. */
function namesOwnPackage(args: readonly string[]): boolean {
  for (const [index, argument] of args.entries()) {
    const named = /^(?:--package|-p)=(.+)$/.exec(argument)?.[1];
    if (named !== undefined && OWN_PACKAGE.test(named)) return true;
    const isNamed = args[index - 1] === '-p' || args[index - 1] === '--package';
    if (isNamed && OWN_PACKAGE.test(argument)) return true;
    if (!argument.startsWith('-') && !isNamed) return OWN_PACKAGE.test(argument);
  }
  return false;
}

function isOwnScript(argument: string, self: SelfDescription): boolean {
  return argument === self.entryPoint || OWN_SCRIPT.test(argument) || /[\\/]\.bin[\\/]seawall$/.test(argument);
}

function isOwnUrl(url: string, self: SelfDescription): boolean {
  const parsed = new URL(url);
  const port = parsed.port === '' ? (parsed.protocol === 'https:' ? 443 : 80) : Number(parsed.port);
  const isOurHost = isLoopbackHost(parsed.hostname) || parsed.hostname === self.host;
  return self.port !== 0 && port === self.port && isOurHost && /^\/mcp\/?$/.test(parsed.pathname);
}
