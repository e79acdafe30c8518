import type { ServerResponse } from 'node:http';
import type { OutgoingMessage, ScriptedConnection, ScriptedProtocol } from '../../servers/scripted-protocol.mjs';
import { toSseEvent } from './http-exchange.ts';

/** A client of the legacy era: its connection and the stream for what belongs to no request. */
export interface HttpSession {
  readonly id: string;
  readonly connection: ScriptedConnection;
  stream: ServerResponse | undefined;
}

/** The sessions of one scripted HTTP server. */
export class HttpSessions {
  readonly #sessions = new Map<string, HttpSession>();
  readonly #prefix: string;
  #opened = 0;

  /** @param prefix what ids begin with, so that an older run's ids mean nothing */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get ids(): string[] {
    return [...this.#sessions.keys()];
  }

  get(id: string | undefined): HttpSession | undefined {
    return id === undefined ? undefined : this.#sessions.get(id);
  }

  open(protocol: ScriptedProtocol, stream?: ServerResponse): HttpSession {
    this.#opened += 1;
    const send = (message: OutgoingMessage): void => {
      session.stream?.write(toSseEvent(message));
    };
    const session: HttpSession = {
      id: `${this.#prefix}-session-${this.#opened}`,
      connection: protocol.openConnection(send),
      stream,
    };
    this.#sessions.set(session.id, session);
    return session;
  }

  end(id: string): boolean {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    session?.stream?.end();
    session?.connection.close();
    return session !== undefined;
  }

  endAll(): void {
    for (const id of this.ids) this.end(id);
  }
}
