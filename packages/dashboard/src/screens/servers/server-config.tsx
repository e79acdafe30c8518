import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { ConfigTable } from '../../parts/config-table.tsx';
import { Panel } from '../../parts/panel.tsx';

/** What is in force for a server, and where each value comes from. */
export function ServerConfig({ server }: { readonly server: string }): JSX.Element {
  const config = useAdmin('getConfiguration');
  return (
    <Panel title="Configuration in force" isFlush>
      <Answer of={config} lines={6}>
        {({ entries }) => {
          const own = entries.filter(
            ({ path }) => path.startsWith(`mcpServers.${server}.`) || path === `mcpServers.${server}`,
          );
          return own.length === 0 ? <Nothing>Nothing is set for this server.</Nothing> : <ConfigTable entries={own} />;
        }}
      </Answer>
    </Panel>
  );
}
