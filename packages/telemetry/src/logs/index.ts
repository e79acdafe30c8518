export type { LogDestination } from './log-destination.ts';
export { type EventSubscription, logEvents } from './log-events.ts';
export {
  createPinoLogger,
  type LogFormat,
  PINO_LOGGER_DEFAULTS,
  type PinoLogger,
  type PinoLoggerOptions,
} from './pino-logger.ts';
