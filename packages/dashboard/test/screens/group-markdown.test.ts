import { expect, it } from 'vitest';
import { groupMarkdown } from '../../src/screens/errors/group-markdown.ts';

it('keeps what a server says a quotation: no heading, link or end of the fence of its own', () => {
  const text = groupMarkdown(
    {
      id: 'g',
      title: 't',
      because: [],
      server: 'ji`ra',
      kind: 'timeout',
      code: 'X',
      state: 'new',
      stateSinceMs: 0,
      firstSeenMs: 0,
      lastSeenMs: 1000,
      count: 3,
      recoveredCount: 0,
      targets: [],
      sessions: [],
      trend: [],
      latest: {
        errorType: 'MCPTimeoutError',
        kind: 'timeout',
        code: 'X',
        message: '```\n# Free money\n````',
        context: {},
        timestamp: '',
        retryable: true,
        hint: 'See [here](javascript:alert(1))\n# now',
      },
    },
    'http://127.0.0.1/errors/g',
  );
  expect(text).toContain('`````\n```\n# Free money\n````\n`````');
  expect(text).toContain('`ji ra`');
  expect(text).toContain('See \\[here\\](javascript:alert(1)) # now');
  expect(text).toContain('3 errors, first 1970-01-01T00:00:00.000Z');
});
