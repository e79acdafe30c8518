export type { LogDestination } from './logs/log-destination.ts';
export { type EventSubscription, logEvents } from './logs/log-events.ts';
export {
  createPinoLogger,
  PINO_LOGGER_DEFAULTS,
  type PinoLogger,
  type PinoLoggerOptions,
} from './logs/pino-logger.ts';
export {
  createMemoryObservationStore,
  MEMORY_OBSERVATION_STORE_DEFAULTS,
  type MemoryObservationStoreOptions,
} from './memory-store/create-memory-observation-store.ts';
