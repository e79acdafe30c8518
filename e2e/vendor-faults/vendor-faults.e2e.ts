import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY, readiness, runSeawall } from '../support/gateway-process.ts';
import { killLeftovers, processesNaming } from '../support/processes.ts';
import { recordTime } from '../support/recorded-times.ts';
import { findLeaks, type ToldText } from '../support/secret-scan.ts';
import { filesBelow } from '../support/temporary-folder.ts';
import { documentedFaults, PAGE } from './documentation.ts';
import { expectedKind, type Kind } from './expected-kinds.ts';
import { FAULTS, STATUS_FAULTS } from './faults.ts';
import { arrival, observe } from './observed.ts';
import { expectedArrival, expectedRequests, factsOf } from './server-facts.ts';
import { SUBJECTS } from './subjects.ts';
import { type Cell, sweep } from './sweep.ts';
import { startWorld, type World } from './world.ts';

const ROWS = SUBJECTS.flatMap(({ name, tools }) => tools.map((tool) => [name, tool] as const));
const NAMES = SUBJECTS.map(({ name }) => name);
/** A client without a gateway gives up by itself. */
const SILENCE_MS = 2500;
/** What a careless service tells along with its secrets. */
const LEAKY_FAULTS = ['400', '401', '403', '404', '422', '429', '432', '500', '503', 'html'] as const;

let world: World;
let bare: readonly Cell[];
let replied: readonly Cell[];

beforeAll(async () => {
  world = await phase('start', startWorld);
  [bare, replied] = await phase('all faults, with and without the gateway', () =>
    Promise.all([
      all(world.bare.map((subject) => sweep(subject, world.bareLeg(subject.name), { silenceMs: SILENCE_MS }))),
      all(world.behindGateway.map((subject) => sweep(subject, world.gatewayLeg))),
    ]),
  );
  keepRecord();
});

afterAll(async () => {
  if (world === undefined) return;
  killLeftovers(processesNaming(world.folder.path));
  await world[Symbol.asyncDispose]();
});

async function phase<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  const sinceMs = performance.now();
  const value = await work();
  const tookMs = performance.now() - sinceMs;
  recordTime(`vendor faults: ${name}`, tookMs);
  console.log(`vendor faults: ${name} took ${(tookMs / 1000).toFixed(1)} s`);
  return value;
}

async function all(sweeps: readonly Promise<readonly Cell[]>[]): Promise<readonly Cell[]> {
  return (await Promise.all(sweeps)).flat();
}

/** What every client got, for people who look into a failure. */
function keepRecord(): void {
  const folder = join(REPOSITORY, 'artifacts');
  mkdirSync(folder, { recursive: true });
  const lines = [bare, replied].flatMap((cells, at) =>
    cells.map((cell) => JSON.stringify({ through: at === 0 ? 'nothing' : 'gateway', ...cell })),
  );
  writeFileSync(join(folder, 'vendor-faults.jsonl'), `${lines.join('\n')}\n`);
}

function cellsOf(cells: readonly Cell[], server: string, tool: string): readonly Cell[] {
  return cells.filter((cell) => cell.server === server && cell.tool === tool);
}

/** Whether the same call may succeed later. Of the others it depends. */
const RETRYABLE: Readonly<Partial<Record<Kind, boolean>>> = {
  authentication: false,
  permission: false,
  not_found: false,
  validation: false,
  quota: false,
  rate_limit: true,
  unavailable: true,
  connection: true,
  timeout: true,
};

describe('the gateway tells what happened (A6, A7, A8, A9, A57, A62, A67, A70, A80, A85)', () => {
  it.each(ROWS)('at %s, whatever happens to %s', (server, tool) => {
    const cells = cellsOf(replied, server, tool);
    expect(cells.length).toBeGreaterThanOrEqual(FAULTS.length - 1);
    for (const { fault, delivered, requests } of cells) {
      const { kind, text, code, error } = observe(delivered);
      const where = `${fault}: ${text}`;
      expect.soft(expectedKind(server, tool, fault).kinds, where).toContain(kind);
      expect.soft(requests, `${where}\nhas met its fault`).toBeGreaterThan(0);
      if (kind === 'none' || delivered.shape !== 'tool_result') continue;
      expect.soft(code, where).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect.soft(`${text}${JSON.stringify(error)}`, 'names the server').toContain(`"${server}"`);
      expect.soft(error.hint, `${where}\nsays what to do`).toEqual(expect.stringMatching(/\w+ \w+/));
      const isRetryable = kind === 'no diagnosis' ? undefined : RETRYABLE[kind];
      if (isRetryable !== undefined) expect.soft(error.retryable, where).toBe(isRetryable);
    }
  });
});

describe('a service that says when to come back', () => {
  it('is quoted, where the server hands it on', () => {
    for (const fault of ['429', '503']) {
      const cell = replied.find((each) => each.server === 'remote' && each.fault === fault);
      const { error, text } =
        cell === undefined ? { error: {}, text: 'There is no such call.' } : observe(cell.delivered);
      expect.soft(text).toContain('in 90 s');
      expect.soft(JSON.stringify(error)).toContain('"retryAfterMs":90000');
    }
  });
});

describe('the servers themselves', () => {
  it.each(ROWS)('%s tells of refusals of %s as the documentation says', (server, tool) => {
    const statuses: readonly string[] = STATUS_FAULTS.map(String);
    for (const { fault, delivered, requests } of cellsOf(bare, server, tool)) {
      if (statuses.includes(fault)) {
        expect.soft(arrival(delivered), `${fault} arrives`).toBe(expectedArrival(server, tool, fault));
        const times = expectedRequests(server, fault);
        if (times !== undefined) expect.soft(requests, `requests on ${fault}`).toBe(times);
      }
      if (fault === 'silence') expect.soft(arrival(delivered), 'no server ends the wait by itself').toBe('no answer');
    }
  });

  it('ask no service that is not known', () => {
    expect([...world.bare, ...world.behindGateway].flatMap(({ vendor }) => vendor.unknown)).toEqual([]);
  });
});

describe('where services tell the secrets that they were sent', () => {
  let leaky: readonly Cell[];
  beforeAll(async () => {
    leaky = await phase('services that tell secrets', () =>
      all(
        world.behindGateway.map((subject) =>
          sweep(subject, world.gatewayLeg, { leaky: true, faults: quickFaults(subject.name) }),
        ),
      ),
    );
  });

  it('a client without a gateway gets secrets from most servers', async () => {
    const told = await Promise.all(
      world.bare.map(async (subject) => {
        const [cell] = await sweep(subject, world.bareLeg(subject.name), { leaky: true, faults: ['400'] });
        return findLeaks([{ where: subject.name, text: JSON.stringify(cell) }], subject.secrets);
      }),
    );
    expect(told.filter((leaks) => leaks.length > 0).length).toBeGreaterThan(NAMES.length / 2);
  });

  it('the gateway tells and keeps none (A41, B2, B9)', async () => {
    expect(leaky.length).toBeGreaterThan(ROWS.length * 5);
    const status = await world.gatewayLeg.call('', { tool: 'seawall_status' });
    const told: readonly ToldText[] = [
      ...world.told,
      { where: 'the status', text: JSON.stringify([status, await readiness(world.gateway)]) },
      { where: 'the log', text: world.gateway.stderr },
      { where: 'stdout', text: world.gateway.stdout },
      ...(await filesBelow(world.gateway.dataDir)),
    ];
    expect(world.secrets.length).toBeGreaterThan(NAMES.length);
    expect(world.gateway.stderr).toContain('"level":"debug"');
    expect(findLeaks(told, world.secrets)).toEqual([]);
  });

  it('the command line tells none (B82, B83)', async () => {
    const told = await phase('the command line', commandLine);
    expect(told.map(({ text }) => text).join('\n')).toContain('search_repositories');
    expect(findLeaks(told, world.secrets)).toEqual([]);
  });
});

/** Without those that a server would ask for again and again. */
function quickFaults(server: string): readonly (typeof LEAKY_FAULTS)[number][] {
  return LEAKY_FAULTS.filter((fault) => factsOf(server).asksAgain?.faults.includes(fault) !== true);
}

/** What the commands print while all services tell their secrets. */
async function commandLine(): Promise<readonly ToldText[]> {
  for (const { vendor } of world.behindGateway) vendor.become({ fault: '401', leaky: true });
  const run = async (...args: readonly string[]): Promise<ToldText> => {
    const all = [...args, '--config', world.gateway.configFile];
    const { stdout, stderr } = await runSeawall(world.folder, all);
    return { where: `seawall ${args.join(' ')}`, text: `${stdout}\n${stderr}` };
  };
  const told = [
    await run('config', 'check'),
    await run('doctor', '--json'),
    await run('tools', '--json', '--log-level', 'debug'),
  ];
  for (const server of ['github', 'slack', 'remote']) {
    const { calls } = world.behindGateway.find(({ name }) => name === server) ?? { calls: [] };
    for (const { tool, args } of calls.slice(0, 1)) {
      const words = ['call', server, tool, '--args', JSON.stringify(args)];
      told.push(await run(...words, '--log-level', 'debug'), await run(...words, '--json'));
    }
  }
  return told;
}

describe('the documentation', () => {
  it('tells what is tested', async () => {
    await expect(documentedFaults()).toMatchFileSnapshot(PAGE);
  });
});
