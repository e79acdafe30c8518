import type { Kind } from './expected-kinds.ts';
import type { Delivered } from './legs.ts';

/** What a gateway's reply says a call came to. */
export interface Observed {
  readonly kind: Kind | 'no diagnosis';
  readonly code: string;
  /** What a model reads. */
  readonly text: string;
  readonly error: Readonly<Record<string, unknown>>;
}

/** Codes that a gateway passes on as they are, and what they mean. */
const PASSED_ON: Readonly<Record<string, Kind>> = { '-32602': 'validation' };

/** Reads what a gateway replied. */
export function observe({ shape, payload }: Delivered): Observed {
  if (shape !== 'tool_result') {
    const code = String(payload.code);
    return { kind: PASSED_ON[code] ?? 'no diagnosis', code, text: String(payload.message), error: {} };
  }
  const text = textOf(payload);
  const error = fieldsOf(fieldsOf(payload._meta)['dev.seawall/error']);
  if (payload.isError !== true) return { kind: 'none', code: '', text, error };
  // Whether it is a kind at all is what the test looks at.
  const kind = (typeof error.kind === 'string' ? error.kind : 'no diagnosis') as Observed['kind'];
  return { kind, code: String(error.code), text, error };
}

/** How a failure arrives at a client without a gateway. */
export function arrival({ shape, payload }: Delivered): string {
  if (shape === 'exception') return 'no answer';
  if (shape === 'jsonrpc_error') return `JSON-RPC error ${payload.code}`;
  return payload.isError === true ? '`isError`' : 'a success';
}

/** All text of a result. */
function textOf(payload: Delivered['payload']): string {
  const blocks: readonly unknown[] = Array.isArray(payload.content) ? payload.content : [];
  return blocks.map((block) => String(fieldsOf(block).text ?? '')).join('\n');
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
