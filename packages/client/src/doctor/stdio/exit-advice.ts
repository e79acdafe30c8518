/**
 * What to do about a process that ended at its start, by what it wrote to stderr; `undefined` when nothing is known of it.
 *
 * The words of a server never become advice: only names of variables, known by their shape, are taken over.
 */
export function exitAdvice(stderr: string, serverName: string): string | undefined {
  for (const { pattern, advise } of ADVICE) {
    const match = pattern.exec(stderr);
    if (match) return advise(serverName, lineAt(stderr, match.index));
  }
  return undefined;
}

function lineAt(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index) + 1;
  const end = text.indexOf('\n', index);
  return text.slice(start, end === -1 ? undefined : end).slice(0, MAX_LINE_LENGTH);
}

const MAX_LINE_LENGTH = 1000;

interface Advice {
  readonly pattern: RegExp;
  /** Gets the line in which the pattern was found. */
  readonly advise: (serverName: string, line: string) => string;
}

const VARIABLE = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;
const MAX_VARIABLES = 6;

const setVariables: Advice['advise'] = (server, line) => {
  const names = [...new Set(line.match(VARIABLE))].slice(0, MAX_VARIABLES);
  if (names.length === 0) return `Set the variables that it names in mcpServers.${server}.env.`;
  const isOne = names.length === 1;
  return `Set the ${isOne ? 'variable' : 'variables'} ${names.join(', ')} in mcpServers.${server}.env${/\beither\b|\bor\b/i.test(line) && !isOne ? ', as far as it needs them' : ''}.`;
};

/** The first that fits counts. */
const ADVICE: readonly Advice[] = [
  {
    pattern: /(?:npm (?:ERR!|error) (?:code )?E404|404 Not Found - GET|is not in this registry)/,
    advise: () => 'The package does not exist under this name: correct it in "args".',
  },
  {
    pattern:
      /(?:npm (?:ERR!|error) (?:code )?(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT)|network (?:request|error)|failed to fetch .*(?:dns|connect))/i,
    advise: () => 'The package could not be downloaded: check the network and the proxy, or install it once by hand.',
  },
  {
    pattern: /(?:Cannot find (?:module|package)|ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND)/,
    advise: (server) =>
      `A file or package of it is missing: correct the path in "args" (relative ones start at mcpServers.${server}.cwd), or install and build the server.`,
  },
  {
    pattern: /(?:ModuleNotFoundError|ImportError|No module named)/,
    advise: () =>
      'A Python package is missing: install it in the environment that the command uses, or start the server with uvx.',
  },
  {
    pattern:
      /\b(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b["'`]?(?: environment)?(?: variables?)?(?: (?:is|are|was|must be|has to be|needs to be))? (?:required|not (?:set|provided|defined|found|configured)|missing|unset|undefined|set|provided)\b/,
    advise: setVariables,
  },
  {
    pattern:
      /\b(?:[Mm]issing|[Rr]equired?s?|[Ss]et|[Pp]rovide|[Dd]efine|[Ee]xpected|[Cc]onfigure|[Ee]nable)\b[^\n]{0,60}?["'`$ ](?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/,
    advise: setVariables,
  },
  {
    pattern: /(?:can't open file|No such file or directory|ENOENT)/,
    advise: (server) =>
      `A file that it needs is not there: check the paths in "args"; relative ones start at mcpServers.${server}.cwd.`,
  },
  {
    pattern:
      /(?:Cannot connect to the Docker daemon|docker(?:\.sock| daemon)[^\n]{0,60}(?:permission|refused|running))/i,
    advise: () => 'Start Docker, and check that this user may use it.',
  },
  {
    pattern: /(?:EADDRINUSE|address already in use)/i,
    advise: () => 'It wants a port that is taken: end what has it, or set another port.',
  },
  {
    pattern:
      /(?:unsupported engine|requires Node|Unsupported Node|node: bad option|SyntaxError: Unexpected token '(?:\?|\.|\|)|does not provide an export named)/i,
    advise: () =>
      'It needs another version of Node.js: update it, or name a newer one with its absolute path in "command".',
  },
  {
    pattern: /(?:heap out of memory|MemoryError|Cannot allocate memory)/i,
    advise: () => 'It ran out of memory.',
  },
  {
    pattern: /(?:EACCES|Permission denied|PermissionError|EPERM)/,
    advise: () => 'It may not use a file or folder: check the permissions of the user that runs Seawall.',
  },
  {
    pattern:
      /(?:command[- ]line argument|(?:required|missing|use one of|provide|expected)\b[^\n]{0,60}[\s"'`]--[a-z])/i,
    advise: (server) => `It was started without an argument that it needs: add it to mcpServers.${server}.args.`,
  },
  {
    pattern: /^\s*usage:/im,
    advise: () => 'It was started with arguments that it does not take, or without some that it needs: correct "args".',
  },
];
