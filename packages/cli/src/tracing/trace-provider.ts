import { type DiagLogger, DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

/** What a {@link createTraceProvider} needs. */
export interface TraceProviderOptions {
  readonly version: string;
  /** Told of what the SDK could not do, as each batch that could not be sent. */
  readonly onTrouble: (message: string) => void;
}

/**
 * The tracing SDK of OpenTelemetry with its OTLP/HTTP exporter; loaded only where traces are asked for.
 *
 * Sampler, batches, limits, headers, certificates and resource come from the `OTEL_*` variables, which the SDK reads itself.
 */
export function createTraceProvider({ version, onTrouble }: TraceProviderOptions): BasicTracerProvider {
  diag.setLogger(troubleOnly(onTrouble), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'seawall', 'service.version': version }))
    .merge(detectResources({ detectors: [envDetector] }));
  return new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
}

function troubleOnly(onTrouble: (message: string) => void): DiagLogger {
  const tell = (message: string, ...details: readonly unknown[]): void =>
    onTrouble([message, ...details].map(String).join(' '));
  const drop = (): void => undefined;
  return { error: tell, warn: tell, info: drop, debug: drop, verbose: drop };
}
