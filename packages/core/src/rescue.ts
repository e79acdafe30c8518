// What is done about calls that failed at their own server: loaded when the first one did, or when the first write is to be kept.
export { findFallbacks } from './policies/fallback/fallback.ts';
export { findLastResort } from './policies/fallback/last-resort.ts';
export { logFallback } from './policies/fallback/log-fallback.ts';
export { isOutage, surelyDidNotRun } from './policies/fallback/mendable.ts';
export { toFallbackResult, toLastResortResult } from './policies/fallback/served-result.ts';
export { ParkedCalls } from './policies/parking/parked-calls.ts';
export { ticketResult } from './policies/parking/ticket.ts';
export { markStale } from './policies/stale/mark-stale.ts';
export { mayServeStale } from './policies/stale/may-serve-stale.ts';
