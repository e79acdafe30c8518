import { describe, expect, it } from 'vitest';
import { resolutionText } from '../../src/alerts/alert-text.ts';

describe('what is said when an alert is over', () => {
  it.each([
    [1, 'It lasted 1 min. Of 1 call 1 failed.'],
    [2, 'It lasted 1 min. Of 2 calls 1 failed.'],
  ])('counts %d as people do', (calls, text) => {
    const window = { calls, failures: 1, recovered: 0, errors: 1 };
    expect(resolutionText(60_000, window)).toBe(text);
  });
});
