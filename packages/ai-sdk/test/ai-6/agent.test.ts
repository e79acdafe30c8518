import * as ai from 'ai';
import { expect, it, vi } from 'vitest';

// Everything once more with version 6 of the framework, in the tests and in what they test.
vi.mock('ai', () => import('ai-6'));
vi.mock('ai/test', () => import('ai-6/test'));

await import('../agent.test.ts');

it('is played with version 6', () => {
  expect('isStepCount' in ai).toBe(false);
});
