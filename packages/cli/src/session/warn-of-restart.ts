import type { Configuration, Settings } from '@seawall/client';
import type { Session } from './session.ts';

/** Says what of another configuration is not in force before a restart: some things are taken, or built, once. */
export function warnOfRestart(
  { seawall, logger }: Pick<Session, 'seawall' | 'logger'>,
  next: Configuration,
  taken: readonly OnceTaken[],
): void {
  const changed = taken.filter((path) => differs(READERS[path], seawall.settings, next.settings));
  if (changed.length > 0)
    logger.log('warn', `Changed and not in force before a restart: ${changed.join(', ')}.`, { changed });
}

/** A setting that is taken once. */
export type OnceTaken = keyof typeof READERS;

const READERS = {
  'seawall.listen.host': ({ listen }: Settings) => listen.host,
  'seawall.listen.port': ({ listen }: Settings) => listen.port,
  'seawall.dataDir': ({ dataDir }: Settings) => dataDir,
  'seawall.store.enabled': ({ store }: Settings) => store.enabled,
  'seawall.metrics.maxTools': ({ metrics }: Settings) => metrics.maxTools,
  'seawall.audit': ({ audit }: Settings) => audit,
  'seawall.export': (settings: Settings) => settings.export,
};

/** What every gateway takes once; one that listens takes its address as well. */
export const TAKEN_BY_ALL = [
  'seawall.dataDir',
  'seawall.store.enabled',
  'seawall.metrics.maxTools',
  'seawall.audit',
  'seawall.export',
] as const satisfies readonly OnceTaken[];

function differs(read: (settings: Settings) => unknown, one: Settings, other: Settings): boolean {
  return JSON.stringify(read(one)) !== JSON.stringify(read(other));
}
