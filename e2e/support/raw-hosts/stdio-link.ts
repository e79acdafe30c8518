import { type ProcessStart, type StartedProcess, startProcess } from '../processes.ts';
import { isMessage, type Message } from './messages.ts';
import type { RawLink, Receive, SendOptions } from './raw-link.ts';

/** The lines between a host and the gateway that it started. */
export class StdioLink implements RawLink {
  /** Lines that are no messages. */
  readonly noise: string[] = [];
  readonly #gateway: StartedProcess;
  readonly #receive: Receive;
  #rest = '';

  /** Starts the gateway. */
  static async start(start: ProcessStart, receive: Receive): Promise<StdioLink> {
    return new StdioLink(await startProcess(start), receive);
  }

  private constructor(gateway: StartedProcess, receive: Receive) {
    this.#gateway = gateway;
    this.#receive = receive;
    gateway.onStdout((text) => this.#read(text));
  }

  get pid(): number {
    return this.#gateway.pid;
  }

  async send(message: Message, { signal }: SendOptions): Promise<void> {
    this.#gateway.stdin.write(`${JSON.stringify(message)}\n`);
    const givenUp = new Promise((resolve) => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener('abort', resolve, { once: true });
    });
    if ('id' in message && 'method' in message) await Promise.race([this.#gateway.ended, givenUp]);
  }

  async sendBytes(bytes: Buffer): Promise<void> {
    this.#gateway.stdin.write(bytes);
  }

  freeze(): void {
    throw new Error('A host over stdio that does not read is stopped as a process.');
  }

  vanish(): void {
    this.#gateway.send('SIGKILL');
  }

  async close(): Promise<void> {
    this.#gateway.stdin.end();
    await this.#gateway[Symbol.asyncDispose]();
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
  }

  #take(line: string): void {
    const value = parsed(line);
    const messages: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const message of messages) {
      if (isMessage(message)) this.#receive(message, undefined);
      else this.noise.push(line);
    }
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // It is counted as noise.
    return undefined;
  }
}
