import type * as OpenTelemetry from '@opentelemetry/api';
import {
  type AttemptSpan,
  type AttemptSpanStart,
  type CallSpan,
  type CallSpanStart,
  type CallTracer,
  type Logger,
  silentLogger,
} from '@seawall/core/base';
import { shownName, shownText } from '../tracker/bounded-text.ts';
import { callAttributes, errorAttributes, MAX_TEXT_LENGTH, spanNameOf } from './span-attributes.ts';
import { readTraceContext, withTraceContext } from './trace-context.ts';

/** The part of `@opentelemetry/api` that is used: give the module itself. */
export type OpenTelemetryApi = Pick<
  typeof OpenTelemetry,
  'context' | 'trace' | 'createTraceState' | 'isSpanContextValid' | 'ROOT_CONTEXT' | 'SpanKind' | 'SpanStatusCode'
>;

/** What {@link createTracing} can be given. */
export interface TracingOptions {
  /** @default the provider that the process has registered */
  readonly tracerProvider?: OpenTelemetry.TracerProvider;
  /** @default none */
  readonly version?: string;
  /** Told when a span processor fails; calls go on.
   * @default silentLogger */
  readonly logger?: Logger;
}

/**
 * Traces calls with OpenTelemetry, by its conventions for MCP: a span for each call and one for each attempt below it.
 *
 * The parent of a call is the trace context in its `params._meta`, else the active span of the process. The context of each
 * attempt goes to its server the same way. Everything is redacted and bounded; arguments and results are no part of spans.
 */
export function createTracing(api: OpenTelemetryApi, options: TracingOptions = {}): CallTracer {
  const { tracerProvider = api.trace, version, logger = silentLogger } = options;
  const tracer = tracerProvider.getTracer('seawall', version);
  const guard = createGuard(logger);
  return { startCall: (start) => guard(() => new TracedCall({ api, tracer, guard }, start)) };
}

/** Runs what foreign processors of spans take part in: they must not fail a call. */
type Guard = <T>(work: () => T) => T | undefined;

interface Tools {
  readonly api: OpenTelemetryApi;
  readonly tracer: OpenTelemetry.Tracer;
  readonly guard: Guard;
}

class TracedCall implements CallSpan {
  readonly #tools: Tools;
  readonly #start: CallSpanStart;
  readonly #span: OpenTelemetry.Span;
  /** With the span in it. */
  readonly context: OpenTelemetry.Context;

  constructor(tools: Tools, start: CallSpanStart) {
    const { api, tracer } = tools;
    const { call, parent } = start;
    this.#tools = tools;
    this.#start = start;
    const { context, links } =
      parent instanceof TracedCall ? { context: parent.context, links: [] } : originOf(api, start);
    this.#span = tracer.startSpan(
      spanNameOf(call),
      {
        // A host asked; what is called for other reasons is our own work.
        kind: call.session !== undefined && parent === undefined ? api.SpanKind.SERVER : api.SpanKind.INTERNAL,
        attributes: { ...callAttributes(call), 'seawall.call.id': call.id, 'seawall.safety': call.safety },
        links,
      },
      context,
    );
    this.context = api.trace.setSpan(context, this.#span);
  }

  startAttempt(start: AttemptSpanStart): AttemptSpan | undefined {
    const { guard } = this.#tools;
    return guard(() => {
      const span = this.#startAttempt(start);
      return {
        request: this.#carry(start, span.spanContext()),
        end: (failure) =>
          void guard(() => {
            if (failure === undefined) span.setAttribute('seawall.delivery', 'answered');
            else {
              span.setAttribute('seawall.delivery', failure.delivery);
              this.#noteFailure(span, failure.error);
            }
            span.end();
          }),
      };
    });
  }

  end({ outcome, attempts }: Parameters<CallSpan['end']>[0]): void {
    this.#tools.guard(() => {
      this.#span.setAttribute('seawall.attempts', attempts);
      if (outcome.kind === 'success') this.#span.setAttribute('seawall.served_by', outcome.servedBy);
      else this.#noteFailure(this.#span, outcome.error);
      this.#span.end();
    });
  }

  #startAttempt({ attempt, transport, protocolVersion }: AttemptSpanStart): OpenTelemetry.Span {
    const { api, tracer } = this.#tools;
    const { call } = this.#start;
    return tracer.startSpan(
      spanNameOf(call),
      {
        kind: api.SpanKind.CLIENT,
        attributes: {
          ...callAttributes(call),
          'seawall.attempt': attempt,
          'mcp.protocol.version': shownName(protocolVersion),
          'network.transport': transport === 'stdio' ? 'pipe' : 'tcp',
          ...(transport === 'stdio' ? {} : { 'network.protocol.name': 'http' }),
        },
      },
      this.context,
    );
  }

  /** Where nothing is registered that makes spans, what came goes on as it came. */
  #carry({ request }: AttemptSpanStart, context: OpenTelemetry.SpanContext): AttemptSpan['request'] {
    return this.#tools.api.isSpanContextValid(context) ? withTraceContext(request, context) : request;
  }

  #noteFailure(span: OpenTelemetry.Span, error: Parameters<typeof errorAttributes>[0]): void {
    span.setAttributes(errorAttributes(error));
    span.setStatus({ code: this.#tools.api.SpanStatusCode.ERROR, message: shownText(error.message, MAX_TEXT_LENGTH) });
  }
}

/** Where a call comes from: from another process, and then it is linked to what this one is at, or from this one. */
function originOf(
  api: OpenTelemetryApi,
  { request }: CallSpanStart,
): { readonly context: OpenTelemetry.Context; readonly links: OpenTelemetry.Link[] } {
  const active = api.context.active();
  const remote = readTraceContext(request, api.createTraceState);
  if (remote === undefined) return { context: active, links: [] };
  const ambient = api.trace.getSpanContext(active);
  const isOther = ambient !== undefined && api.isSpanContextValid(ambient) && ambient.spanId !== remote.spanId;
  return {
    context: api.trace.setSpanContext(api.ROOT_CONTEXT, remote),
    links: isOther ? [{ context: ambient }] : [],
  };
}

function createGuard(logger: Logger): Guard {
  let hasTold = false;
  return (work) => {
    try {
      return work();
    } catch (error) {
      if (!hasTold) logger.log('warn', 'A call could not be traced; this is told once.', { error });
      hasTold = true;
      return undefined;
    }
  };
}
