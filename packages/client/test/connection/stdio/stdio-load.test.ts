import { describe, expect, it } from 'vitest';
import { STDIO_LIMITS } from '../../../src/connection/stdio/stdio-transport.ts';
import { callTool, connectorFor, failureOf, inlineLaunch, open, stdioLaunch } from '../open-connection.ts';

describe('a flood on stdout', () => {
  it.each([
    ['of lines', 100],
    ['without a line end', 0],
  ])(
    '%s leaves other servers answering',
    async (_, lineBytes) => {
      await using quiet = await open(connectorFor(stdioLaunch({})));
      const program = `const chunk = ${lineBytes === 0 ? `'x'.repeat(65536)` : `('x'.repeat(${lineBytes}) + '\\n').repeat(600)`}; const go = () => process.stdout.write(chunk, go); go(); ${SILENT_SERVER}`;
      const failing = failureOf(
        open(connectorFor(inlineLaunch(program), { options: { connectTimeoutMs: 1500, maxMessageBytes: 10_000_000 } })),
      );
      let isOver = false;
      void failing.then(() => {
        isOver = true;
      });
      while (!isOver) await callTool(quiet.connection, 'echo', { timeoutMs: 60_000 });
      const { error } = await failing;
      expect(error.code).toBe('HANDSHAKE_TIMEOUT');
      if (lineBytes > 0) expect(error.message).toContain('lines to stdout that are no MCP messages, first "xxx');
    },
    20_000,
  );

  it('leaves the flooding server itself answering', async () => {
    await using opened = await open(
      connectorFor(stdioLaunch({ start: { flood: { bytes: 'endless', bytesPerSecond: 8_000_000 } } })),
    );
    for (let call = 0; call < 5; call += 1) await callTool(opened.connection, 'echo', { timeoutMs: 60_000 });
  });
});

describe('a server that does not read its input', () => {
  it('fails further requests instead of keeping them all, and serves again when it goes on', async () => {
    await using opened = await open(connectorFor(stdioLaunch({})));
    const pid = opened.connection.info.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      const text = 'x'.repeat(1_000_000);
      const calls = Array.from({ length: 30 }, () =>
        callTool(opened.connection, 'echo', { timeoutMs: 60_000 }, { text }).then(
          () => 'answered',
          (reason) => reason.error.code,
        ),
      );
      const refused = await failureOf(callTool(opened.connection, 'echo', {}, { text }));
      expect(refused).toMatchObject({ delivery: 'not-sent', effect: 'none', error: { code: 'SERVER_UNAVAILABLE' } });
      process.kill(pid, 'SIGCONT');
      const outcomes = await Promise.all(calls);
      const answered = outcomes.filter((outcome) => outcome === 'answered').length;
      expect(answered).toBeGreaterThanOrEqual(STDIO_LIMITS.maxQueuedBytes / 1_000_200 - 1);
      expect(answered).toBeLessThan(25);
      expect(new Set(outcomes)).toEqual(new Set(['answered', 'SERVER_UNAVAILABLE']));
      await callTool(opened.connection, 'echo');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it('takes one message that is larger than the limit when nothing waits', async () => {
    await using opened = await open(
      connectorFor(stdioLaunch({ tools: [{ name: 'text', behaviour: { kind: 'text', text: 'ok' } }] })),
    );
    await callTool(opened.connection, 'text', {}, { text: 'x'.repeat(STDIO_LIMITS.maxQueuedBytes + 1000) });
  });

  it('is ended though it is stopped', async () => {
    const opened = await open(connectorFor(stdioLaunch({})));
    process.kill(opened.connection.info.pid ?? 0, 'SIGSTOP');
    await opened.connection.close();
  });
});

const SILENT_SERVER = 'process.stdin.resume();';
