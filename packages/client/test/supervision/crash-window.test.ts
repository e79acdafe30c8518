import { describe, expect, it } from 'vitest';
import { CRASH_LOOP_EXITS, CRASH_WINDOW_MS, createCrashWindow } from '../../src/supervision/crash-window.ts';

describe('the crash window', () => {
  it('sees a loop in the fifth exit within a minute', () => {
    const crashes = createCrashWindow();
    for (let exit = 1; exit < CRASH_LOOP_EXITS; exit += 1) crashes.record(exit * 1000);
    expect(crashes.isLooping(5000)).toBe(false);
    crashes.record(5000);
    expect(crashes.isLooping(5000)).toBe(true);
  });

  it('forgets exits that are older than the window', () => {
    const crashes = createCrashWindow();
    for (let exit = 0; exit < CRASH_LOOP_EXITS; exit += 1) crashes.record(exit);
    expect(crashes.isLooping(CRASH_WINDOW_MS)).toBe(true);
    expect(crashes.isLooping(CRASH_WINDOW_MS + 1)).toBe(false);
  });

  it('does not call rare exits a loop', () => {
    const crashes = createCrashWindow();
    for (let exit = 0; exit < 20; exit += 1) {
      crashes.record(exit * 20_000);
      expect(crashes.isLooping(exit * 20_000)).toBe(false);
    }
  });
});
