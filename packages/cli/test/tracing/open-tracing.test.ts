import { describe, expect, it } from 'vitest';
import { openTracing } from '../../src/tracing/open-tracing.ts';
import { fakeProcess } from '../fake-process.ts';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };

describe('the variables of OpenTelemetry', () => {
  it.each([
    ['name no endpoint', {}],
    ['name an empty one', { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }],
    ['turn the SDK off', { ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }],
    ['turn traces off', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
  ])('leave everything as it is where they %s', async (_what, env) => {
    const { context } = fakeProcess({ folder: '.', env });
    const logged: string[] = [];
    expect(await openTracing(context, { log: (_level, message) => void logged.push(message) })).toBeUndefined();
    expect(logged).toEqual([]);
  });

  it.each(['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])(
    'turn traces on with %s, until they are closed',
    async (name) => {
      const { context } = fakeProcess({ folder: '.', env: { [name]: 'http://127.0.0.1:9' } });
      const logged: string[] = [];
      const tracing = await openTracing(context, { log: (_level, message) => void logged.push(message) });
      expect(tracing?.tracer).toBeDefined();
      expect(logged).toEqual(['Traces go to http://127.0.0.1:9.']);
      await tracing?.close();
      await tracing?.close();
    },
  );
});
