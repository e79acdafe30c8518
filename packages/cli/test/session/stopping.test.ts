import { describe, expect, it } from 'vitest';
import { createStopping } from '../../src/session/stopping.ts';
import { fakeProcess } from '../fake-process.ts';

function stopping(): ReturnType<typeof fakeProcess> & {
  readonly stopping: ReturnType<typeof createStopping>;
  readonly fatal: unknown[];
} {
  const fake = fakeProcess({ folder: '/' });
  const fatal: unknown[] = [];
  const created = createStopping(fake.context, {
    onReload: () => undefined,
    onFatal: (error) => void fatal.push(error),
  });
  return Object.assign(fake, { stopping: created, fatal });
}

describe('createStopping', () => {
  it('asks at the first signal, makes haste at the second, gives up at the third', async () => {
    const fake = stopping();
    fake.listener.onStop('SIGINT');
    expect(await fake.stopping.requested).toEqual({ kind: 'signal', signal: 'SIGINT' });
    expect(fake.stopping.hurry.aborted).toBe(false);
    fake.listener.onStop('SIGTERM');
    expect(fake.stopping.hurry.aborted).toBe(true);
    expect(fake.exits).toEqual([]);
    fake.listener.onStop('SIGTERM');
    expect(fake.exits).toEqual([143]);
  });

  it('tells an uncaught error once and does not wait; another one ends the process', async () => {
    const fake = stopping();
    const error = new Error('boom');
    fake.listener.onFatal(error);
    expect(await fake.stopping.requested).toEqual({ kind: 'fatal', error });
    expect(fake.stopping.hurry.aborted).toBe(true);
    fake.listener.onFatal(new Error('again'));
    expect(fake.fatal).toEqual([error]);
    expect(fake.exits).toEqual([1]);
  });

  it('ends quietly when nobody reads its output', async () => {
    const fake = stopping();
    fake.listener.onOutputClosed();
    expect(await fake.stopping.requested).toEqual({ kind: 'unheard' });
  });

  it('gives the process back', () => {
    const fake = stopping();
    fake.stopping[Symbol.dispose]();
    expect(() => fake.listener).toThrow();
  });
});
