import { createFakeClock, createSequentialId } from '@seawall/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventStore, EVENT_LIMITS, type EventStoreOptions } from '../../src/front/http/event-store.ts';

const text = new TextEncoder();

function setUp(limits: Partial<NonNullable<EventStoreOptions['limits']>> = {}) {
  const clock = createFakeClock();
  const store = createEventStore({
    clock,
    createId: createSequentialId('log'),
    limits: { ...EVENT_LIMITS, ...limits },
  });
  return { clock, store, session: store.openSession() };
}

const frame = (content: string) => () => text.encode(content);
const read = (frames: readonly Uint8Array[]) => frames.map((bytes) => new TextDecoder().decode(bytes));

describe('createEventStore', () => {
  it('gives back what came after an event of the same stream, and nothing of another', () => {
    const { session } = setUp();
    const log = session.openLog();
    const ids: string[] = [];
    const append = (content: string) =>
      log.append((id) => {
        ids.push(id);
        return text.encode(content);
      });
    append('one');
    session.openLog().append(frame('other stream'));
    append('two');
    append('three');
    const place = session.find(ids[0] ?? '');
    expect(place && read(place.log.after(place.sequence))).toEqual(['two', 'three']);
  });

  it('starts at a place without an event', () => {
    const { session } = setUp();
    const log = session.openLog();
    const mark = log.mark();
    log.append(frame('one'));
    const place = session.find(mark);
    expect(place && read(place.log.after(place.sequence))).toEqual(['one']);
  });

  it('knows nothing of the events of another session, or of ids that it never gave out', () => {
    const { store, session } = setUp();
    const mark = session.openLog().mark();
    expect(store.openSession().find(mark)).toBeUndefined();
    for (const id of ['', '_', 'log-1', 'log-1_', 'log-1_x', 'log-1_1.5', 'log-9_0', '_0', mark.repeat(2)])
      expect([id, session.find(id)?.sequence ?? 'unknown']).toEqual([id, id === 'log-1_' ? 0 : 'unknown']);
  });

  it('forgets a finished stream with its last event', async () => {
    const { clock, store, session } = setUp();
    const log = session.openLog();
    const mark = log.mark();
    log.append(frame('one'));
    log.finish();
    expect(session.find(mark)).toBeDefined();
    await clock.advance(EVENT_LIMITS.ageMs + 1);
    store.expire();
    expect([session.find(mark), store.eventCount, store.byteCount]).toEqual([undefined, 0, 0]);
  });

  it('does not keep what is larger than all that may be kept', () => {
    const { store, session } = setUp({ bytesPerSession: 4 });
    const log = session.openLog();
    expect(log.append(frame('1234')).isKept).toBe(true);
    expect(log.append(frame('12345')).isKept).toBe(false);
    expect([read(log.after(-1)), store.byteCount]).toEqual([['1234'], 4]);
  });

  it('lets the oldest events of all sessions go first when there are too many', () => {
    const { store, session } = setUp({ events: 3 });
    const first = session.openLog();
    const second = store.openSession().openLog();
    first.append(frame('a'));
    second.append(frame('b'));
    first.append(frame('c'));
    second.append(frame('d'));
    expect([read(first.after(-1)), read(second.after(-1))]).toEqual([['c'], ['b', 'd']]);
  });

  it('never keeps more than its limits, whatever comes, and loses count of nothing', async () => {
    const limits = { eventsPerSession: 4, bytesPerSession: 40, events: 9, bytes: 70, ageMs: 100 };
    const step = fc.record({
      session: fc.nat(3),
      log: fc.nat(2),
      bytes: fc.nat(50),
      waitMs: fc.nat(20),
      end: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { clock, store } = setUp(limits);
        const sessions = Array.from({ length: 4 }, () => store.openSession());
        const logs = sessions.map((session) => [session.openLog(), session.openLog(), session.openLog()]);
        for (const { session, log, bytes, waitMs, end } of steps) {
          await clock.advance(waitMs);
          logs[session]?.[log]?.append(() => new Uint8Array(bytes));
          if (end && bytes > 45) sessions[session]?.close();
          const kept = logs.map((own) => own.flatMap((each) => each.after(-1)));
          for (const own of kept) {
            expect(own.length).toBeLessThanOrEqual(4);
            expect(own.reduce((sum, each) => sum + each.byteLength, 0)).toBeLessThanOrEqual(40);
          }
          expect(store.eventCount).toBe(kept.flat().length);
          expect(store.eventCount).toBeLessThanOrEqual(9);
          expect(store.byteCount).toBe(kept.flat().reduce((sum, each) => sum + each.byteLength, 0));
          expect(store.byteCount).toBeLessThanOrEqual(70);
        }
        for (const session of sessions) session.close();
        expect([store.eventCount, store.byteCount]).toEqual([0, 0]);
      }),
    );
  });
});
