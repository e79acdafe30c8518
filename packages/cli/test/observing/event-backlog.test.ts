import type { SeawallEvent } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { EventBacklog, MAX_EVENTS } from '../../src/observing/event-backlog.ts';

const event = (atMs: number): SeawallEvent => ({ kind: 'catalogChanged', atMs, server: 'jira', changed: ['tools'] });

describe('events that wait until somebody reads them', () => {
  it('come in their order, and once', () => {
    const backlog = new EventBacklog();
    for (let atMs = 0; atMs < 3; atMs += 1) backlog.add(event(atMs));
    expect(backlog.take().map(({ atMs }) => atMs)).toEqual([0, 1, 2]);
    expect(backlog.take()).toEqual([]);
    expect(backlog.dropped).toBe(0);
  });

  it('are the latest where too many come, and the others are counted', () => {
    const backlog = new EventBacklog();
    const count = MAX_EVENTS * 3 + 1;
    for (let atMs = 0; atMs < count; atMs += 1) backlog.add(event(atMs));
    const kept = backlog.take();
    expect(kept.length).toBeLessThan(MAX_EVENTS);
    expect(kept.at(-1)?.atMs).toBe(count - 1);
    expect(backlog.dropped + kept.length).toBe(count);
  });
});
