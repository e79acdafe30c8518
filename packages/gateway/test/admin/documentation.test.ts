import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_ROUTES, EXPORT_FORMATS, HEARTBEAT_MS, type Route } from '@seawall/admin-api';
import { describe, expect, it } from 'vitest';
import { ACCESS_LIMITS } from '../../src/admin/admin-access.ts';
import { ADMIN_CODE_MS } from '../../src/admin/admin-codes.ts';
import { MAX_FAILURES } from '../../src/admin/attempt-limit.ts';
import { HUB_LIMITS } from '../../src/admin/event-hub.ts';
import { MAX_BACKLOG_BYTES } from '../../src/admin/event-stream.ts';
import { EXPORTS_AT_ONCE } from '../../src/admin/exports.ts';
import { PROBLEM_CODES } from '../../src/admin/problems.ts';
import { MAX_ADMIN_BODY_BYTES } from '../../src/admin/read-request.ts';
import { MAX_ADMIN_TOKENS } from '../../src/admin/tokens/admin-tokens.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../../docs/admin-api.md'), 'utf8');

describe('the page about the admin API', () => {
  it('has every operation in its table, and no other', () => {
    const rows = PAGE.split('\n').filter((line) => /^\| `(GET|POST|DELETE) /.test(line));
    const expected = Object.entries<Route>(ADMIN_ROUTES).map(
      ([id, { method, path, changes, summary }]) =>
        `| \`${method} ${path}\` | \`${id}\` | ${changes ? 'yes' : 'no'} | ${summary} |`,
    );
    expect(rows).toEqual(expected);
  });

  it('explains every refusal, and every event', () => {
    const explained = [...PAGE.matchAll(/^### ([A-Z_]+)$/gm)].map(([, code]) => code);
    expect(explained).toEqual(PROBLEM_CODES);
    const kinds = ADMIN_ROUTES.getEvents.answer.options.map(({ shape }) => shape.kind.value);
    const named = [...PAGE.matchAll(/^\| ((?:`\w+`(?:, )?)+) \| /gm)].flatMap(([, names = '']) =>
      names.split(', ').map((name) => name.replaceAll('`', '')),
    );
    expect(named.toSorted()).toEqual(kinds.toSorted());
  });

  it('names the limits that there are', () => {
    expect(ADMIN_CODE_MS).toBe(600_000);
    expect(PAGE).toContain('within ten minutes');
    for (const text of [
      `It lasts ${ACCESS_LIMITS.sessionMs / 3_600_000} hours`,
      `at most ${ACCESS_LIMITS.sessions} of them are open`,
      `After ${MAX_FAILURES} attempts`,
      `At most ${MAX_ADMIN_TOKENS} tokens`,
      `every ${HEARTBEAT_MS / 1000} s`,
      `the latest ${HUB_LIMITS.history} events`,
      `(${HUB_LIMITS.historyLength / 1024} KiB at most)`,
      `more than ${HUB_LIMITS.watchersAtOnce} watchers`,
      `at ${HUB_LIMITS.perSecond / 1024} KiB a second`,
      `does not read by ${MAX_BACKLOG_BYTES / 1024} KiB`,
      `at most ${HUB_LIMITS.watchers} can watch`,
      `to ${EXPORTS_AT_ONCE} readers at a time`,
      `A body has at most ${MAX_ADMIN_BODY_BYTES / 1024} KiB`,
      EXPORT_FORMATS.map((format, index) => (index === 0 ? `\`format=${format}\`` : `\`${format}\``))
        .join(', ')
        .replace(/, (`csv`)/, ' or $1'),
    ])
      expect(PAGE.replaceAll('\n', ' ')).toContain(text);
  });
});
