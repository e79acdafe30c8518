import type { AdminEvent } from '@seawall/admin-api';
import { MCPError } from '@seawall/core/base';
import type { AdminWork } from './admin-command.ts';
import { createChangeFeed } from './change-feed.ts';

/** What is looked at again and again. */
export interface Watch<T> {
  /** After which events it is looked at. */
  readonly kinds: ReadonlySet<AdminEvent['kind']>;
  /** Asks the gateway. */
  look(): Promise<T>;
  show(seen: T): void;
  /** The gateway can't be asked now; it is tried again. Called once for each time that it is lost. */
  onLost(error: MCPError): void;
}

/**
 * Looks at a gateway until the command is to end, after every change. A gateway that goes away is waited for.
 *
 * @throws {@link MCPError} when it can't be asked the first time.
 */
export async function watchGateway<T>({ connection, context, signal }: AdminWork, watch: Watch<T>): Promise<void> {
  const feed = createChangeFeed({ connection, clock: context.clock, kinds: watch.kinds, signal });
  watch.show(await watch.look());
  let isLost = false;
  while (await feed.next()) {
    try {
      const seen = await watch.look();
      isLost = false;
      watch.show(seen);
    } catch (error) {
      if (signal.aborted) return;
      if (!MCPError.isInstance(error)) throw error;
      if (!isLost) watch.onLost(error);
      isLost = true;
    }
  }
}
