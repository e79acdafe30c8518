import { isSensitiveName } from '@seawall/core/base';
import type { ConfigPath } from '../config-path.ts';
import type { HttpLaunch, StdioLaunch } from '../configuration.ts';
import { programName, shellScript } from '../entry/own-entry.ts';
import { secretsInUrl } from '../secrets/secrets-in-text.ts';
import { showValue } from '../value-text.ts';
import { classifyHost, type HostKind, isLoopbackHost, RISKY_PORTS } from './network-address.ts';
import type { FindRisks, RiskMatch, SecuritySubject } from './security-rule.ts';

// One function for each row of SECURITY_RULES; what follows from a match stands there.

const STRICT_PROGRAMS: ReadonlySet<string> = new Set(
  (
    'bash bun bunx cargo cmd deno fastmcp fish go java node nodejs npm npx pip pip3 pipx pnpm pnpx powershell pwsh py python python3 ' +
    'ruby rust sh tsx uv uvx yarn zsh'
  ).split(' '),
);
const MODERATE_PROGRAMS: ReadonlySet<string> = new Set([
  ...STRICT_PROGRAMS,
  'docker',
  'dotnet',
  'git',
  'nerdctl',
  'podman',
]);
const CODE_LOADING_ENV =
  /^(?:LD_(?:PRELOAD|LIBRARY_PATH|AUDIT)|DYLD_.*|NODE_OPTIONS|NODE_PATH|PYTHON(?:PATH|HOME|STARTUP)|PERL5(?:OPT|LIB)|RUBY(?:OPT|LIB)|BASH_ENV|ENV|ZDOTDIR|IFS|PROMPT_COMMAND|GIT_(?:SSH|SSH_COMMAND|EXEC_PATH)|_?JAVA_(?:TOOL_)?OPTIONS|JDK_JAVA_OPTIONS)$/;
const IDENTITY_ENV: ReadonlySet<string> = new Set(['HOME', 'OLDPWD', 'PATH', 'PWD', 'SHELL', 'USER', 'USERNAME']);
const INLINE_CODE: Readonly<Record<string, RegExp>> = {
  node: /^(?:-e|-p|-pe|--eval|--print)(?:=|$)/,
  bun: /^(?:-e|--eval)(?:=|$)/,
  deno: /^eval$/,
  python: /^-c$/,
  ruby: /^-e$/,
  perl: /^-[eE]$/,
  php: /^-r$/,
};

export const oddServerName: FindRisks = ({ name }) =>
  /^[\w-]{1,100}$/.test(name)
    ? []
    : [{ at: [], what: 'The name of the server is longer or has other characters than is safe everywhere.' }];

export const longCommand: FindRisks = stdio(({ command }) =>
  command.length > 1000 ? [{ at: ['command'], what: 'The command is very long.' }] : [],
);

export const commandCharacters: FindRisks = stdio(({ command }) =>
  /[&|;`$<>\n]/.test(command)
    ? [
        {
          at: ['command'],
          what: 'The command has characters that mean something to a shell.',
          value: showValue(command, ['command']),
        },
      ]
    : [],
);

export const commandParent: FindRisks = ({ entry }) => {
  const command = typeof entry.command === 'string' ? entry.command : entry.command?.[0];
  return command !== undefined && hasParentFolder(command)
    ? [{ at: ['command'], what: 'The command leaves its folder by "..".' }]
    : [];
};

export const shellScripts: FindRisks = stdio(({ command, args }) => {
  const script = shellScript([command, ...args]);
  // "cmd /c npx …" is how programs are started on Windows; without operators it is no script.
  if (script === undefined || (programName(command) === 'cmd' && !/[&|<>^]/.test(script))) return [];
  return [{ at: ['args'], what: 'A shell runs a script that stands in the arguments.' }];
});

export const inlineCode: FindRisks = stdio(({ command, args }) => {
  const program = programName(command).replace(/[\d.]+$/, '');
  const option = Object.hasOwn(INLINE_CODE, program) ? INLINE_CODE[program] : undefined;
  return option !== undefined && args.some((argument) => option.test(argument))
    ? [{ at: ['args'], what: 'The program runs code that stands in the arguments.' }]
    : [];
});

export const programsBeyondStrict: FindRisks = stdio((launch) => unknownProgram(launch, STRICT_PROGRAMS));
export const programsBeyondModerate: FindRisks = stdio((launch) => unknownProgram(launch, MODERATE_PROGRAMS));

export const manyArguments: FindRisks = stdio(({ args }) =>
  args.length > 50 ? [{ at: ['args'], what: `There are ${args.length} arguments.` }] : [],
);

export const longArguments: FindRisks = stdio(({ args }) =>
  args.flatMap((argument, index) =>
    argument.length > 500 ? [{ at: ['args', index], what: 'The argument is very long.' }] : [],
  ),
);

export const codeLoadingEnv: FindRisks = env((name) =>
  CODE_LOADING_ENV.test(name) ? 'The variable can load other code into the child.' : undefined,
);
export const identityEnv: FindRisks = env((name) =>
  IDENTITY_ENV.has(name) ? 'The variable decides which programs and folders the child uses.' : undefined,
);
export const longEnv: FindRisks = env((name, value) =>
  name.length > 100 || value.length > 1000 ? 'The variable is very long.' : undefined,
);
export const shellEnv: FindRisks = env((_name, value) =>
  value.includes('$(') || value.includes('`') ? 'The value looks like a command for a shell.' : undefined,
);

export const longCwd: FindRisks = stdio(({ cwd }) =>
  cwd.length > 500 ? [{ at: ['cwd'], what: 'The path is very long.' }] : [],
);
export const cwdParent: FindRisks = ({ entry }) =>
  entry.cwd !== undefined && hasParentFolder(entry.cwd) ? [{ at: ['cwd'], what: 'The folder is left by "..".' }] : [];

export const longUrl: FindRisks = http(({ url }, at) =>
  url.length > 2048 ? [{ at, what: 'The URL is very long.' }] : [],
);

export const urlPassword: FindRisks = ({ entry }) => {
  const text = entry.url ?? entry.serverUrl ?? entry.httpUrl ?? '';
  const hasUserInfo = /^[a-z]+:\/\/[^/?#]*@/i.test(text.trim());
  return hasUserInfo
    ? [{ at: [urlField(entry)], what: 'A user or password stands in the URL, where it ends up in logs.' }]
    : [];
};

export const plainCredentials: FindRisks = http(({ url, headers }, at) => {
  const parsed = new URL(url);
  if (parsed.protocol !== 'http:' || isLoopbackHost(parsed.hostname)) return [];
  const hasSecret = Object.keys(headers).some(isSensitiveName) || secretsInUrl(url).length > 0;
  return hasSecret
    ? [{ at, what: 'Credentials are sent over http without encryption.', value: showValue(parsed.origin, []) }]
    : [];
});

export const longHeaders: FindRisks = http(({ headers }) =>
  Object.entries(headers).flatMap(([name, value]) =>
    name.length > 100 || value.length > 1000 ? [{ at: ['headers', name], what: 'The header is very long.' }] : [],
  ),
);

export const privateAddress: FindRisks = hostOf(['private'], 'The address belongs to a private network.');
export const dangerousAddress: FindRisks = hostOf(
  ['link-local', 'metadata', 'unusable'],
  'The address is link-local, reserved, or hands out credentials of the cloud.',
);

export const riskyPort: FindRisks = http(({ url }, at) => {
  const port = Number(new URL(url).port);
  return RISKY_PORTS.has(port) ? [{ at, what: `Port ${port} belongs to another kind of service.` }] : [];
});

function stdio(find: (launch: StdioLaunch) => readonly RiskMatch[]): FindRisks {
  return ({ launch }) => (launch.transport === 'stdio' ? find(launch) : []);
}

function http(find: (launch: HttpLaunch, at: ConfigPath) => readonly RiskMatch[]): FindRisks {
  return ({ launch, entry }) => (launch.transport === 'stdio' ? [] : find(launch, [urlField(entry)]));
}

function env(reason: (name: string, value: string) => string | undefined): FindRisks {
  return stdio((launch) =>
    Object.entries(launch.env).flatMap(([name, value]) => {
      const what = reason(name, value);
      return what === undefined ? [] : [{ at: ['env', name], what }];
    }),
  );
}

function hostOf(kinds: readonly HostKind[], what: string): FindRisks {
  return http(({ url }, at) => {
    const { hostname } = new URL(url);
    return kinds.includes(classifyHost(hostname)) ? [{ at, what, value: showValue(hostname, []) }] : [];
  });
}

function urlField(entry: SecuritySubject['entry']): string {
  return entry.url !== undefined ? 'url' : entry.serverUrl !== undefined ? 'serverUrl' : 'httpUrl';
}

function unknownProgram(launch: StdioLaunch, known: ReadonlySet<string>): readonly RiskMatch[] {
  const program = programName(launch.command).replace(/^(python|pip)3?(?:\.\d+)?$/, '$1');
  if (known.has(program)) return [];
  return [
    {
      at: ['command'],
      what: 'The program is not one of those that servers are usually started by.',
      value: showValue(launch.command, []),
    },
  ];
}

function hasParentFolder(path: string): boolean {
  return path.split(/[\\/]/).includes('..');
}
