import type { EventSubscription } from '../logs/log-events.ts';
import type { AuditTrail } from './audit-trail.ts';

/** Notes every call in the trail once it ended, until the returned function is called. */
export function auditCalls(subscribe: EventSubscription, trail: Pick<AuditTrail, 'note'>): () => void {
  return subscribe((event) => {
    if (event.kind === 'callFinished') trail.note(event);
  });
}
