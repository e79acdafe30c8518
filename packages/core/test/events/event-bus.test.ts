import { describe, expect, it } from 'vitest';
import type { SeawallEvent } from '../../src/events/event.ts';
import { createEventBus, type EventListener } from '../../src/events/event-bus.ts';

const EVENT: SeawallEvent = { kind: 'catalogChanged', atMs: 0, server: 'jira', changed: ['tools'] };

function createBus() {
  const reported: (readonly [unknown, SeawallEvent])[] = [];
  const heard: string[] = [];
  const bus = createEventBus({ onListenerError: (...report) => void reported.push(report) });
  return { bus, reported, heard, listen: (name: string) => bus.subscribe(() => void heard.push(name)) };
}

describe('createEventBus', () => {
  it('reaches listeners in the order of subscription, within the call', () => {
    const { bus, heard, listen } = createBus();
    for (const name of ['a', 'b', 'c']) listen(name);
    bus.emit(EVENT);
    expect(heard).toEqual(['a', 'b', 'c']);
  });

  it('hands on the very event', () => {
    const { bus } = createBus();
    const events: SeawallEvent[] = [];
    bus.subscribe((event) => events.push(event));
    bus.emit(EVENT);
    expect(events[0]).toBe(EVENT);
  });

  it('goes on past a listener that throws, and reports it', () => {
    const { bus, reported, heard, listen } = createBus();
    const failure = new Error('broken listener');
    bus.subscribe(() => {
      throw failure;
    });
    listen('next');
    bus.emit(EVENT);
    expect(heard).toEqual(['next']);
    expect(reported).toEqual([[failure, EVENT]]);
  });

  it('reports a listener that rejects', async () => {
    const { bus, reported } = createBus();
    const failure = new Error('broken listener');
    const rejects: unknown = () => Promise.reject(failure);
    // What a caller without types may hand in.
    bus.subscribe(rejects as EventListener);
    bus.emit(EVENT);
    await Promise.resolve();
    expect(reported).toEqual([[failure, EVENT]]);
  });

  it('goes on when reporting throws too', () => {
    const bus = createEventBus({
      onListenerError: () => {
        throw new Error('broken reporter');
      },
    });
    const heard: string[] = [];
    bus.subscribe(() => {
      throw new Error('broken listener');
    });
    bus.subscribe(() => void heard.push('next'));
    bus.emit(EVENT);
    expect(heard).toEqual(['next']);
  });

  it('ends a subscription, also when asked twice, and no other', () => {
    const { bus, heard } = createBus();
    const listener = (): void => void heard.push('same');
    const stop = bus.subscribe(listener);
    bus.subscribe(listener);
    stop();
    stop();
    bus.emit(EVENT);
    expect(heard).toEqual(['same']);
  });

  it('leaves out a listener that is unsubscribed while an event goes round', () => {
    const { bus, heard, listen } = createBus();
    const stops: (() => void)[] = [];
    bus.subscribe(() => {
      for (const stop of stops) stop();
    });
    stops.push(listen('gone'));
    listen('stays');
    bus.emit(EVENT);
    expect(heard).toEqual(['stays']);
  });

  it('reaches all others when a listener unsubscribes itself', () => {
    const { bus, heard, listen } = createBus();
    const stop = bus.subscribe(() => {
      heard.push('once');
      stop();
    });
    listen('always');
    bus.emit(EVENT);
    bus.emit(EVENT);
    expect(heard).toEqual(['once', 'always', 'always']);
  });

  it('reaches a listener that is subscribed meanwhile from the next event on', () => {
    const { bus, heard } = createBus();
    const subscribeAnother = (): void => {
      heard.push('x');
      bus.subscribe(subscribeAnother);
    };
    bus.subscribe(subscribeAnother);
    bus.emit(EVENT);
    expect(heard).toHaveLength(1);
    bus.emit(EVENT);
    expect(heard).toHaveLength(3);
  });

  it('knows whether anyone listens', () => {
    const { bus, listen } = createBus();
    expect(bus.hasListeners).toBe(false);
    const stop = listen('a');
    expect(bus.hasListeners).toBe(true);
    stop();
    expect(bus.hasListeners).toBe(false);
    bus.emit(EVENT);
  });
});
