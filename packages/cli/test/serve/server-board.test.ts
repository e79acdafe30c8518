import type { ServerStatus } from '@seawall/client';
import { MCPConfigurationError, MCPConnectionError, type SeawallEvent } from '@seawall/core';
import { createFakeClock, type FakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createServerBoard, type ServerBoard } from '../../src/serve/server-board.ts';
import { type FakeProcess, fakeProcess } from '../fake-process.ts';

const base = { transport: 'stdio', info: undefined, toolCount: 0, settled: false, stderrTail: '' } as const;
const connecting: ServerStatus = { ...base, name: 'jira', status: { state: 'connecting', sinceMs: 0, failures: 0 } };
const ready: ServerStatus = {
  ...base,
  name: 'jira',
  settled: true,
  toolCount: 2,
  status: { state: 'ready', sinceMs: 0, connectMs: 420, protocolVersion: 'x' },
};
const lastError = new MCPConnectionError({
  code: 'CONNECTION_REFUSED',
  message: 'Server "jira" refused the connection.',
  hint: 'Start it.',
});
const failing = (retryAtMs: number, name = 'jira'): ServerStatus => ({
  ...base,
  name,
  settled: true,
  status: { state: 'backoff', sinceMs: 0, failures: 1, lastError, retryAtMs },
});

interface Shown extends FakeProcess {
  readonly clock: FakeClock;
  readonly board: ServerBoard;
  /** Changes how the servers stand; nobody is told. */
  stand(...servers: readonly ServerStatus[]): void;
  /** The same, with an event. */
  change(...servers: readonly ServerStatus[]): void;
}

function show(servers: readonly ServerStatus[], isTTY: boolean): Shown {
  const clock = createFakeClock();
  const fake = fakeProcess({ folder: '/', isTTY, clock });
  const state = { servers };
  const board = createServerBoard(fake.context, { servers: () => state.servers });
  const changed: SeawallEvent = { kind: 'catalogChanged', atMs: 0, server: 'jira', changed: ['tools'] };
  return Object.assign(fake, {
    clock,
    board,
    stand: (...next: readonly ServerStatus[]) => {
      state.servers = next;
    },
    change: (...next: readonly ServerStatus[]) => {
      state.servers = next;
      board.onEvent(changed);
    },
  });
}

describe('the board where there is no terminal', () => {
  it('writes a line for each change, and the table once when all have settled', () => {
    const shown = show([connecting], false);
    expect(shown.stdout.text).toBe('');
    shown.change(ready);
    shown.change(ready);
    shown.change(failing(5000));
    shown.change(ready);
    expect(shown.stdout.text.split('\n')).toEqual([
      'jira: ready, 2 tools, connected in 0.42 s',
      '',
      'SERVER  STATE  TOOLS  CONNECTED IN',
      'jira    ready      2        0.42 s',
      '',
      'jira: backoff: Server "jira" refused the connection. Start it.',
      'jira: ready, 2 tools, connected in 0.42 s',
      '',
    ]);
  });

  it('does not repeat a failure that goes on', () => {
    const shown = show([failing(1000)], false);
    const before = shown.stdout.text;
    shown.change(failing(9000));
    expect(shown.stdout.text).toBe(before);
  });

  it('notices without an event that a server has settled', async () => {
    const shown = show([{ ...ready, settled: false }], false);
    expect(shown.stdout.text).toBe('');
    shown.stand(ready);
    await shown.clock.advance(250);
    expect(shown.stdout.text).toContain('jira: ready');
    shown.board.close();
    expect(shown.clock.pendingTimers).toBe(0);
  });

  it('tells that a server is gone and that a configuration was taken over or not', () => {
    const shown = show([ready], false);
    shown.change();
    const error = new MCPConfigurationError({
      code: 'CONFIG_SYNTAX',
      message: 'The file is no JSON.',
      hint: 'Close the brace.',
    });
    shown.board.onEvent({
      kind: 'configReloaded',
      atMs: 0,
      outcome: { kind: 'applied', added: ['a'], removed: ['jira'], changed: [] },
    });
    shown.board.onEvent({ kind: 'configReloaded', atMs: 0, outcome: { kind: 'refused', error } });
    expect(shown.stdout.text).toContain('jira: removed\n');
    expect(shown.stdout.text).toContain('Configuration read again: added a; removed jira.\n');
    expect(shown.stdout.text).toContain(
      'Configuration not taken over: The file is no JSON. Close the brace. The one before goes on.\n',
    );
  });

  it('lets no name of a server forge a line', () => {
    const shown = show([{ ...failing(1000, 'evil\nother: ready\u001b[2J') }], false);
    expect(shown.stdout.text).toContain('evil other: ready\\x1b[2J: backoff');
    expect(shown.stdout.text).not.toContain('\u001b');
  });
});

describe('the board on a terminal', () => {
  it('draws the table again in place, changes that come together once', async () => {
    const shown = show([connecting], true);
    const before = shown.stdout.text.length;
    shown.change(ready);
    shown.change(ready);
    await shown.clock.advance(50);
    const drawn = shown.stdout.text.slice(before);
    expect(drawn.split('\u001b[J')).toHaveLength(2);
    expect(drawn).toContain('\u001b[32mready\u001b[39m');
    shown.board.close();
  });

  it('shows why a server is not ready, what to do and when it is tried again, and counts down', async () => {
    const shown = show([failing(createFakeClock().now() + 3000)], true);
    expect(shown.stdout.text).toContain('Server "jira" refused the connection. Next attempt in 3 s.');
    expect(shown.stdout.text).toContain('fix: Start it.');
    await shown.clock.advance(1000);
    expect(shown.stdout.text).toContain('Next attempt in 2 s.');
    shown.board.close();
  });

  it('does nothing while all is well', async () => {
    const shown = show([ready], true);
    const before = shown.stdout.text;
    await shown.clock.advance(60_000);
    expect(shown.stdout.text).toBe(before);
    shown.board.close();
  });

  it('keeps what others write above the table', () => {
    const shown = show([ready], true);
    shown.board.above(() => shown.stdout.write('a log line\n'));
    expect(shown.stdout.text).toMatch(/a log line\n.*SERVER.*\n.*jira.*\n$/);
    shown.board.close();
  });
});
