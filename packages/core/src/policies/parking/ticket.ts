import { ERROR_META_KEY, TICKET_META_KEY } from '../../call/meta-keys.ts';
import { toTimestamp } from '../../clock.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import { redact, redactText } from '../../redaction/redact.ts';
import type { ParkedCall } from './parked-call.ts';

/** What the caller of a parked write gets. Times are milliseconds since the epoch. */
export interface Ticket {
  readonly id: string;
  readonly server: string;
  readonly tool: string;
  readonly parkedAtMs: number;
  /** Until when it waits. */
  readonly expiresAtMs: number;
  /** Whether an equal call waited already: this is its ticket, and nothing was added. */
  readonly isRepeat: boolean;
  /** What somebody needs who does it by hand instead: the arguments, secrets hidden. */
  readonly manualData: Readonly<Record<string, unknown>>;
}

/** The result of a tool call that was parked: for the model it is no success. */
export interface TicketResult {
  readonly isError: true;
  readonly content: readonly [{ readonly type: 'text'; readonly text: string }];
  readonly _meta: Readonly<Record<string, unknown>>;
}

/** The ticket of a call that waits. */
export function toTicket(call: ParkedCall, isRepeat: boolean): Ticket {
  const { id, server, tool, parkedAtMs, expiresAtMs } = call;
  return { id, server, tool, parkedAtMs, expiresAtMs, isRepeat, manualData: redact(call.arguments) };
}

/**
 * The result that tells an agent that its write did not run and waits.
 *
 * The text is for the model; programs find the ticket, with all that is needed to do the work by hand, under
 * `_meta["dev.seawall/ticket"]` and the failure under `_meta["dev.seawall/error"]`.
 */
export function ticketResult(ticket: Ticket, why: MCPError): TicketResult {
  const { id, server, tool, parkedAtMs, expiresAtMs, isRepeat, manualData } = ticket;
  const expiresAt = toTimestamp(expiresAtMs);
  const text = [
    `Tool "${tool}" on server "${server}" was not executed: ${asSentence(shorten(why.message))}`,
    `The call ${isRepeat ? 'already waits' : 'is queued'} as ticket ${id}.`,
    `It will be sent once, by itself, when the server is back, until ${expiresAt}; after that it is given up.`,
    'Do not repeat the call.',
    'If it has to be done before, somebody can do it by hand with the arguments of this call, and has to discard the ticket first.',
  ].join(' ');
  return {
    isError: true,
    content: [{ type: 'text', text: redactText(text) }],
    _meta: {
      [TICKET_META_KEY]: {
        id,
        state: 'parked',
        server,
        tool,
        parkedAt: toTimestamp(parkedAtMs),
        expiresAt,
        isRepeat,
        manualData: redact(manualData),
      },
      [ERROR_META_KEY]: why.toJSON(),
    },
  };
}

/** The most that is said of the failure; all of it stands in the error. */
const MAX_REASON_LENGTH = 500;

function shorten(text: string): string {
  return text.length <= MAX_REASON_LENGTH ? text : `${text.slice(0, MAX_REASON_LENGTH - 1)}…`;
}

function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
