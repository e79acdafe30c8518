import { openSeawall, readConfiguration } from '@seawall/client';
import { expect, it } from 'vitest';
import { createFaultControl } from '../../src/faults/fault-control.ts';
import { faultyStdioServer } from '../../src/faults/faulty-stdio-server.ts';
import { createTempFolder } from '../temp-folder.ts';

it('shows that a write whose answer was lost is reported as unknown and ran once, as the page says', async () => {
  using folder = createTempFolder();
  const control = createFaultControl(folder.file('faulty'));
  const configuration = await readConfiguration({
    object: { mcpServers: { faulty: faultyStdioServer(control) } },
    env: process.env,
    folder: folder.file(''),
  });
  await using seawall = openSeawall(configuration);
  await seawall.connect();
  control.inject([{ kind: 'reset-after', tools: ['count'] }]);
  const failed: unknown = await seawall
    .callTool({ server: 'faulty', name: 'count', arguments: { key: 'order-1' } })
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({ kind: 'outcome_unknown' });
  expect(control.executedKeys()).toEqual(['order-1']);
});
