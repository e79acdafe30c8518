export { createTracing, type OpenTelemetryApi, type TracingOptions } from './create-tracing.ts';
