import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createFakeClock, createScriptedHttpServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { attemptTimeoutMs } from '../../../src/policies/deadline/call-times.ts';
import { resolveDeadline } from '../../../src/policies/deadline/options.ts';
import { settleBy } from '../../../src/policies/deadline/settle-by.ts';
import { TimerWheel } from '../../../src/policies/waiting/timer-wheel.ts';

describe('settleBy', () => {
  it('ends a call in time and cancels it at the server, which never answers (A167)', async () => {
    const tools = [{ name: 'silent', behaviour: { kind: 'silent' } }] as const;
    await using server = await createScriptedHttpServer({ tools });
    const client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
    try {
      const clock = createFakeClock();
      const limits = resolveDeadline({ timeoutMs: 10_000 });
      const times = { startedMs: clock.monotonicMs(), limits, quietAfterMs: 0, heldMs: 0 };
      const controller = new AbortController();
      const work = client.callTool({ name: 'silent' }, { signal: controller.signal }).then(() => 'answered');
      await server.requestReceived(({ target }) => target === 'silent');
      const whenOver = (): string => {
        controller.abort();
        return 'timed out';
      };
      const timeoutMs = attemptTimeoutMs(times, clock.monotonicMs());
      const call = settleBy({ wheel: new TimerWheel(clock), work, timeoutMs, whenOver });
      await clock.advance(10_000);
      expect(await call).toBe('timed out');
      await server.requestReceived(({ rpcMethod }) => rpcMethod === 'notifications/cancelled');
    } finally {
      await client.close();
    }
  });
});
