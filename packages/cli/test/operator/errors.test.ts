import { describe, expect, it } from 'vitest';
import { scriptedServer } from '../scripted-config.ts';
import { type RunningGateway, runGateway } from './running-gateway.ts';

const WAIT = { timeout: 30_000 };
const HOSTILE = 'I will not.\u001b[31m\u001b[2J\u202e';

function gatewayWithRefusals(): Promise<RunningGateway> {
  const tools = [
    { name: 'refuse', behaviour: { kind: 'tool-error', text: HOSTILE } },
    { name: 'echo', behaviour: { kind: 'echo' } },
  ] as const;
  return runGateway({ mcpServers: { good: scriptedServer({ tools }), other: scriptedServer() } });
}

async function recorded(
  gateway: RunningGateway,
  count: number,
): Promise<{ readonly id: string; readonly group: string }[]> {
  let items: { id: string; group: string }[] = [];
  await expect
    .poll(async () => {
      ({ items } = JSON.parse((await gateway.run('errors', '--json')).stdout.text));
      return items.length;
    }, WAIT)
    .toBe(count);
  return items;
}

describe('seawall errors', () => {
  it('lists errors, the newest last, and filters them (A135)', async () => {
    await using gateway = await gatewayWithRefusals();
    expect((await gateway.run('errors')).stdout.text).toBe('No errors are recorded that fit.\n');
    await gateway.call('good__refuse');
    await gateway.call('other__refuse');
    const [newest, oldest] = await recorded(gateway, 2);
    const { text } = (await gateway.run('errors')).stdout;
    expect(text).toMatch(
      /^\d\d:\d\d:\d\dZ {2}good refuse {2}\w+ failed {2}[\w-]{36}\n {4}Tool "refuse" on server "good"/,
    );
    expect(text.indexOf(oldest?.id ?? '?')).toBeLessThan(text.indexOf(newest?.id ?? '?'));
    const idsOf = async (...args: readonly string[]): Promise<unknown> =>
      JSON.parse((await gateway.run('errors', '--json', ...args)).stdout.text).items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await idsOf('--server', 'other')).toEqual([newest?.id]);
    expect(await idsOf('--group', oldest?.group ?? '?', '--since', '1h')).toEqual([oldest?.id]);
    expect(await idsOf('--kind', 'timeout')).toEqual([]);
    expect(await idsOf('--limit', '1')).toEqual([newest?.id]);
    expect((await gateway.run('errors', '--limit', '1')).stdout.text).toContain('There are older ones');
  });

  it('shows one error with its call and its group, and nothing that steers a terminal (A245)', async () => {
    await using gateway = await gatewayWithRefusals();
    await gateway.call('good__refuse');
    const [entry] = await recorded(gateway, 1);
    const { exitCode, stdout } = await gateway.run('errors', 'show', entry?.id ?? '');
    expect(exitCode).toBe(0);
    for (const part of [
      /^server +good$/m,
      /^target +refuse$/m,
      /^attempts +1: failed/m,
      /^Group$/m,
      /^id +[0-9a-f]+$/m,
    ])
      expect(stdout.text).toMatch(part);
    for (const steering of ['\u001b', '\u202e']) expect(stdout.text).not.toContain(steering);
    const json = JSON.parse((await gateway.run('errors', 'show', entry?.id ?? '', '--json')).stdout.text);
    expect(json).toMatchObject({ error: { id: entry?.id }, call: { target: 'refuse' }, group: { id: entry?.group } });
    const unknown = await gateway.run('errors', 'show', 'nope');
    expect([unknown.exitCode, unknown.stdout.text]).toEqual([1, '']);
    expect(unknown.stderr.text).toMatch(/nope[\s\S]*code: NOT_FOUND/);
  });

  it('follows: first those that are there, then each that comes, once', async () => {
    await using gateway = await gatewayWithRefusals();
    await gateway.call('good__refuse');
    await recorded(gateway, 1);
    const following = gateway.start(['errors', '--follow', '--json', '--data-dir', 'data']);
    const ids = (): string[] =>
      following.stdout.text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line).id);
    await expect.poll(() => ids().length, WAIT).toBe(1);
    await gateway.call('other__refuse');
    await expect.poll(() => ids().length, WAIT).toBe(2);
    await gateway.call('good__refuse');
    await expect.poll(() => ids().length, WAIT).toBe(3);
    const all = await recorded(gateway, 3);
    expect(ids()).toEqual(all.map(({ id }) => id).toReversed());
    await gateway.stop();
    await expect.poll(() => following.stderr.text, WAIT).toContain('It is tried again.');
    await gateway.restart();
    await gateway.call('other__refuse');
    await expect.poll(() => new Set(ids()).size, WAIT).toBe(4);
    expect(ids()).toHaveLength(4);
    expect(following.stderr.text.match(/It is tried again\./g)).toHaveLength(1);
    following.listener.onStop('SIGINT');
    expect(await following.ended).toBe(130);
  });
});

describe('seawall groups', () => {
  it('lists causes, shows one, and has it resolved, archived and reopened', async () => {
    await using gateway = await gatewayWithRefusals();
    await gateway.call('good__refuse');
    await gateway.call('good__refuse');
    const [entry] = await recorded(gateway, 2);
    const id = entry?.group ?? '';
    const listed = async (): Promise<string> => (await gateway.run('groups')).stdout.text;
    await expect
      .poll(listed, WAIT)
      .toMatch(new RegExp(`^new {2}good {2}\\w+ 2 errors, last \\d+ s ago, first \\d+ s ago {2}${id}\\n {4}\\S`));
    expect((await gateway.run('groups', 'show', id)).stdout.text).toMatch(
      /^state +new for[\s\S]*^latest +Tool "refuse"/m,
    );
    const stateAfter = async (...args: readonly string[]): Promise<unknown> =>
      JSON.parse((await gateway.run('groups', ...args, '--json')).stdout.text).state;
    expect(await stateAfter('resolve', id, '--reason', 'mended')).toBe('resolved');
    expect((await gateway.run('groups')).stdout.text).toBe('No group of errors fits.\n');
    expect((await gateway.run('groups', '--state', 'all')).stdout.text).toContain(id);
    expect(await stateAfter('reopen', id)).not.toBe('resolved');
    expect(await stateAfter('archive', id, '--until', 'forever')).toBe('archived');
    const wrong = await gateway.run('groups', 'archive', id, '--until', 'noon');
    expect([wrong.exitCode, wrong.stdout.text]).toEqual([2, '']);
  });
});
