import {
  createFaultControl,
  createScriptedHttpServer,
  type FaultControl,
  faultyStdioServer,
  type ScriptedHttpServer,
  scriptedStdioServer,
} from '@seawall/testkit';
import type { TemporaryFolder } from '../../support/temporary-folder.ts';

/** What a server may call a tool, and say, that must stay words. */
export const HOSTILE = '<script>document.title="taken"</script> مرحبا \u202Egnp.exe 🚒';

/** What a spreadsheet would calculate. */
export const FORMULA = '=HYPERLINK("http://a.example")';

/** A secret that a server says aloud. */
export const SECRET = ['planted', 'value', 'of', 'a', 'variable'].join('-');

/** The servers behind the page. */
export interface FaultyServers extends AsyncDisposable {
  readonly mcpServers: Readonly<Record<string, object>>;
  /** Switches the faults of `ledger`, a process that comes and goes, and knows what ran on it. */
  readonly ledger: FaultControl;
  /** `locked`, which wants another token. */
  readonly locked: ScriptedHttpServer;
}

/**
 * One server that does as it should, with tools that are called and say hostile things; one whose tool fails; one that a test has come and
 * go, whose writes are parked; one that wants another token.
 */
export async function startFaultyServers(folder: TemporaryFolder): Promise<FaultyServers> {
  const ledger = createFaultControl(folder.file('ledger'));
  const locked = await createScriptedHttpServer({ bearerToken: ['another', 'token'].join('-') });
  const up = scriptedStdioServer({
    tools: [
      { name: 'read_it', behaviour: { kind: 'echo' } },
      { name: HOSTILE, behaviour: { kind: 'tool-error', text: HOSTILE } },
      { name: FORMULA, behaviour: { kind: 'tool-error', text: `The key ${SECRET} is wrong` } },
    ],
  });
  return {
    ledger,
    locked,
    mcpServers: {
      up: { ...up, env: { ...up.env, SERVICE_API_KEY: SECRET }, seawall: { tools: { read_it: { safety: 'read' } } } },
      shaky: scriptedStdioServer({
        tools: [{ name: 'fails', behaviour: { kind: 'tool-error', text: 'Service Unavailable' } }],
      }),
      ledger: { ...faultyStdioServer(ledger), seawall: { tools: { count: { park: true, safety: 'write' } } } },
      locked: { url: locked.url },
    },
    [Symbol.asyncDispose]: () => locked[Symbol.asyncDispose](),
  };
}
