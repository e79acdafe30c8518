import { describe, expect, it } from 'vitest';
import { reloadStalePage } from '../../src/shell/reload-stale-page.ts';

function open() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const seen = { nowMs: 1_000_000, reloads: 0 };
  const reload = (): void => {
    seen.reloads += 1;
  };
  const surroundings = { storage, now: () => seen.nowMs, reload };
  return { seen, surroundings };
}

describe('a page that is older than its gateway', () => {
  it('is loaded anew where a part of it is gone, but not again and again', () => {
    const { seen, surroundings } = open();
    expect(reloadStalePage(surroundings)).toBe(true);
    seen.nowMs += 59_999;
    expect(reloadStalePage(surroundings)).toBe(false);
    seen.nowMs += 1;
    expect(reloadStalePage(surroundings)).toBe(true);
    expect(seen.reloads).toBe(2);
  });

  it('stays where the browser keeps nothing', () => {
    const { seen, surroundings } = open();
    const getItem = (): never => {
      throw new Error('no storage');
    };
    expect(reloadStalePage({ ...surroundings, storage: { ...surroundings.storage, getItem } })).toBe(false);
    expect(seen.reloads).toBe(0);
  });
});
