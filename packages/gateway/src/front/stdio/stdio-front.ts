import type { Readable, Writable } from 'node:stream';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { GatewayContext } from '../../session/gateway-context.ts';
import { HostSession } from '../../session/host-session.ts';
import { openListenHost } from '../listen-host.ts';
import { LineTransport } from './line-transport.ts';
import { ListenTransport } from './listen-transport.ts';

/** The streams that lead to the host. */
export interface StdioOptions {
  /** @default process.stdin */
  readonly input?: Readable;
  /** Carries MCP and nothing else.
   * @default process.stdout */
  readonly output?: Writable;
}

/** A host that talks to the gateway over a pair of streams. */
export interface StdioFront {
  /** Resolves when the host is gone or {@link StdioFront.close} was called. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Serves one host over a pair of streams, in the era that its first message speaks. */
export function openStdioFront(context: GatewayContext, options: StdioOptions = {}): StdioFront {
  const { logger, listChanges, seawall } = context;
  const transport = new LineTransport({
    input: options.input ?? process.stdin,
    output: options.output ?? process.stdout,
    maxLineBytes: seawall.settings.listen.maxBodyBytes,
  });
  // The SDK may build a second session when the first message was only a probe; the first one is closed by then.
  let session: HostSession | undefined;
  const unsubscribe = listChanges.subscribe((kind) => session?.announce(kind));
  const tellUpdated = (uri: string): void => {
    const sent = session?.notification({ method: 'notifications/resources/updated', params: { uri } });
    // A host that is gone needs no update; the end of its connection is noticed elsewhere.
    void sent?.catch(() => undefined);
  };
  const listening = new ListenTransport({ inner: transport, openHost: () => openListenHost(context, tellUpdated) });
  const handle = serveStdio(
    ({ era }) => {
      session = new HostSession(era, context, { stays: true });
      return session;
    },
    {
      transport: listening,
      onerror: (error) => logger.log('debug', 'A message of the host could not be handled.', { reason: error.message }),
    },
  );
  return {
    closed: transport.closed.finally(unsubscribe),
    close: () => handle.close(),
  };
}
