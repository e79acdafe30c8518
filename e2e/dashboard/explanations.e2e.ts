import { ERROR_KINDS } from '@seawall/core';
import {
  createScriptedHttpServer,
  type HttpScenario,
  type ScriptedHttpServer,
  type ToolBehaviour,
} from '@seawall/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { type Dashboard, openDashboard } from './support/dashboard.ts';

const says = (text: string): Faulty => ({ tool: { kind: 'tool-error', text } });

/** What is wrong with a server whose failure is of a kind. */
interface Faulty {
  readonly tool?: ToolBehaviour;
  readonly scenario?: HttpScenario;
  /** Whether nobody listens any more where the server was. */
  readonly isGone?: boolean;
  /** The whole entry, where there is no server at all. */
  readonly entry?: object;
  /** Further fields of the entry. */
  readonly seawall?: object;
  /** How many calls are made, one after the other unless `atOnce`. */
  readonly calls?: number;
  readonly atOnce?: boolean;
}

/** One server for each kind of failure that there is, in the words of real ones. */
const FAULTY: Readonly<Record<string, Faulty>> = {
  authentication: { scenario: { bearerToken: ['another', 'token'].join('-') } },
  permission: says('failed to create tree: POST /git/trees: 403 Resource not accessible by personal access token []'),
  rate_limit: says('failed to list issues: GET /issues: 403 API rate limit exceeded. [rate reset in 12m03s]'),
  quota: says('ENOSPC: no space left on device, write'),
  timeout: { tool: { kind: 'silent' }, seawall: { timeoutMs: 300 } },
  connection: { isGone: true },
  unavailable: says("Error executing tool: Server error '503 Service Unavailable' for url 'https://api.a.example/x'"),
  not_found: says('failed to get issue: GET /issues/99999: 404 Not Found []'),
  validation: says('failed to search code: GET /search: 422 Validation Failed [{Field:q Code:missing}]'),
  conflict: says(
    'failed to create repository: POST /repos: 422 failed. [{Message:name already exists on this account}]',
  ),
  configuration: { entry: { command: 'no-such-command-of-this-machine' } },
  protocol: says("Output validation error: 'temp' is a required property"),
  tool_not_found: says('Unknown tool: nope'),
  cancelled: says('User rejected the tool call'),
  server_error: says("Error executing tool: 'NoneType' object has no attribute 'get'"),
  circuit_open: { ...says('Service Unavailable'), calls: 12 },
  overloaded: {
    tool: { kind: 'delay', delayMs: 3000 },
    seawall: { concurrency: 1, queue: 0 },
    calls: 3,
    atOnce: true,
  },
  outcome_unknown: { tool: { kind: 'cut' }, seawall: { tools: { work: { safety: 'write' } } } },
};

/** A call that somebody called off, or that may have run, is no cause by itself: it is found among the calls. */
const OF_CALLS: ReadonlySet<string> = new Set(['cancelled', 'outcome_unknown']);
const KINDS = Object.keys(FAULTY);
const ECHO: ToolBehaviour = { kind: 'echo' };
const servers: ScriptedHttpServer[] = [];
let dashboard: Dashboard;
beforeAll(async () => {
  const mcpServers: Record<string, object> = {};
  for (const [kind, { tool = ECHO, scenario = {}, entry, isGone = false, seawall }] of Object.entries(FAULTY)) {
    const server = await createScriptedHttpServer({ tools: [{ name: 'work', behaviour: tool }], ...scenario });
    servers.push(server);
    if (isGone) await server[Symbol.asyncDispose]();
    mcpServers[kind] = { ...(entry ?? { url: server.url }), ...(seawall === undefined ? {} : { seawall }) };
  }
  dashboard = await openDashboard({ mcpServers });
});
afterAll(async () => {
  await dashboard[Symbol.asyncDispose]();
  for (const server of servers) await server[Symbol.asyncDispose]();
});

describe('from the start page at most two clicks lead to why a server fails and what to do', () => {
  it.each(KINDS.filter((kind) => !OF_CALLS.has(kind)))('%s', async (kind) => {
    const { page, admin } = dashboard;
    await makeCalls(kind);
    const group = await until(
      async () => (await admin.request('listGroups', { query: { servers: kind, kinds: kind } })).items[0],
      { what: `there is a cause of kind ${kind}` },
    );
    const { message, hint = '' } = group.latest;
    expect(hint).not.toBe('');
    await goFromStart('Errors');
    await page.getByRole('table', { name: 'Causes of errors' }).locator(`a[href$="/errors/${group.id}"]`).click();
    const why = page.getByRole('region', { name: 'What is wrong, and what to do' });
    await why.getByText(group.code, { exact: true }).waitFor();
    expect(await why.innerText()).toContain(message);
    expect(await why.innerText()).toContain(hint);

    const { health } = await admin.request('getServer', { parameters: { server: kind } });
    if (health.state === 'healthy') return;
    expect(health.advice ?? '').not.toBe('');
    await goFromStart('Overview');
    const trouble = page.getByRole('region', { name: 'Needs attention' });
    await trouble.getByRole('link', { name: kind, exact: true }).click();
    const verdict = page.locator('main header');
    await verdict.getByText(health.reason, { exact: true }).waitFor();
    await verdict.getByText(health.advice ?? '', { exact: true }).waitFor();
  });

  it.each([...OF_CALLS])('%s', async (kind) => {
    const { page, admin } = dashboard;
    await makeCalls(kind);
    const call = await until(async () => (await admin.request('listCalls', { query: { servers: kind } })).items[0], {
      what: 'the call can be read',
    });
    expect(call.kind).toBe(kind);
    await goFromStart('Calls');
    await page.getByRole('table', { name: 'Calls' }).locator(`a[href*="${call.id}"]`).click();
    const drawer = page.getByRole('dialog', { name: 'Call' });
    await drawer
      .getByText(call.code ?? '', { exact: true })
      .first()
      .waitFor();
    await drawer.getByText('Attempt 1').first().waitFor();
  });

  it('is tried for every kind that there is', () => {
    expect([...KINDS].sort()).toEqual([...ERROR_KINDS].sort());
  });
});

async function makeCalls(kind: string): Promise<void> {
  const { calls = 1, atOnce = false } = FAULTY[kind] ?? {};
  // What comes of it is what the page explains.
  const call = () => dashboard.host.call(`${kind}__work`, { key: 'value' }).catch(() => undefined);
  if (atOnce) await Promise.all(Array.from({ length: calls }, call));
  else for (let count = 0; count < calls; count += 1) await call();
}

/** The start page, and one click in its navigation. */
async function goFromStart(screen: string): Promise<void> {
  const { page, url } = dashboard;
  await page.goto(url);
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('link', { name: new RegExp(`^${screen}`) })
    .click();
}
