import { fileURLToPath } from 'node:url';
import { ParkedCalls } from '@seawall/core/rescue';
import { createFakeClock, createSeededRandom } from '@seawall/testkit';
import { describe, expect, it, vi } from 'vitest';
import { openParkedLog } from '../src/index.ts';
import { killAfter } from './killed-process.ts';
import { createTempFolder } from './temp-folder.ts';

const WRITER = fileURLToPath(new URL('writer-main.ts', import.meta.url));

describe('a process that is killed while it parks and sends', () => {
  it('loses nothing that was confirmed, and what was sent is unknown to the next', async () => {
    using folder = createTempFolder();
    const file = folder.file('parked.db');
    const random = createSeededRandom(20_260_101);
    const confirmed: string[] = [];
    for (let round = 1; round <= 3; round += 1) {
      const fresh = `${file}.${round}`;
      const steps = await killAfter(5 + Math.floor(random() * 60), WRITER, fresh);
      confirmed.push(...steps);
      await using log = await openLog(fresh);
      const last = new Map(
        steps.map((step) => step.split(' ').toReversed()).map(([id = '', state = '']) => [id, state]),
      );
      for (const [id, state] of last) {
        const call = await log.read(id);
        // The step after the last confirmed one may have been written as well.
        expect(call?.state === state || (state === 'parked' && call?.state === 'sent'), `${id} is ${call?.state}`).toBe(
          true,
        );
      }
      const states = new Map(
        (await log.list({ order: 'oldest-first', limit: 10_000 })).map(({ id, state }) => [id, state]),
      );
      await log.close();
      await using parked = await reopen(fresh);
      expect(await parked.calls.list({ states: ['leased', 'sent'] })).toEqual([]);
      for (const [id, state] of states) {
        expect(await parked.calls.show(id)).toMatchObject({ state: state === 'sent' ? 'unknown' : 'parked' });
      }
      parked.bringUp();
      const waiting = [...states].filter(([, state]) => state === 'parked').map(([id]) => id);
      await vi.waitFor(() => expect(parked.sent).toEqual(waiting), { timeout: 60_000 });
    }
    expect(confirmed.filter((step) => step.startsWith('sent'))).not.toEqual([]);
  });
});

async function openLog(file: string): Promise<Awaited<ReturnType<typeof openParkedLog>> & AsyncDisposable> {
  const log = await openParkedLog({ file });
  return Object.assign(log, { [Symbol.asyncDispose]: () => log.close() });
}

/** What the next process makes of the file. */
interface NextProcess extends AsyncDisposable {
  readonly calls: ParkedCalls;
  /** The tickets that it sent, in order. */
  readonly sent: string[];
  /** The server is back. */
  bringUp(): void;
}

async function reopen(file: string): Promise<NextProcess> {
  const sent: string[] = [];
  let isUp = false;
  const clock = createFakeClock();
  const log = await openParkedLog({ file });
  const calls = await ParkedCalls.open({
    log,
    clock,
    createId: () => 'never',
    canSend: () => isUp,
    send: async (call) => {
      sent.push(call.id);
      return { kind: 'result', result: {} };
    },
    emit: () => undefined,
  });
  const bringUp = (): void => {
    isUp = true;
    calls.onServerUp('jira');
  };
  return { calls, sent, bringUp, [Symbol.asyncDispose]: () => calls.close() };
}
