import { explainConfiguration } from '@seawall/client';
import type { AdminHandlers } from '../operations.ts';
import type { ReloadMemory } from '../reload-memory.ts';
import type { AdminContext } from '../sources.ts';

type ConfigurationOperation = 'getConfiguration' | 'reloadConfiguration';

/** The configuration that is in force. */
export function createConfigurationHandlers(
  { sources }: AdminContext,
  reloads: ReloadMemory,
): Pick<AdminHandlers, ConfigurationOperation> {
  return {
    getConfiguration: async () => {
      const configuration = sources.operator.configuration();
      const { file, warnings } = configuration;
      const lastReload = reloads.last;
      return {
        ...(file === undefined ? {} : { file }),
        entries: await explainConfiguration(configuration),
        warnings: warnings.map(({ path, message }) => ({ path, message })),
        ...(lastReload === undefined ? {} : { lastReload }),
      };
    },
    reloadConfiguration: () => sources.operator.reload(),
  };
}
