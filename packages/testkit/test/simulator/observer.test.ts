import type { CallInfo, SeawallEvent } from '@seawall/core/base';
import { describe, expect, it } from 'vitest';
import { type ObservedAttempt, Observer } from '../../src/simulator/process/observer.ts';
import { ServerWatch } from '../../src/simulator/process/server-watch.ts';
import { Trace } from '../../src/simulator/trace.ts';

const LIMIT = 4;
const FAILED = { server: 'success', tool: 'failure' } as const;

function observed() {
  const watch = new ServerWatch(
    {
      name: 'alder',
      transport: 'http',
      era: 'legacy',
      latencyMs: [10, 20],
      isDeaf: false,
      isLeaky: false,
      tools: [],
      policies: { bulkhead: { concurrency: LIMIT, isAdaptive: false } },
      timeoutMs: 30_000,
      totalTimeoutMs: 60_000,
      maxTotalTimeoutMs: 300_000,
      connectTimeoutMs: 10_000,
    },
    0,
  );
  const observer = new Observer({
    trace: new Trace(),
    nowMs: () => 0,
    watchOf: () => watch,
    formerWatchesOf: () => [],
  });
  const callOf = (id: string): CallInfo => ({
    id,
    principal: { id: 'ada' },
    server: 'alder',
    method: 'tools/call',
    target: 'look',
    safety: 'read',
  });
  const finish = (id: string): void =>
    observer.hear({
      kind: 'attemptFinished',
      atMs: 0,
      call: callOf(id),
      attempt: 1,
      durationMs: 0,
      outcome: { kind: 'success' },
    });
  const send = (event: SeawallEvent): ObservedAttempt => {
    observer.hear(event);
    const attempt = observer.take('tools/call');
    if (attempt === undefined) throw new Error('No attempt was told of.');
    observer.noteSent(attempt);
    return attempt;
  };
  return {
    observer,
    finish,
    begin: (id: string) => send({ kind: 'attemptStarted', atMs: 0, call: callOf(id), attempt: 1 }),
    hedge: (id: string) => send({ kind: 'hedgeStarted', atMs: 0, call: callOf(id), attempt: 2, afterMs: 105 }),
  };
}

describe('the attempts that are under way', () => {
  it('are two of a call that has a second one', () => {
    const { begin, hedge } = observed();
    begin('slow');
    hedge('slow');
    begin('a');
    begin('b');
    expect(() => begin('c')).toThrow('I7: 5 attempts were under way on alder; 4 may be.');
  });

  it.each(['first', 'second'] as const)('are one when the %s failed beside the other', (failing) => {
    const { observer, begin, hedge } = observed();
    const attempts = { first: begin('slow'), second: hedge('slow') };
    observer.noteSignals(attempts[failing], FAILED);
    for (const id of ['a', 'b', 'c']) begin(id);
    expect(() => begin('d')).toThrow('I7: 5 attempts were under way on alder; 4 may be.');
  });

  it('are as many as the client has not told the end of, though their requests ended', () => {
    const { observer, begin, hedge } = observed();
    const attempts = [begin('slow'), hedge('slow'), begin('a'), begin('b')];
    for (const attempt of attempts) observer.noteSignals(attempt, FAILED);
    begin('c');
    expect(() => begin('d')).toThrow('I7: 5 attempts were under way on alder; 4 may be.');
  });

  it('are not fewer when the request of one ends of which the client told before', () => {
    const { observer, begin, hedge, finish } = observed();
    const former = begin('slow');
    finish('slow');
    begin('slow');
    hedge('slow');
    observer.noteSignals(former, FAILED);
    begin('a');
    begin('b');
    expect(() => begin('c')).toThrow('I7: 5 attempts were under way on alder; 4 may be.');
  });
});
