import { describe, expect, it } from 'vitest';
import { toReloadResult } from '../../src/admin/reload-memory.ts';

describe('what reading the configuration again came to', () => {
  it.each([
    [[], '0 servers added, 0 removed, 1 changed.'],
    [['jira'], '1 server added, 0 removed, 1 changed.'],
    [['jira', 'wiki'], '2 servers added, 0 removed, 1 changed.'],
  ])('counts %j as people do', (added, detail) => {
    const outcome = { kind: 'applied', added, removed: [], changed: ['files'] } as const;
    expect(toReloadResult({ kind: 'configReloaded', atMs: 0, outcome })).toEqual({ outcome: 'applied', detail });
  });
});
