import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { deadlineError, deafAttemptError } from '../../../src/policies/deadline/errors.ts';
import { settleBy } from '../../../src/policies/deadline/settle-by.ts';
import { TimerWheel } from '../../../src/policies/waiting/timer-wheel.ts';

describe('settleBy', () => {
  it.each(['result', 'failure'] as const)(
    'gives the %s of work that ends in time, and sets no timer beyond it',
    async (end) => {
      const clock = createFakeClock();
      const wheel = new TimerWheel(clock);
      const work = end === 'result' ? Promise.resolve('done') : Promise.reject(new Error('It failed.'));
      const settled = settleBy({ wheel, work, timeoutMs: 1_000, whenOver: () => 'timed out' });
      expect(await settled.catch((error: unknown) => String(error))).toBe(
        end === 'result' ? 'done' : 'Error: It failed.',
      );
      expect([wheel.pending, clock.pendingTimers]).toEqual([0, 0]);
    },
  );

  it('drops what work comes to after its time, failures too', async () => {
    const clock = createFakeClock();
    const wheel = new TimerWheel(clock);
    const work = new Promise<string>((_, reject) => {
      clock.setTimer(() => reject(new Error('It failed late.')), 5_000);
    });
    const settled = settleBy({ wheel, work, timeoutMs: 1_000, whenOver: () => 'timed out' });
    await clock.advance(6_000);
    expect(await settled).toBe('timed out');
  });
});

describe('errors of deadlines', () => {
  it('say how long a call took, how often it was tried, and what went wrong last', () => {
    const cause = new Error('It failed.');
    const call = { server: 'jira', operation: 'call_tool(search_issues)', elapsedMs: 59_900.4 };
    const error = deadlineError({ ...call, attempts: 2, cause });
    expect(error).toMatchObject({ code: 'CALL_TIMEOUT', kind: 'timeout', serverName: 'jira', elapsedMs: 59_900.4 });
    expect(error.message).toBe(
      'The time of call_tool(search_issues) on server "jira" was over after 59900 ms and 2 attempts.',
    );
    expect(error.cause).toMatchObject({ message: 'It failed.' });
    expect(error.context.attempts).toBe(2);
    expect(error.hint).toBe('Raise mcpServers.jira.seawall.totalTimeoutMs, or ask for less at a time.');
    const first = deadlineError({ ...call, attempts: 1 });
    expect(first.message).toContain('and 1 attempt.');
    expect(Object.hasOwn(first, 'cause')).toBe(false);
  });

  it('say that an attempt was not answered', () => {
    const error = deafAttemptError({ server: 'jira', operation: 'call_tool(search_issues)', timeoutMs: 30_000 });
    expect(error).toMatchObject({ code: 'CALL_TIMEOUT', timeoutMs: 30_000, serverName: 'jira' });
    expect(error.message).toBe('Server "jira" did not answer call_tool(search_issues) within 30000 ms.');
    expect(error.hint).toBe('Raise mcpServers.jira.seawall.timeoutMs, or ask for less at a time.');
  });
});
