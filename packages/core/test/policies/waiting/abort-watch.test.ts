import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { AbortWatch } from '../../../src/policies/waiting/abort-watch.ts';

describe('AbortWatch', () => {
  it('shares one listener among all that watch a signal, and tells each', () => {
    const controller = new AbortController();
    const told: number[] = [];
    for (let index = 0; index < 1_000; index += 1) {
      new AbortWatch(() => told.push(index)).start(controller.signal);
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    }
    controller.abort();
    expect(told).toEqual(Array.from({ length: 1_000 }, (_, index) => index));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('leaves no listener behind when all ended, and can begin anew', () => {
    const controller = new AbortController();
    const told: string[] = [];
    const watches = ['a', 'b'].map((name) => new AbortWatch(() => told.push(name)));
    for (const watch of watches) watch.start(controller.signal);
    for (const watch of watches) {
      watch.end();
      watch.end();
    }
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    watches[1]?.start(controller.signal);
    controller.abort();
    expect(told).toEqual(['b']);
  });

  it('does not tell one that another one ended within the same abort', () => {
    const controller = new AbortController();
    const told: string[] = [];
    const second = new AbortWatch(() => told.push('second'));
    const first = new AbortWatch(() => {
      told.push('first');
      second.end();
    });
    first.start(controller.signal);
    second.start(controller.signal);
    controller.abort();
    expect(told).toEqual(['first']);
  });

  it('goes on telling the others when one of them ended', () => {
    const controller = new AbortController();
    const told: string[] = [];
    const watches = ['a', 'b', 'c'].map((name) => new AbortWatch(() => told.push(name)));
    for (const watch of watches) watch.start(controller.signal);
    watches[1]?.end();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort();
    expect(told).toEqual(['a', 'c']);
  });
});
