import { PassThrough, Readable } from 'node:stream';
import { type Clock, systemClock } from '@seawall/core';
import type { CommandContext, OutputStream, ProcessListener } from '../src/context.ts';

/** A stream that keeps what was written to it. */
export interface FakeStream extends OutputStream {
  readonly text: string;
  columns: number;
  rows: number;
  resize(columns: number): void;
}

export function fakeStream(options: { readonly isTTY?: boolean; readonly columns?: number } = {}): FakeStream {
  let text = '';
  const listeners = new Set<() => void>();
  return {
    isTTY: options.isTTY ?? false,
    columns: options.columns ?? 100,
    rows: 40,
    write: (chunk) => {
      text += chunk;
    },
    on: (_event, listener) => void listeners.add(listener),
    off: (_event, listener) => void listeners.delete(listener),
    get text() {
      return text;
    },
    resize(columns) {
      this.columns = columns;
      for (const listener of listeners) listener();
    },
  };
}

/** A process that a test can send signals to. */
export interface FakeProcess {
  readonly context: CommandContext;
  readonly stdout: FakeStream;
  readonly stderr: FakeStream;
  /** What came through the stream that `takeStdout` gave away. */
  readonly taken: PassThrough;
  readonly logs: Record<string, unknown>[];
  /** The same as they were written; where they are not JSON, there is nothing of them in `logs`. */
  readonly logLines: string[];
  readonly exits: number[];
  readonly isListening: boolean;
  /** What listens now; throws when nothing does. */
  readonly listener: ProcessListener;
}

export interface FakeProcessOptions {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Readable;
  readonly isTTY?: boolean;
  readonly clock?: Clock;
}

export function fakeProcess(options: FakeProcessOptions): FakeProcess {
  const stdout = fakeStream(options.isTTY === undefined ? {} : { isTTY: options.isTTY });
  const stderr = fakeStream(options.isTTY === undefined ? {} : { isTTY: options.isTTY });
  const taken = new PassThrough();
  const logs: Record<string, unknown>[] = [];
  const logLines: string[] = [];
  const exits: number[] = [];
  let listener: ProcessListener | undefined;
  const context: CommandContext = {
    stdout,
    stderr,
    stdin: options.stdin ?? Readable.from([]),
    env: { PATH: process.env.PATH ?? '', ...options.env },
    folder: options.folder,
    homeFolder: options.folder,
    platform: 'linux',
    clock: options.clock ?? systemClock,
    version: '1.2.3',
    events: {
      listen: (next) => {
        listener = next;
        return () => {
          listener = undefined;
        };
      },
    },
    takeStdout: () => taken,
    exit: (code) => void exits.push(code),
    logDestination: {
      write: (line) => {
        logLines.push(line);
        if (line.startsWith('{')) logs.push(JSON.parse(line));
      },
    },
  };
  return {
    context,
    stdout,
    stderr,
    taken,
    logs,
    logLines,
    exits,
    get isListening() {
      return listener !== undefined;
    },
    get listener() {
      if (listener === undefined) throw new Error('Nothing listens to the process.');
      return listener;
    },
  };
}
