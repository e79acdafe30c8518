import { type GatewayProcess, serversUp, startGateway } from '../support/gateway-process.ts';
import type { ToldText } from '../support/secret-scan.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { bareLeg, gatewayLeg, type Leg } from './legs.ts';
import { type Subject, type Subjects, startSubjects } from './subjects.ts';

/** One gateway in front of all servers, and all servers once more without one. */
export interface World extends AsyncDisposable {
  readonly folder: TemporaryFolder;
  readonly gateway: GatewayProcess;
  readonly behindGateway: readonly Subject[];
  readonly bare: readonly Subject[];
  readonly gatewayLeg: Leg;
  bareLeg(name: string): Leg;
  /** Every secret that the gateway was given. */
  readonly secrets: readonly string[];
  /** What the gateway told its host. */
  readonly told: ToldText[];
}

/** How long a server may stay silent behind the gateway. Those that try again by themselves take longer to answer. */
const TIMEOUT_MS = 5000;
const SLOW_TIMEOUTS_MS: Readonly<Record<string, number>> = { jira: 15_000, exa: 10_000 };

/**
 * Each cell is about one call and what was made of its failure: no other call may have a say in it, and a write that may have run
 * is to tell of the failure itself.
 */
const SINGLE_CALLS = {
  maxAttempts: 1,
  policies: {
    breaker: { enabled: false },
    toolBreaker: { enabled: false },
    rateGate: { enabled: false },
    silence: { enabled: false },
  },
  tools: { '*': { safety: 'read', fallback: false } },
} as const;

/** Starts everything and waits until every server is up. */
export async function startWorld(): Promise<World> {
  const opened: AsyncDisposable[] = [];
  const keep = <Kept extends AsyncDisposable>(kept: Kept): Kept => {
    opened.push(kept);
    return kept;
  };
  const close = async (): Promise<void> => {
    for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
  };
  try {
    const folder = keep(await temporaryFolder());
    const bareFolder = keep(await temporaryFolder());
    const behindGateway = keep(await startSubjects(folder.path)).all;
    const bare = keep(await startSubjects(bareFolder.path)).all;
    const gateway = keep(
      await startGateway({ folder, config: toConfig(behindGateway), args: ['--log-level', 'debug'] }),
    );
    const bareLegs = new Map<string, Leg>();
    await Promise.all(
      bare.map(async (subject) => {
        bareLegs.set(subject.name, keep(await bareLeg(subject)));
      }),
    );
    await serversUp(gateway, ...behindGateway.map(({ name }) => name));
    const told: ToldText[] = [];
    return {
      folder,
      gateway,
      behindGateway,
      bare,
      told,
      secrets: behindGateway.flatMap(({ secrets }) => secrets),
      gatewayLeg: keep(await gatewayLeg(gateway.url, told)),
      bareLeg: (name) => {
        const leg = bareLegs.get(name);
        if (leg === undefined) throw new Error(`There is no server "${name}".`);
        return leg;
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function toConfig(subjects: Subjects['all']): object {
  const entries = subjects.map(({ name, entry }) => [
    name,
    { ...entry, seawall: { ...SINGLE_CALLS, timeoutMs: SLOW_TIMEOUTS_MS[name] ?? TIMEOUT_MS } },
  ]);
  return { mcpServers: Object.fromEntries(entries) };
}
