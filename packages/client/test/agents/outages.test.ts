import { createScriptedHttpServer, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createAgentTools } from '../../src/agents/agent-tools.ts';
import { describeOutages, findOutages } from '../../src/agents/outages.ts';
import { createSeawall } from '../../src/seawall/create-seawall.ts';
import { until } from '../connection/open-connection.ts';

describe('outages', () => {
  it('are not told of while all is well, nor of servers that are disabled', async () => {
    const up = scriptedStdioServer({ tools: [{ name: 'echo' }] });
    await using seawall = await createSeawall({ mcpServers: { up, off: { ...up, disabled: true } } });
    await seawall.connect();
    const outages = findOutages(seawall, createAgentTools(seawall).list());
    expect(outages).toEqual([]);
    expect(describeOutages(outages)).toBeUndefined();
  });

  it('name the tools of a server that went down, why, and when it is tried again', async () => {
    await using server = await createScriptedHttpServer({ tools: [{ name: 'search' }] });
    const never = { command: 'seawall-no-such-command' };
    await using seawall = await createSeawall({ mcpServers: { jira: { url: server.url }, never } });
    await seawall.connect({ maxAttempts: 1 });
    const tools = createAgentTools(seawall).list();
    await server.setFault({ kind: 'refuse' });
    await tools[0]?.call({});
    await until(() => findOutages(seawall, tools).length === 2);
    const note = describeOutages(findOutages(seawall, tools)) ?? '';
    expect(note).toContain('do not make up what they would have answered');
    expect(note).toMatch(/- jira__search \(server "jira"\): .+ It is tried again in \d+ s\./);
    expect(note).toMatch(/- All tools \(server "never"\): .+seawall-no-such-command/);
  });

  it('name one tool that gets no calls while its server is up', async () => {
    const tools = [{ name: 'good' }, { name: 'bad' }];
    await using seawall = await createSeawall({ mcpServers: { one: scriptedStdioServer({ tools }) } });
    await seawall.connect();
    const by = { actor: 'a test', reason: 'to see' };
    seawall.changeCircuit({ server: 'one', tool: 'bad', action: 'isolate', by });
    const list = createAgentTools(seawall).list();
    expect(findOutages(seawall, list)).toMatchObject([{ server: 'one', tools: ['one__bad'] }]);
    seawall.changeCircuit({ server: 'one', tool: 'bad', action: 'reset', by });
    expect(findOutages(seawall, list)).toEqual([]);
  });
});
