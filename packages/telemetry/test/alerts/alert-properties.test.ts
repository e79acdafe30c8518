import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notice, SendOutcome } from '../../src/index.ts';
import { createAlertWorld, HOUR, MINUTE, SECOND } from './alert-world.ts';

const SERVERS = ['jira', 'wiki'] as const;

type Action =
  | { readonly kind: 'set'; readonly server: string; readonly state: 'ready' | 'backoff' | 'crash-loop' | 'connecting' }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'silence'; readonly server: string; readonly ms: number }
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'jump'; readonly ms: number }
  | { readonly kind: 'receiver'; readonly mode: 'takes' | 'refuses' | 'takes-silently' };

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      server: fc.constantFrom(...SERVERS),
      state: fc.constantFrom('ready' as const, 'backoff' as const, 'crash-loop' as const, 'connecting' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      ms: fc.constantFrom(SECOND, 15 * SECOND, MINUTE, 6 * MINUTE, 11 * MINUTE),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'restart' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('silence' as const),
      server: fc.constantFrom(...SERVERS),
      ms: fc.constantFrom(MINUTE, HOUR),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'acknowledge' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('jump' as const), ms: fc.constantFrom(-24 * HOUR, 24 * HOUR) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('receiver' as const),
      mode: fc.constantFrom('takes' as const, 'refuses' as const, 'takes-silently' as const),
    }),
  },
);

/** What a receiver has that knows a notice it got before by its key. */
class Receiver {
  mode: 'takes' | 'refuses' | 'takes-silently' = 'takes';
  readonly #keys = new Set<string>();
  readonly taken: Notice[] = [];

  answer(notice: Notice): Promise<SendOutcome> {
    if (this.mode === 'refuses') return Promise.resolve({ kind: 'failed', mayHaveArrived: false });
    if (!this.#keys.has(notice.key)) this.taken.push(notice);
    this.#keys.add(notice.key);
    // Nobody hears of it before the process ends.
    return this.mode === 'takes' ? Promise.resolve({ kind: 'delivered' }) : new Promise(() => undefined);
  }
}

async function play(actions: readonly Action[]): Promise<readonly Notice[]> {
  const receiver = new Receiver();
  await using world = await createAlertWorld({
    only: ['server-down', 'crash-loop'],
    // Each alert in a group of its own, so that each notice is about one.
    settings: { grouping: { by: ['server', 'alertname'], waitMs: 30_000, intervalMs: 300_000, repeatMs: 14_400_000 } },
  });
  world.sink.answer = (notice) => receiver.answer(notice);
  for (const server of SERVERS) world.signals.set(server, 'ready');
  for (const step of actions) {
    if (step.kind === 'set') world.signals.set(step.server, step.state);
    if (step.kind === 'advance') await world.clock.advance(step.ms);
    if (step.kind === 'restart') await world.restart();
    if (step.kind === 'jump') world.clock.jumpWallClock(step.ms);
    if (step.kind === 'receiver') receiver.mode = step.mode;
    if (step.kind === 'silence') {
      await world.engine.silence({
        matchers: [{ label: 'server', operator: '=', value: step.server }],
        endsAtMs: world.clock.now() + step.ms,
        createdBy: 'ada',
        reason: 'known',
      });
    }
    if (step.kind === 'acknowledge') {
      const firing = world.engine.active().find(({ alert }) => alert.state === 'firing');
      if (firing !== undefined) await world.engine.acknowledge(firing.alert.id, { by: 'ada' });
    }
  }
  receiver.mode = 'takes';
  for (const server of SERVERS) world.signals.set(server, 'ready');
  await world.restart();
  await world.clock.advance(40 * MINUTE);
  expect(world.engine.active()).toEqual([]);
  return receiver.taken;
}

describe('whatever servers, receivers, clocks and processes do', () => {
  it('notices of an alert alternate, begin with its firing and end with its end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
        const all = await play(actions);
        for (const group of new Set(all.map(({ groupKey }) => groupKey))) {
          const notices = all.filter(({ groupKey }) => groupKey === group);
          const told = notices.filter(({ kind }) => kind === 'changed').map(({ status }) => status);
          expect(told).toEqual(told.map((_, index) => (index % 2 === 0 ? 'firing' : 'resolved')));
          expect(told.at(-1)).toBe('resolved');
        }
      }),
      { numRuns: 60, interruptAfterTimeLimit: 60_000 },
    );
  }, 120_000);
});
