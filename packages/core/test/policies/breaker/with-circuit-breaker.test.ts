import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { MCPConfigurationError } from '../../../src/errors/configuration-error.ts';
import { MCPConnectionError } from '../../../src/errors/connection-error.ts';
import { MCPError } from '../../../src/errors/mcp-error.ts';
import { MCPRejectedError } from '../../../src/errors/rejected-error.ts';
import { MCPTimeoutError } from '../../../src/errors/timeout-error.ts';
import { MCPValidationError } from '../../../src/errors/validation-error.ts';
import { withCircuitBreaker } from '../../../src/policies/breaker/with-circuit-breaker.ts';

const NUMBERS = { minimumCalls: 2, failureRatio: 1, openMs: 1_000 };

function createGuarded(failure: () => unknown, more: object = {}) {
  const clock = createFakeClock();
  let calls = 0;
  const guarded = withCircuitBreaker(
    async (issue: string) => {
      calls += 1;
      const error = failure();
      if (error !== undefined) throw error;
      return `found ${issue}`;
    },
    { name: { server: 'jira', tool: 'search' }, breaker: NUMBERS, clock, random: () => 0.5, safety: 'read', ...more },
  );
  return { clock, guarded, calls: () => calls };
}

describe('withCircuitBreaker', () => {
  it('puts a circuit with its own numbers around any function (A174)', async () => {
    const { clock, guarded, calls } = createGuarded(() =>
      calls() < 3 ? new MCPConnectionError({ message: 'Gone.', code: 'CONNECTION_RESET' }) : undefined,
    );
    await expect(guarded('A-1')).rejects.toThrow('Gone.');
    await expect(guarded('A-1')).rejects.toThrow('Gone.');
    await expect(guarded('A-1')).rejects.toBeInstanceOf(MCPRejectedError);
    expect(calls()).toBe(2);
    await clock.advance(1_000);
    expect(await guarded('A-1').catch(() => 'failed')).toBe('found A-1');
    expect(guarded.breaker.state).toBe('closed');
  });

  it('hands on the very error of the function (A172)', async () => {
    const error = new TypeError('mine');
    const { guarded } = createGuarded(() => error);
    await expect(guarded('A-1')).rejects.toBe(error);
  });

  it('counts timeouts, with their code, and no error of the application (A170, A177, B72)', async () => {
    const timeout = new MCPTimeoutError({ message: 'Too slow.', timeoutMs: 10, operation: 'search' });
    const slow = createGuarded(() => timeout);
    const wrong = createGuarded(() => new MCPValidationError({ message: 'No.', field: 'jql' }));
    for (const { guarded } of [slow, wrong]) {
      await guarded('A-1').catch(() => undefined);
      await guarded('A-1').catch(() => undefined);
    }
    expect(slow.guarded.breaker.snapshot(0)).toMatchObject({ state: 'open', failureCode: 'OPERATION_TIMEOUT' });
    expect(wrong.guarded.breaker.snapshot(0)).toMatchObject({ state: 'closed', counts: { calls: 0 } });
  });

  it('lets the caller say what counts (A170)', async () => {
    const { guarded } = createGuarded(() => new MCPValidationError({ message: 'No.', field: 'jql' }), {
      signalOf: () => 'hard-failure',
    });
    await guarded('A-1').catch(() => undefined);
    await guarded('A-1').catch(() => undefined);
    expect(guarded.breaker.state).toBe('open');
  });

  it('counts by itself when that callback throws', async () => {
    const { guarded } = createGuarded(() => new MCPConnectionError({ message: 'Gone.' }), {
      signalOf: () => {
        throw new Error('callback');
      },
    });
    await expect(guarded('A-1')).rejects.toThrow('Gone.');
    expect(guarded.breaker.snapshot(0).counts).toMatchObject({ calls: 1, failures: 1 });
  });

  it('never tries a write out, and asks the probe instead', async () => {
    let probes = 0;
    let isDown = true;
    const { clock, guarded, calls } = createGuarded(
      () => (isDown ? new MCPConnectionError({ message: 'Gone.' }) : undefined),
      {
        safety: 'write',
        probe: () => {
          probes += 1;
          if (isDown) throw new Error('down');
          return Promise.resolve(true);
        },
      },
    );
    await guarded('A-1').catch(() => undefined);
    await guarded('A-1').catch(() => undefined);
    await clock.advance(1_000);
    await expect(guarded('A-1')).rejects.toBeInstanceOf(MCPRejectedError);
    await clock.settle();
    expect([probes, calls(), guarded.breaker.state]).toEqual([1, 2, 'open']);
    isDown = false;
    await clock.advance(2_000);
    await expect(guarded('A-1')).rejects.toBeInstanceOf(MCPRejectedError);
    await clock.settle();
    expect(await guarded('A-1')).toBe('found A-1');
    expect([probes, clock.pendingTimers]).toEqual([2, 0]);
  });

  it.each([
    ['connection', 'hard-failure', 3],
    ['unavailable', 'failure', 0],
    ['timeout', 'failure', 0],
  ] as const)('counts a failure of the kind %s as a %s', async (kind, _, inARow) => {
    const breaker = { minimumCalls: 100, consecutive: 'hard' } as const;
    const failing = createGuarded(() => new MCPError({ kind, message: 'No.' }), { breaker });
    for (let call = 0; call < 3; call += 1) await failing.guarded('A-1').catch(() => undefined);
    expect(failing.guarded.breaker.snapshot(0).counts).toEqual({ calls: 3, failures: 3, failuresInARow: inARow });
  });

  it('tells of each change with the time on the wall', async () => {
    const changes: unknown[] = [];
    const { clock, guarded } = createGuarded(() => new MCPConnectionError({ message: 'Gone.' }), {
      onChange: (change: unknown) => changes.push(change),
    });
    for (let call = 0; call < 2; call += 1) await guarded('A-1').catch(() => undefined);
    expect(changes).toMatchObject([{ to: 'open', atMs: clock.now(), server: 'jira', tool: 'search' }]);
  });

  it('asks no probe before the break is over', async () => {
    let probes = 0;
    const probe = () => {
      probes += 1;
      return Promise.resolve(true);
    };
    const { clock, guarded } = createGuarded(() => new MCPConnectionError({ message: 'Gone.' }), {
      safety: 'write',
      probe,
    });
    for (let call = 0; call < 4; call += 1) await guarded('A-1').catch(() => undefined);
    await clock.settle();
    expect(probes).toBe(0);
  });

  it('refuses numbers that can not work, all at once, before anything is called', () => {
    const breaker = { windowMs: Number.NaN, minimumCalls: -1, failureRatio: 2, openMs: 90_000, maxOpenMs: 80_000 };
    const build = () => createGuarded(() => undefined, { breaker });
    expect(build).toThrow(MCPConfigurationError);
    expect(build).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    expect(build).toThrow(
      /^A circuit breaker for "search" can't work: windowMs is NaN, which can't be used\. minimumCalls is -1/,
    );
    expect(() => createGuarded(() => undefined, { breaker, name: { server: 'jira' } })).toThrow(
      /for "jira" can't work/,
    );
    expect(build).toThrow(
      expect.objectContaining({
        faults: ['windowMs', 'minimumCalls', 'failureRatio', 'maxOpenMs'].map((field) =>
          expect.objectContaining({ path: `breaker.${field}` }),
        ),
      }),
    );
  });
});
