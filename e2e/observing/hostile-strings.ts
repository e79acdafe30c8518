import { scriptedStdioServer } from '@seawall/testkit';
import type { TemporaryFolder } from '../support/temporary-folder.ts';

/** Names that are made to leave their place: paths, terminals, pages, sheets, metrics, the direction of writing. */
export const HOSTILE_NAMES = [
  '../../../etc/passwd',
  '..\\..\\windows',
  '=HYPERLINK("http://evil.example","x")',
  '+1+1',
  '-2+3',
  '@SUM(1)',
  '<script>alert(1)</script>',
  '<!channel> <@U1> *bold*',
  'red\u001b[31m\u001b]0;owned\u0007',
  'line\r\nALERT: all is well',
  'x"} 1\nseawall_forged{a="b',
  '\u202egnp.exe\u2066\u200b',
  '💥💥',
  "'; drop table errors; --",
  '__proto__',
  'con',
] as const;

/** Those of them that a server may have: the configuration takes no others, and says so. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
export const USABLE_NAMES: readonly string[] = HOSTILE_NAMES.filter((name) => !/[\u0000-\u001f]/.test(name));

/** Longer than anything may be that leaves the gateway. */
export const MANY_CHARACTERS = 2_000_000;

/** A gateway's configuration in which every name is hostile, and everything that a server says holds the secret. */
export async function hostileConfiguration(
  folder: TemporaryFolder,
  options: { readonly secret: string; readonly sinks: object },
): Promise<object> {
  const { secret, sinks } = options;
  const spoken = spellingsOf(secret).join(' ');
  const words = HOSTILE_NAMES.join(' ');
  const tools = [
    ...HOSTILE_NAMES.map((name) => ({
      name,
      description: `${words} ${spoken}`,
      behaviour: { kind: 'tool-error', text: `Error 500 for ${name}: key ${spoken}` } as const,
    })),
    { name: 'long', behaviour: { kind: 'tool-error', text: longText(spoken, words) } as const },
    { name: 'broken', behaviour: { kind: 'rpc-error', code: -32603, message: `${words} ${spoken}` } as const },
  ];
  const talkative = scriptedStdioServer(
    { name: words, version: `1${words}`, tools, stderr: [{ text: `${words}\n${spoken}\n` }] },
    { scenarioFile: folder.file('scenario.json') },
  );
  const env = { ...talkative.env, SERVICE_API_KEY: secret };
  const gone = HOSTILE_NAMES.map((name) => [name, { command: 'no-such-command', args: [words, spoken], env }]);
  return {
    mcpServers: { ...Object.fromEntries(gone), talkative: { ...talkative, env } },
    seawall: {
      alerts: {
        grouping: { by: ['server'], waitMs: 0, intervalMs: 1000 },
        rules: { 'server-down': { forMs: 0 } },
        sinks,
      },
      export: { folder: folder.file('exported') },
      store: { payloads: 'all' },
      statusTool: false,
    },
  };
}

/** A secret as texts hold it. */
function spellingsOf(secret: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    JSON.stringify({ token: secret }),
  ];
}

/** Secrets at its beginning, at its end, and wherever it may be cut. */
function longText(spoken: string, words: string): string {
  const part = `${'x'.repeat(997)} ${spoken} ${words} `;
  return `Error 500: ${part.repeat(Math.ceil(MANY_CHARACTERS / part.length))}`;
}
