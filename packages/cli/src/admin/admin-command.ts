import type { CommandContext } from '../context.ts';
import { runInterruptible } from '../session/interruptible.ts';
import { toJsonText } from '../terminal/json-text.ts';
import { type AdminConnection, createAdminConnection } from './admin-connection.ts';
import type { GatewayFlags } from './find-gateway.ts';

/** What every command to a running gateway takes. */
export interface AdminFlags extends GatewayFlags {
  readonly json?: true;
}

/** What a command to a running gateway has at hand. */
export interface AdminWork {
  readonly context: CommandContext;
  readonly connection: AdminConnection;
  /** Aborts when the command is to end. */
  readonly signal: AbortSignal;
}

/** Runs a command to a running gateway. @returns the exit code */
export async function withGateway(
  context: CommandContext,
  flags: GatewayFlags,
  run: (work: AdminWork) => Promise<number>,
): Promise<number> {
  const ending = new AbortController();
  const connection = createAdminConnection(context, flags, ending.signal);
  return runInterruptible(context, {
    run: (signal) => run({ context, connection, signal }),
    close: async () => {
      ending.abort();
      await connection.close();
    },
  });
}

/** Writes one JSON document. */
export function writeJson({ stdout }: CommandContext, value: unknown): void {
  stdout.write(`${toJsonText(value, 2)}\n`);
}

/** Writes lines of text. */
export function writeLines({ stdout }: CommandContext, lines: readonly string[]): void {
  stdout.write(`${lines.join('\n')}\n`);
}
