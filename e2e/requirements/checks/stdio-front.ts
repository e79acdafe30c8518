import { expect } from 'vitest';
import type { Checks, ScenarioPart } from '../place.ts';
import { callTool, eventually, resultOf, TOOLS, textOf, wholeList } from '../talk.ts';
import { WireHost } from '../wire/wire-host.ts';

export const stdioFrontScenario: ScenarioPart = () => ({
  tools: [{ name: 'noisy', behaviour: { kind: 'garbage' } }],
});

export const STDIO_CHECKS: Checks<'stdio-messages-only' | 'stdio-ends'> = {
  'stdio-messages-only': async ({ host, name }) => {
    expect(textOf(await callTool(host, name('noisy')))).toBe('ok');
    if (host.wire.kind !== 'stdio') throw new Error('The host has no pipe.');
    const lines = host.wire.gateway.stdout.split('\n');
    expect(lines.pop()).toBe('');
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  },
  'stdio-ends': async ({ pairing, startStdio, name, givenUp }) => {
    const wire = await startStdio();
    const host = new WireHost(pairing.host, wire, {});
    await host.greet();
    await eventually('the server is listed', async () =>
      (await wholeList(host, ...TOOLS)).some((tool) => tool.name === givenUp.name('hang')),
    );
    resultOf(await callTool(host, name('echo')));
    const hanging = host.ask('tools/call', { name: givenUp.name('hang'), arguments: {} });
    wire.gateway.stdin.end();
    expect(await wire.gateway.ended).toEqual({ exitCode: 0, signal: null });
    expect(hanging.isAnswered).toBe(false);
  },
};
