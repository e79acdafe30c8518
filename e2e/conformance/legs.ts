import { join } from 'node:path';
import type { TemporaryFolder } from '../support/temporary-folder.ts';
import type { Check } from './check.ts';
import type { Release } from './installation.ts';
import { runSuite, type SuiteRun } from './suite.ts';
import {
  startFixture,
  startGatewayOverHttp,
  startGatewayOverStdio,
  type Target,
  type TargetOptions,
} from './targets.ts';

/** One run that is judged by itself. */
export interface Leg {
  readonly name: string;
  /** The leg, in the same run and before, of which no check that passes may fail here. */
  readonly reference?: string;
  run(run: LegRun): Promise<readonly Check[]>;
}

/** What a leg works with. */
export interface LegRun {
  /** Its own, and empty. */
  readonly folder: TemporaryFolder;
  readonly signal: AbortSignal;
}

const REPOSITORY = join(import.meta.dirname, '../..');

const TARGETS: Readonly<Record<string, (options: TargetOptions) => Promise<Target>>> = {
  fixture: startFixture,
  'gateway-stdio': (options) => startGatewayOverStdio('modern', options),
  'gateway-stdio-legacy': (options) => startGatewayOverStdio('legacy', options),
  'gateway-http': (options) => startGatewayOverHttp('both', options),
  'gateway-http-legacy': (options) => startGatewayOverHttp('legacy', options),
};

const SERVER_SUITES: readonly {
  readonly name: string;
  readonly release: Release;
  readonly args: readonly string[];
}[] = [
  { name: '0.1.16', release: '0.1.16', args: ['--suite', 'all'] },
  { name: '2025-11-25', release: '0.2.0-alpha.12', args: ['--requirements', '2025-11-25'] },
  { name: '2026-07-28', release: '0.2.0-alpha.12', args: ['--requirements', '2026-07-28'] },
];

/**
 * Legs in which each caller has connections of its own: scenarios leave calls open and declare different things, and on
 * one connection each would meet what others left. Not over stdio: the suite does not wait until a process has started.
 */
const SEPARATED_LEGS: ReadonlySet<string> = new Set(['gateway-http-legacy/2026-07-28']);

/**
 * Scenarios that get a gateway of their own, because one before them leaves a question open: over stdio a question does not
 * name its call, and so the next one could belong to either.
 */
const LONE_SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  'gateway-stdio-legacy/2026-07-28': ['input-required-result-basic-sampling'],
};

/** Targets of which the suite itself has to be content: all that fails there is left out of its score. */
const SCORED_TARGETS: ReadonlySet<string> = new Set(['fixture', 'gateway-stdio', 'gateway-http']);

/** The programs that play a client, each with the same steps. */
const CLIENT_PROGRAMS: readonly { readonly name: string; readonly file: string; readonly comparedWith?: string }[] = [
  { name: 'sdk-client', file: 'e2e/conformance/client/sdk-client-main.ts' },
  { name: 'seawall-client', file: 'e2e/conformance/client/seawall-client-main.ts', comparedWith: 'sdk-client' },
];

/** All scenarios for clients but those of authorization and of extensions. */
const CLIENT_SUITES: readonly {
  readonly name: string;
  readonly release: Release;
  readonly args: readonly string[];
  readonly scenarios: readonly string[];
}[] = [
  {
    name: '0.1.16',
    release: '0.1.16',
    args: [],
    scenarios: ['initialize', 'tools_call', 'elicitation-sep1034-client-defaults', 'sse-retry'],
  },
  {
    name: '2025-11-25',
    release: '0.2.0-alpha.12',
    args: ['--spec-version', '2025-11-25'],
    scenarios: [
      'initialize',
      'tools_call',
      'elicitation-sep1034-client-defaults',
      'sse-retry',
      'json-schema-2020-12-preservation',
    ],
  },
  {
    name: '2026-07-28',
    release: '0.2.0-alpha.12',
    args: ['--spec-version', '2026-07-28'],
    scenarios: [
      'tools_call',
      'request-metadata',
      'sep-2322-client-request-state',
      'http-standard-headers',
      'http-custom-headers',
      'http-invalid-tool-headers',
      'json-schema-ref-no-deref',
      'json-schema-2020-12-preservation',
    ],
  },
];

/** Every leg, in the order in which they run: what others rest on comes first. */
export const LEGS: readonly Leg[] = [
  ...Object.entries(TARGETS).flatMap(([target, start]) =>
    SERVER_SUITES.map(({ name: suite, release, args }): Leg => {
      const name = `${target}/${suite}`;
      const session = SEPARATED_LEGS.has(name) ? 'per-host' : 'shared';
      const alone = LONE_SCENARIOS[name] ?? [];
      const against = async (what: readonly string[], { folder, signal }: LegRun, label: string) => {
        await using running = await start({ folder, session });
        const full = ['server', '--url', running.url, ...what];
        const endsWell = SCORED_TARGETS.has(target);
        return await runSuite({ release, args: full, cwd: REPOSITORY, endsWell, name: label, folder, signal });
      };
      return {
        name,
        run: async (run) => {
          const together = await against(args, run, 'checks');
          const checks = together.filter(({ scenario }) => !alone.includes(scenario));
          for (const scenario of alone) {
            checks.push(...(await against(['--spec-version', suite, '--scenario', scenario], run, scenario)));
          }
          return checks;
        },
      };
    }),
  ),
  ...CLIENT_PROGRAMS.flatMap(({ name: program, file, comparedWith }) =>
    CLIENT_SUITES.map(
      ({ name, release, args, scenarios }): Leg => ({
        name: `${program}/${name}`,
        ...(comparedWith === undefined ? {} : { reference: `${comparedWith}/${name}` }),
        run: (run) =>
          runScenarios(scenarios, ['client', '--command', clientCommand(file), ...args], { release, ...run }),
      }),
    ),
  ),
];

/** One after the other: a scenario that measures times must not share the machine with the others. */
async function runScenarios(
  scenarios: readonly string[],
  args: readonly string[],
  run: Pick<SuiteRun, 'release' | 'folder' | 'signal'>,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const scenario of scenarios) {
    checks.push(
      ...(await runSuite({ ...run, args: [...args, '--scenario', scenario], cwd: REPOSITORY, name: scenario })),
    );
  }
  return checks;
}

/** The suite splits it at spaces and hands it to a shell, so it has no path that could hold one. */
function clientCommand(file: string): string {
  return `node --import tsx --conditions=@seawall/source ${file}`;
}
