// The example of docs/policies/circuit-breaker.md, type-checked.
import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import { withCircuitBreaker } from './with-circuit-breaker.ts';

interface SearchClient {
  search(query: string): Promise<readonly string[]>;
}

export function guardSearch(client: SearchClient, clock: Clock, random: Random): Promise<readonly string[]> {
  const search = withCircuitBreaker((query: string) => client.search(query), {
    name: { server: 'jira', tool: 'search' },
    breaker: { consecutiveFailures: 5, openMs: 60_000 },
    safety: 'read',
    clock,
    random,
  });
  return search('open issues');
}
