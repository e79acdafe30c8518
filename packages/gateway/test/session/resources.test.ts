import { MCPConnectionError, MCPResourceError } from '@seawall/core';
import { afterEach, describe, expect, it } from 'vitest';
import { describeGateway, MAX_INSTRUCTIONS_LENGTH } from '../../src/session/instructions.ts';
import { FakeSeawall } from '../fake-seawall.ts';
import { closeAll, connectClient, openGateway } from '../front/connect.ts';

afterEach(closeAll);

describe('reading a resource that is not listed', () => {
  const connect = (seawall: FakeSeawall) => connectClient(openGateway(seawall), ['stdio', 'legacy']);

  it('asks the servers with resources one after another until one has it', async () => {
    const seawall = new FakeSeawall([
      { name: 'a' },
      { name: 'b', capabilities: { tools: {} } },
      { name: 'c' },
      { name: 'd' },
    ]);
    seawall.answer = ({ server }) => {
      if (server === 'a') throw new MCPResourceError({ message: 'Not here.' });
      return { contents: [{ uri: 'x:1', text: server }] };
    };
    const client = await connect(seawall);
    expect((await client.readResource({ uri: 'x:1' })).contents).toEqual([{ uri: 'x:1', text: 'c' }]);
    expect(seawall.seen.map(({ server }) => server)).toEqual(['a', 'c']);
  });

  it('asks only the servers whose template has it', async () => {
    const seawall = new FakeSeawall([
      { name: 'a' },
      { name: 'b', catalog: { resourceTemplates: [{ uriTemplate: 'x:{id}' }] } },
    ]);
    seawall.answer = () => ({ contents: [] });
    await (await connect(seawall)).readResource({ uri: 'x:1' });
    expect(seawall.seen.map(({ server }) => server)).toEqual(['b']);
  });

  it('tells of the server that may have it rather than of those that have not', async () => {
    const seawall = new FakeSeawall([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    seawall.answer = ({ server }) => {
      if (server === 'b')
        throw new MCPConnectionError({ code: 'SERVER_NOT_CONNECTED', message: 'Server "b" is not connected.' });
      throw new MCPResourceError({ message: 'Not here.' });
    };
    await expect((await connect(seawall)).readResource({ uri: 'x:1' })).rejects.toMatchObject({
      code: -32_603,
      message: 'Server "b" is not connected.',
    });
  });

  it('says that there is none when nobody has resources', async () => {
    const client = await connect(new FakeSeawall([{ name: 'a', capabilities: {} }]));
    await expect(client.readResource({ uri: 'x:1' })).rejects.toMatchObject({
      data: { uri: 'x:1' },
      message: 'There is no resource "x:1".',
    });
  });
});

describe('describeGateway', () => {
  it('names the servers and quotes their instructions, within bounds', () => {
    const text = describeGateway(
      new FakeSeawall([{ name: 'a', instructions: 'Be kind.' }, { name: 'b' }], { statusTool: true }),
    );
    expect(text).toContain('Seawall is a gateway to these MCP servers: a, b.');
    expect(text).toContain('Instructions of server "a":\nBe kind.');
    expect(text).toContain('seawall_status');
    const many = Array.from({ length: 200 }, (_, index) => ({
      name: `server-${index}`,
      instructions: 'x'.repeat(5000),
    }));
    expect(describeGateway(new FakeSeawall(many))).toHaveLength(MAX_INSTRUCTIONS_LENGTH);
  });
});
