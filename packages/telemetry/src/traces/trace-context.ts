import type { SpanContext, TraceState } from '@opentelemetry/api';
import type { CallRequest } from '@seawall/core/base';

/**
 * The trace context of whoever called, from `params._meta` of its request (SEP-414): `undefined` for one that is missing or
 * malformed, as the W3C recommendation says.
 */
export function readTraceContext(
  request: CallRequest,
  createTraceState: (text: string) => TraceState,
): SpanContext | undefined {
  const meta = metaOf(request);
  const { traceparent, tracestate } = meta;
  if (typeof traceparent !== 'string' || traceparent.length > MAX_TRACEPARENT_LENGTH) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(traceparent) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  const isUsable = typeof tracestate === 'string' && tracestate !== '' && tracestate.length <= MAX_TRACESTATE_LENGTH;
  return {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    ...(isUsable ? { traceState: createTraceState(tracestate) } : {}),
  };
}

/**
 * The request with the context of a span in place of what came with it.
 *
 * The baggage of whoever called goes on; a malformed one does not. Baggage of this process stays: it was not meant for servers
 * of others.
 */
export function withTraceContext(request: CallRequest, context: SpanContext): CallRequest {
  const { traceparent: _traceparent, tracestate: _tracestate, baggage, ...meta } = metaOf(request);
  const flags = context.traceFlags.toString(16).padStart(2, '0');
  const tracestate = context.traceState?.serialize();
  const carried = {
    ...meta,
    traceparent: `00-${context.traceId}-${context.spanId}-${flags}`,
    ...(tracestate === undefined || tracestate === '' ? {} : { tracestate }),
    ...(isBaggage(baggage) ? { baggage } : {}),
  };
  return { ...request, params: { ...request.params, _meta: carried } };
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** A later version may have more fields; this is more than any has. */
const MAX_TRACEPARENT_LENGTH = 256;
const MAX_TRACESTATE_LENGTH = 512;
const MAX_BAGGAGE_LENGTH = 8192;

function metaOf({ params }: CallRequest): Readonly<Record<string, unknown>> {
  const meta = params?._meta;
  return typeof meta === 'object' && meta !== null && !Array.isArray(meta) ? { ...meta } : {};
}

function isBaggage(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_BAGGAGE_LENGTH) return false;
  return value.includes('=') && !/[^\x20-\x7e]/.test(value);
}
