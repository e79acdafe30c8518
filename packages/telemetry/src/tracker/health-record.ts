import { type HealthRecord, toTimestamp } from '@seawall/core/base';
import { type HealthStatus, healthSentence } from './health.ts';

/** A change of health as it is kept. */
export function healthRecord(id: string, server: string, status: HealthStatus): HealthRecord {
  const { health, reason, advice, sinceMs } = status;
  return {
    id,
    atMs: Math.round(sinceMs),
    server,
    health,
    reason: healthSentence(reason, toTimestamp(sinceMs), advice),
  };
}
