import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  AUDIT_DEFAULTS,
  DURATION_BUCKETS_SECONDS,
  ERROR_EXPORT_DEFAULTS,
  GROUP_DEFAULTS,
  METRICS,
  METRICS_DEFAULTS,
  TRACKER_DEFAULTS,
} from '../src/index.ts';

function page(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8');
}

describe('the documentation', () => {
  it.each([
    ['health.md', TRACKER_DEFAULTS],
    ['health.md', { ...ERROR_EXPORT_DEFAULTS, logger: undefined }],
    ['error-groups.md', GROUP_DEFAULTS],
    ['metrics.md', METRICS_DEFAULTS],
    ['audit.md', { ...AUDIT_DEFAULTS, logger: undefined, clock: undefined }],
  ])('%s names every option with its default', (name, defaults) => {
    const text = page(name);
    for (const [option, value] of Object.entries(defaults)) {
      if (value === undefined) continue;
      const shown = Array.isArray(value) ? '[]' : String(value);
      expect(text).toMatch(
        new RegExp(`^\\| \`${option}\` \\|.*\\| \`'?${shown.replace(/[.[\]]/g, '\\$&')}'?\` \\|`, 'm'),
      );
    }
  });

  it('names every metric, and no other', () => {
    const text = page('metrics.md');
    const named = new Set([...text.matchAll(/`((?:seawall|mcp_client)_[a-z_]+)[`{]/g)].map(([, name]) => name));
    expect([...named].sort()).toEqual(Object.keys(METRICS).sort());
  });

  it('has the buckets of the conventions', () => {
    expect(DURATION_BUCKETS_SECONDS).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300]);
  });
});
