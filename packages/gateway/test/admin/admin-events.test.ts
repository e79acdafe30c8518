import { type AdminEvent, CSRF_HEADER } from '@seawall/admin-api';
import { describe, expect, it } from 'vitest';
import { HUB_LIMITS } from '../../src/admin/event-hub.ts';
import { type AdminWorld, openAdminWorld } from '../support/admin-world.ts';

/** A stream of events, as far as it came. */
interface Watching {
  readonly events: { readonly id: string; readonly event: AdminEvent }[];
  readonly status: number;
  readonly isOver: () => boolean;
  leave(): void;
}

async function watch(world: AdminWorld, headers: Readonly<Record<string, string>> = {}): Promise<Watching> {
  const abort = new AbortController();
  const response = await world.ask('/api/events', { headers, signal: abort.signal });
  const events: { readonly id: string; readonly event: AdminEvent }[] = [];
  let isOver = false;
  const read = async (): Promise<void> => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const [, id, data] = /^id: (\d+)\nevent: \w+\ndata: (.*)$/.exec(frame) ?? [];
        if (id !== undefined) events.push({ id, event: JSON.parse(data ?? '') });
      }
    }
  };
  // However it ends: that it is over is what tests look at.
  void read()
    .catch(() => undefined)
    .then(() => {
      isOver = true;
    });
  return { events, status: response.status, isOver: () => isOver, leave: () => abort.abort() };
}

function kindsOf({ events }: Watching): readonly string[] {
  return events.map(({ event }) => event.kind);
}

const FAILING = {
  shaky: { tools: [{ name: 'fails', behaviour: { kind: 'tool-error', text: 'Service Unavailable' } }] },
} as const;

async function fail(world: AdminWorld): Promise<void> {
  await expect(world.seawall.callTool({ server: 'shaky', name: 'fails' })).rejects.toThrow();
}

describe('the stream of events over HTTP', () => {
  it('tells of servers, errors, groups and the whole as they change', async () => {
    await using world = await openAdminWorld({ servers: FAILING });
    const watching = await watch(world);
    await fail(world);
    await expect
      .poll(() => kindsOf(watching))
      .toEqual(expect.arrayContaining(['server', 'overview', 'errorGroup', 'errors']));
    const told = watching.events.find(({ event }) => event.kind === 'server')?.event;
    expect(told).toMatchObject({ server: { name: 'shaky', lifetime: { failures: 1 } } });
    const ids = watching.events.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    watching.leave();
  });

  it('tells when an alert fires, is acknowledged and is muted', async () => {
    await using world = await openAdminWorld({ servers: FAILING });
    const watching = await watch(world);
    for (let count = 0; count < 5; count += 1) await fail(world);
    await world.sources.alerts.evaluate();
    const firing = () =>
      watching.events.flatMap(({ event }) =>
        event.kind === 'alert' && event.alert.state === 'firing' ? [event.alert] : [],
      );
    await expect.poll(firing).not.toEqual([]);
    const id = firing()[0]?.id ?? '';
    await world.client.request('acknowledgeAlert', { parameters: { id }, body: { reason: 'a test' } });
    await expect.poll(() => firing().at(-1)?.acknowledged?.by).toBe('token');
    const matchers = [{ label: 'server', operator: '=', value: 'shaky' }] as const;
    const until = { endsAtMs: Date.now() + 3_600_000, reason: 'a test' };
    await world.client.request('createSilence', { body: { matchers: [...matchers], ...until } });
    await expect.poll(() => firing().at(-1)?.mutedBy?.kind).toBe('silence');
    watching.leave();
  });

  it('tells that an alert which was about to fire is over', async () => {
    const alerts = { rules: { 'circuit-open': { forMs: 600_000 } } };
    await using world = await openAdminWorld({ settings: { alerts } });
    const watching = await watch(world);
    const states = () => watching.events.flatMap(({ event }) => (event.kind === 'alert' ? [event.alert.state] : []));
    const by = { actor: 'a test', reason: 'a test' };
    world.seawall.changeCircuit({ server: 'up', tool: 'echo', action: 'open', by });
    await world.sources.alerts.evaluate();
    await expect.poll(states).toEqual(['pending']);
    world.seawall.changeCircuit({ server: 'up', tool: 'echo', action: 'reset', by });
    await world.sources.alerts.evaluate();
    await expect.poll(states).toEqual(['pending', 'resolved']);
    watching.leave();
  });

  it('goes on after the last event that was heard, and says resync after one that nobody knows', async () => {
    await using world = await openAdminWorld({ servers: FAILING });
    const first = await watch(world);
    await fail(world);
    await expect.poll(() => kindsOf(first)).toContain('errors');
    first.leave();
    await expect.poll(() => first.isOver()).toBe(true);
    await fail(world);
    const again = await watch(world, { 'last-event-id': first.events.at(-1)?.id ?? '' });
    await expect.poll(() => kindsOf(again)).toContain('errors');
    expect(kindsOf(again)).not.toContain('resync');
    const lost = await watch(world, { 'last-event-id': '7' });
    await expect.poll(() => kindsOf(lost)[0]).toBe('resync');
    again.leave();
    lost.leave();
  });

  it('ends when its session is closed', async () => {
    await using world = await openAdminWorld();
    const { code } = world.codes.create();
    const opened = await world.ask('/api/session', { method: 'POST', body: { code }, withToken: false });
    const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const watching = await watch(world, { cookie, authorization: '' });
    expect(watching.status).toBe(200);
    await world.ask('/api/session/end', { method: 'POST', withToken: false, headers: { cookie, [CSRF_HEADER]: '1' } });
    await expect.poll(() => watching.isOver()).toBe(true);
  });

  it('ends when the gateway closes, and is refused when there are too many', async () => {
    await using world = await openAdminWorld();
    const all: Watching[] = [];
    for (let count = 0; count < HUB_LIMITS.watchers; count += 1) all.push(await watch(world));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await world.ask('/api/events');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
    await world.gateway.close();
    await expect.poll(() => all.every((watching) => watching.isOver())).toBe(true);
  });

  it('costs nothing when only its headers are wanted', async () => {
    await using world = await openAdminWorld();
    for (let count = 0; count < HUB_LIMITS.watchers + 1; count += 1) {
      const response = await world.ask('/api/events', { method: 'HEAD' });
      expect(response.status).toBe(200);
    }
  });
});
