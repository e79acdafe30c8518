import { type ProcessStart, type StartedProcess, startProcess } from '../../support/processes.ts';
import { type AnyWire, type HeardMessage, toMessage, type WireMessage } from './message.ts';

/** The pipe to a gateway that was started by the host. */
export interface StdioWire extends AnyWire {
  readonly kind: 'stdio';
  readonly gateway: StartedProcess;
  /** Writes text as it stands. */
  write(text: string): void;
}

/** Starts a gateway. Each line of its output has to be a JSON-RPC message: the first one that is none breaks the wire. */
export async function startStdioWire(start: ProcessStart): Promise<StdioWire> {
  const gateway = await startProcess(start);
  const reader = new LineReader(gateway);
  const write = (text: string): void => void gateway.stdin.write(text);
  const wire: StdioWire = {
    kind: 'stdio',
    gateway,
    write,
    onMessage: () => undefined,
    send: (message: WireMessage) => {
      if (reader.broken !== undefined) return Promise.reject(reader.broken);
      write(`${JSON.stringify(message)}\n`);
      return Promise.resolve({ isOver: Promise.resolve() });
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
  reader.start((heard) => wire.onMessage(heard));
  return wire;
}

class LineReader {
  broken: Error | undefined;
  readonly #gateway: StartedProcess;
  #rest = '';

  constructor(gateway: StartedProcess) {
    this.#gateway = gateway;
  }

  start(onMessage: (heard: HeardMessage) => void): void {
    this.#gateway.onStdout((text) => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#take(line, onMessage);
    });
  }

  #take(line: string, onMessage: (heard: HeardMessage) => void): void {
    try {
      onMessage({ message: toMessage(JSON.parse(line)) });
    } catch (cause) {
      this.broken ??= new Error(`The gateway printed what is no message: ${line.slice(0, 200)}`, { cause });
    }
  }
}
