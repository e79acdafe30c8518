import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addErrorContext,
  handleMcpError,
  type Logger,
  MCPCancelledError,
  MCPError,
  MCPTimeoutError,
  withErrorContext,
} from '../../src/index.ts';
import { foreignValues } from './foreign-values.ts';

interface RecordingLogger extends Logger {
  readonly messages: readonly string[];
}

function recordingLogger(): RecordingLogger {
  const messages: string[] = [];
  return { messages, log: (level, message) => void messages.push(`${level} ${message}`) };
}

function thrownBy(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error('It did not throw.');
}

function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('It did not reject.');
    },
    (error: unknown) => error,
  );
}

const KNOWN = new MCPTimeoutError({ message: 'Too slow.' });

function raise(thrown: unknown): never {
  throw thrown;
}

describe('handleMcpError', () => {
  it('logs an error of ours and throws the very same (B40)', () => {
    const logger = recordingLogger();
    const error = new MCPTimeoutError({ message: 'Too slow.' });
    expect(thrownBy(handleMcpError(() => raise(error), { logger }))).toBe(error);
    expect(logger.messages).toEqual(['error MCPTimeoutError: Too slow.']);
  });

  it('converts every other error, logs it and keeps it as the cause (B41, B44)', () => {
    const logger = recordingLogger();
    const cause = new RangeError('too far');
    function parse(): never {
      throw cause;
    }
    const error = thrownBy(handleMcpError(parse, { logger }));
    expect(error).toMatchObject({ name: 'MCPError', message: 'Unexpected error in "parse": too far', cause });
    expect(error).toMatchObject({ context: { function: 'parse', originalError: 'RangeError' } });
    expect(logger.messages).toEqual(['error MCPError: Unexpected error in "parse": too far']);
  });

  it('does the same for what a promise rejects with, only then (B42, B43)', async () => {
    const logger = recordingLogger();
    const read = handleMcpError(
      async function read() {
        await Promise.resolve();
        throw new RangeError('too far');
      },
      { logger },
    );
    const promise = read();
    expect(promise).toBeInstanceOf(Promise);
    expect(logger.messages).toEqual([]);
    expect(await rejectionOf(promise)).toMatchObject({ message: 'Unexpected error in "read": too far' });
    expect(logger.messages).toHaveLength(1);
  });

  it('lets a throw before the promise be a throw (B42)', () => {
    const start = handleMcpError((): Promise<void> => raise(new Error('early')), { name: 'start' });
    expect(thrownBy(start)).toMatchObject({ message: 'Unexpected error in "start": early' });
  });

  it('gives each kind of failure its class (A1, A2, B41)', () => {
    const abort = handleMcpError(() => AbortSignal.abort().throwIfAborted());
    expect(thrownBy(abort)).toBeInstanceOf(MCPCancelledError);
  });

  it('gives back results, this, parameters, name and properties as they are', async () => {
    const service = {
      base: 40,
      add(this: { base: number }, more: number): number {
        return this.base + more;
      },
    };
    service.add = handleMcpError(service.add);
    expect(service.add(2)).toBe(42);
    expect(service.add.name).toBe('add');
    expect(service.add).toHaveLength(1);
    const tagged = Object.assign((text: string) => Promise.resolve(text), { tag: 'reader' });
    const handled = handleMcpError(tagged);
    expect(handled.tag).toBe('reader');
    expect(await handled('words')).toBe('words');
  });

  it('logs one error once, however many layers it passes (B40)', async () => {
    const logger = recordingLogger();
    const inner = handleMcpError(async () => raise(new Error('deep')), { logger, name: 'inner' });
    const middle = handleMcpError(() => withErrorContext({ service: 'tickets' }, inner), { logger, name: 'middle' });
    const outer = handleMcpError(async () => await middle(), { logger, name: 'outer' });
    const error = await rejectionOf(outer());
    expect(error).toMatchObject({ message: 'Unexpected error in "inner": deep', context: { service: 'tickets' } });
    expect(logger.messages).toHaveLength(1);
  });

  it('does not log what its thrower logged (B40)', () => {
    const logger = recordingLogger();
    const error = new MCPError({ message: 'It failed.' });
    error.log(logger);
    thrownBy(handleMcpError(() => raise(error), { logger }));
    expect(logger.messages).toHaveLength(1);
  });

  it('logs an error that only told its record so far', () => {
    const logger = recordingLogger();
    const error = new MCPError({ message: 'It failed.' });
    error.log();
    thrownBy(handleMcpError(() => raise(error), { logger }));
    expect(logger.messages).toHaveLength(1);
  });

  it('throws the error also when the logger fails', () => {
    const logger: Logger = { log: () => raise(new Error('disk full')) };
    expect(thrownBy(handleMcpError(() => raise(KNOWN), { logger }))).toBe(KNOWN);
  });

  it('calls a function without a name anonymous', () => {
    expect(thrownBy(handleMcpError(() => raise(new Error('x'))))).toMatchObject({
      message: 'Unexpected error in "anonymous": x',
    });
  });

  it('handles what a generator throws while it is read, and leaves it a generator', () => {
    const logger = recordingLogger();
    const count = handleMcpError(
      function* count(): Generator<number, string, undefined> {
        yield 1;
        raise(new Error('after one'));
        return 'end';
      },
      { logger },
    );
    const generator = count();
    expect(generator[Symbol.iterator]()).toBe(generator);
    expect(generator.next()).toEqual({ done: false, value: 1 });
    expect(thrownBy(() => generator.next())).toMatchObject({ message: 'Unexpected error in "count": after one' });
    expect(generator.next()).toEqual({ done: true, value: undefined });
    expect(logger.messages).toHaveLength(1);
  });

  it('handles what an async generator throws, and runs its clean-up when reading stops', async () => {
    const events: string[] = [];
    const pages = handleMcpError(async function* pages() {
      try {
        yield 'first';
        yield 'second';
        raise(new Error('third'));
      } finally {
        events.push('closed');
      }
    });
    for await (const page of pages()) {
      events.push(page);
      break;
    }
    const readAll = async (): Promise<void> => {
      for await (const page of pages()) events.push(page);
    };
    expect(await rejectionOf(readAll())).toMatchObject({ message: 'Unexpected error in "pages": third' });
    expect(events).toEqual(['first', 'closed', 'first', 'second', 'closed']);
  });

  it('leaves other thenables alone, which may start only when they are waited for', () => {
    const starts: string[] = [];
    // biome-ignore lint/suspicious/noThenProperty: what this test is about.
    const lazy = { then: () => void starts.push('now'), where: () => 'more' };
    const query = handleMcpError(() => lazy);
    expect(query()).toBe(lazy);
    expect(starts).toEqual([]);
  });

  it('throws errors of ours alone and logs each once, whatever is thrown and how (B40, B41)', async () => {
    await fc.assert(
      fc.asyncProperty(foreignValues(), fc.boolean(), fc.nat(4), async (make, isAsync, layers) => {
        const thrown = make();
        const logger = recordingLogger();
        let call: () => unknown = isAsync ? async () => raise(thrown) : () => raise(thrown);
        for (let layer = 0; layer <= layers; layer += 1) call = handleMcpError(call, { logger });
        const error = isAsync ? await rejectionOf(Promise.resolve(call())) : thrownBy(call);
        return MCPError.isInstance(error) && logger.messages.length === 1;
      }),
      { numRuns: 100 },
    );
  });
});

describe('addErrorContext', () => {
  it('gives any thrown value as an error of ours', () => {
    fc.assert(
      fc.property(foreignValues(), (make) => {
        const error = addErrorContext(make(), { service: 'tickets' });
        return MCPError.isInstance(error) && error.context.service === 'tickets';
      }),
      { numRuns: 100 },
    );
  });
});
