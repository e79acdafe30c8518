import {
  createScriptedHttpServer,
  type ScriptedHttpServer,
  type ScriptedTool,
  scriptedStdioServer,
} from '@seawall/testkit';
import { startGateway, stdioGateway } from '../../support/gateway-process.ts';
import type { Front } from '../../support/hosts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import type { Ability, ConnectedHost, ForeignHost, FrontKind } from './foreign-host.ts';

export const LONG_TEXT_LENGTH = 1024 * 1024;

/** A schema with everything that someone in between might be tempted to tidy up. */
export const RICH_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    title: { type: 'string', description: 'What it is about.', minLength: 1, pattern: '^[^\\n]+$' },
    priority: { enum: ['low', 'high'], default: 'low' },
    labels: { type: 'array', items: { $ref: '#/$defs/label' }, uniqueItems: true },
    due: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
  },
  required: ['title'],
  additionalProperties: false,
  $defs: { label: { type: 'string', 'x-vendor': { colour: 'red' } } },
} as const;

/** What `describe` on every healthy server answers. */
export const STRUCTURED = { id: 7, title: 'Wall', nested: { list: [1, 2.5, null], text: 'ü' } } as const;

const ECHO = { name: 'echo', description: 'Gives back what it gets.', inputSchema: RICH_SCHEMA };
const DESCRIBE = {
  name: 'describe',
  annotations: { readOnlyHint: true },
  fields: { outputSchema: { type: 'object', properties: { id: { type: 'number' } }, required: ['id'] } },
  behaviour: {
    kind: 'result',
    result: { content: [{ type: 'text', text: JSON.stringify(STRUCTURED) }], structuredContent: STRUCTURED },
  },
} as const;
const REFUSE = { name: 'refuse', behaviour: { kind: 'tool-error', text: 'Issue 7 is closed.' } } as const;
const COMMON = [ECHO, DESCRIBE, REFUSE];
/** Tools that talk with the host during the call. */
const TALKING: readonly ScriptedTool[] = [
  {
    name: 'log',
    behaviour: {
      kind: 'log',
      lines: [
        { data: 'quiet', level: 'info' },
        { data: 'loud', level: 'error' },
      ],
    },
  },
  {
    name: 'sample',
    behaviour: {
      kind: 'ask',
      method: 'sampling/createMessage',
      params: { messages: [{ role: 'user', content: { type: 'text', text: 'Hello.' } }], maxTokens: 10 },
    },
  },
  {
    name: 'elicit',
    behaviour: {
      kind: 'ask',
      method: 'elicitation/create',
      params: {
        mode: 'form',
        message: 'Who are you?',
        requestedSchema: { type: 'object', properties: { name: { type: 'string' } } },
      },
    },
  },
];
const ROOTS: ScriptedTool = { name: 'roots', behaviour: { kind: 'ask', method: 'roots/list' } };

/** The servers that answer: both eras, over both transports. */
export const HEALTHY = ['local', 'modern', 'remote', 'fresh'] as const;

/** A gateway for one host, with servers of every kind behind it. */
export interface Playground extends AsyncDisposable {
  readonly host: ConnectedHost;
  /** The legacy HTTP server. */
  readonly remote: ScriptedHttpServer;
}

/** Opens a playground for a host. */
export async function openPlayground(kind: ForeignHost, front: FrontKind): Promise<Playground> {
  const opened: AsyncDisposable[] = [];
  const keep = <Opened extends AsyncDisposable>(each: Opened): Opened => {
    opened.push(each);
    return each;
  };
  const closeAll = async (): Promise<void> => {
    for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
  };
  try {
    const folder = keep(await temporaryFolder());
    const remote = keep(
      await createScriptedHttpServer({
        name: 'remote',
        tools: [...COMMON, { name: 'wait', behaviour: { kind: 'silent' } }],
      }),
    );
    const fresh = keep(await createScriptedHttpServer({ name: 'fresh', era: 'modern', tools: COMMON }));
    const sluggish = keep(
      await createScriptedHttpServer({ tools: [{ name: 'sleep', behaviour: { kind: 'silent' } }] }),
    );
    const config = {
      mcpServers: {
        local: localServer(),
        modern: scriptedStdioServer({ name: 'modern', era: 'modern', tools: [...COMMON, ...TALKING] }),
        own: { ...scriptedStdioServer({ name: 'own', tools: [ROOTS] }), seawall: { session: 'per-host' } },
        // Longer than a test may take, so that no deadline ends the call that a host has to end.
        remote: { type: 'http', url: remote.url, seawall: { timeoutMs: 120_000 } },
        fresh: { type: 'http', url: fresh.url },
        sluggish: { type: 'http', url: sluggish.url, seawall: { timeoutMs: 300 } },
        gone: { command: 'seawall-no-such-command' },
      },
    };
    let place: Front;
    if (front === 'http') place = { kind: 'http', url: keep(await startGateway({ folder, config })).url };
    else place = { kind: 'stdio', start: await stdioGateway({ folder, config }) };
    const host = keep(await kind.connect(place, folder));
    return { host, remote, [Symbol.asyncDispose]: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function localServer() {
  return scriptedStdioServer({
    name: 'local',
    tools: [
      ...COMMON,
      ...TALKING,
      { name: 'touch', behaviour: { kind: 'announce', change: { resourceUri: 'notes://wall' } } },
      { name: 'long', behaviour: { kind: 'big', bytes: LONG_TEXT_LENGTH } },
      // The pause keeps the last step apart from the answer: clients drop progress that comes behind it.
      {
        name: 'steps',
        behaviour: { kind: 'progress', steps: 3, everyMs: 20, next: { kind: 'delay', delayMs: 2000 } },
      },
      { name: 'grow', behaviour: { kind: 'add-tool', tool: { name: 'grown' } } },
      { name: 'crash', behaviour: { kind: 'exit', exitCode: 3, stderr: 'out of memory' } },
    ],
    resources: [{ uri: 'notes://wall', name: 'wall', mimeType: 'text/plain', text: 'Stones.' }],
    resourceTemplates: [{ uriTemplate: 'notes://by-day/{day}', name: 'by-day' }],
    prompts: [{ name: 'greet', arguments: [{ name: 'who', required: true }], text: 'Greet {who}.' }],
    completions: { who: ['Ada', 'Alan'] },
  });
}

/** The playground of the tests that run; there is none before they do. */
export type Current = () => Playground;
/** Whether the host has an ability over the front that is tried. */
export type Able = (ability: Ability) => boolean;
