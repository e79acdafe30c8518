/**
 * Files in which Seawall keeps what has to outlive its process.
 *
 * @packageDocumentation
 */
export {
  OBSERVATION_STORE_LIMITS,
  type ObservationStoreLimits,
  type OpenObservationStoreOptions,
  openObservationStore,
} from './observations/open-observation-store.ts';
export { type OpenParkedLogOptions, openParkedLog } from './open-parked-log.ts';
