import type { EventSubscription } from '../logs/log-events.ts';
import type { AuditTrail } from './audit-trail.ts';

/** Notes every call in the trail once it ended, until the returned function is called. */
export function auditCalls(subscribe: EventSubscription, trail: Pick<AuditTrail, 'note'>): () => void {
  /** What the calls under way were given; bounded by {@link MAX_OPEN_CALLS}. */
  const open = new Map<string, unknown>();
  return subscribe((event) => {
    if (event.kind === 'callStarted') {
      if (open.size < MAX_OPEN_CALLS) open.set(event.call.id, event.request.params?.arguments);
    } else if (event.kind === 'callFinished') {
      const { id } = event.call;
      trail.note(event, open.get(id));
      open.delete(id);
    }
  });
}

/** A call beyond that has a row without a digest. */
const MAX_OPEN_CALLS = 10_000;
