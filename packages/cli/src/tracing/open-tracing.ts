import { type CallTracer, type Clock, type Logger, sleep } from '@seawall/core/base';
import type { CommandContext } from '../context.ts';

/** The tracing of a process, while it lasts. */
export interface Tracing {
  readonly tracer: CallTracer;
  /** Sends what waits, within two seconds. May be called twice; never rejects. */
  close(): Promise<void>;
}

/**
 * Traces calls to where the standard variables of OpenTelemetry say, over OTLP/HTTP.
 *
 * `undefined`, and nothing is loaded, where they name no endpoint or turn it off. What goes wrong later is logged; calls go on.
 */
export async function openTracing(
  { env, version, clock }: Pick<CommandContext, 'env' | 'version' | 'clock'>,
  logger: Logger,
): Promise<Tracing | undefined> {
  if (!isAskedFor(env)) return undefined;
  const [{ createTracing }, api, sdk] = await Promise.all([
    import('@seawall/telemetry/traces'),
    import('@opentelemetry/api'),
    import('./trace-provider.ts'),
  ]);
  const provider = sdk.createTraceProvider({ version, onTrouble: createTroubleLog(logger, clock) });
  const endpoint = setting(env, TRACES_ENDPOINT) ?? setting(env, ENDPOINT);
  logger.log('info', `Traces go to ${endpoint}.`, { endpoint });
  const shutDown = async (): Promise<void> => {
    const limit = new AbortController();
    const ended = provider.shutdown().then(
      () => limit.abort(),
      (error: unknown) => {
        limit.abort();
        logger.log('warn', 'The last traces could not be sent.', { error });
      },
    );
    if (await sleep(clock, MAX_SHUTDOWN_MS, limit.signal)) {
      logger.log('warn', `The last traces were not taken within ${MAX_SHUTDOWN_MS} ms, and are given up.`, {
        endpoint,
      });
    } else await ended;
  };
  let closing: Promise<void> | undefined;
  return {
    tracer: createTracing(api, { tracerProvider: provider, version, logger }),
    close: () => {
      closing ??= shutDown();
      return closing;
    },
  };
}

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const TRACES_ENDPOINT = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
const MAX_SHUTDOWN_MS = 2000;
/** A collector that is down does not fill the log. */
const MIN_TELLING_MS = 60_000;

type Environment = CommandContext['env'];

function isAskedFor(env: Environment): boolean {
  if (setting(env, 'OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return false;
  if (setting(env, 'OTEL_TRACES_EXPORTER')?.toLowerCase() === 'none') return false;
  return setting(env, ENDPOINT) !== undefined || setting(env, TRACES_ENDPOINT) !== undefined;
}

/** A variable; one that is empty is none. */
function setting(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function createTroubleLog(logger: Logger, clock: Clock): (message: string) => void {
  let tellAtMs = Number.NEGATIVE_INFINITY;
  let untold = 0;
  return (message) => {
    const nowMs = clock.monotonicMs();
    untold += 1;
    if (nowMs < tellAtMs) return;
    logger.log('warn', `Traces could not be sent: ${message}`, { failures: untold });
    untold = 0;
    tellAtMs = nowMs + MIN_TELLING_MS;
  };
}
