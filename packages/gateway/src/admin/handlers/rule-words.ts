import type { AlertCondition, AlertRule } from '@seawall/core/base';

/** When a rule fires, in a sentence. */
export function ruleInWords(rule: AlertRule): string {
  const { when, forMs, servers } = rule;
  const holds = forMs === 0 ? '' : ` for ${span(forMs)}`;
  const where = servers.length === 1 && servers[0] === '*' ? '' : ` (servers: ${servers.join(', ')})`;
  return `${WORDS[when](rule)}${holds}${where}.`;
}

const WORDS: Readonly<Record<AlertCondition, (rule: AlertRule) => string>> = {
  'server-down': () => 'A server is not connected or does not answer',
  'crash-loop': () => 'A server ends again and again right after its start',
  'auth-required': () => 'A server refuses its credentials',
  'circuit-open': () => 'A circuit refuses calls',
  errors: ({ threshold, windowMs }) => `A server has ${some(threshold, 'error')} or more within ${span(windowMs)}`,
  'error-rate': ({ threshold, windowMs, minimumCalls }) =>
    `${Math.round(threshold * 100)} % of the calls to a server fail within ${span(windowMs)}, of at least ${minimumCalls}`,
  latency: ({ threshold, windowMs }) =>
    `One call in twenty to a server takes ${span(threshold)} or longer within ${span(windowMs)}`,
  'group-new': () => 'An error comes that was never seen before',
  'group-escalating': () => 'Errors of a group become far more than they were',
  'group-regressed': () => 'An error comes back that was resolved',
  'parked-waiting': ({ threshold }) =>
    `${some(threshold, 'parked write')} or more ${threshold === 1 ? 'waits' : 'wait'}`,
  'parked-age': ({ threshold }) => `A parked write waits for ${span(threshold)} or longer`,
  'store-dropping': ({ threshold, windowMs }) =>
    `The store loses ${some(threshold, 'record')} or more within ${span(windowMs)}`,
};

function some(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function span(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  if (ms % 60_000 === 0) return `${ms / 60_000} min`;
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}
