import type { BreakerSignal } from '@seawall/core/base';

/** What a fault is at the port, where the client sees it. */
export interface FaultTraits {
  /** `connect`, `request`: each that is begun meanwhile. `server`: something that happens to the server when it begins. */
  readonly meets: 'connect' | 'request' | 'both' | 'server';
  readonly transports: readonly ('stdio' | 'http')[];
  /** Whether a request that meets it is carried out. */
  readonly runs: 'no' | 'perhaps' | 'yes';
  /** What it should say about the server and the tool to their circuits. */
  readonly server: BreakerSignal;
  readonly tool: BreakerSignal;
}

const ANY = ['stdio', 'http'] as const;
const HTTP = ['http'] as const;
const STDIO = ['stdio'] as const;

/** Every fault that a simulated server can have. */
export const FAULTS = {
  // There is no way to the server.
  refuse: { meets: 'both', transports: HTTP, runs: 'no', server: 'hard-failure', tool: 'neutral' },
  'dns-fail': { meets: 'both', transports: HTTP, runs: 'no', server: 'hard-failure', tool: 'neutral' },
  'connect-hang': { meets: 'both', transports: HTTP, runs: 'no', server: 'hard-failure', tool: 'neutral' },
  'tls-fail': { meets: 'both', transports: HTTP, runs: 'no', server: 'hard-failure', tool: 'neutral' },
  'spawn-fail': { meets: 'connect', transports: STDIO, runs: 'no', server: 'neutral', tool: 'neutral' },
  // The process of the server.
  exit: { meets: 'server', transports: STDIO, runs: 'perhaps', server: 'failure', tool: 'neutral' },
  'crash-loop': { meets: 'connect', transports: STDIO, runs: 'perhaps', server: 'failure', tool: 'neutral' },
  stopped: { meets: 'both', transports: ANY, runs: 'perhaps', server: 'failure', tool: 'failure' },
  // The way of the answer.
  'reset-before': { meets: 'request', transports: HTTP, runs: 'no', server: 'failure', tool: 'neutral' },
  'reset-after': { meets: 'request', transports: HTTP, runs: 'yes', server: 'failure', tool: 'neutral' },
  'header-stall': { meets: 'request', transports: HTTP, runs: 'perhaps', server: 'failure', tool: 'failure' },
  'stream-cut-before': { meets: 'request', transports: HTTP, runs: 'perhaps', server: 'failure', tool: 'neutral' },
  'stream-cut-after': { meets: 'request', transports: HTTP, runs: 'yes', server: 'failure', tool: 'neutral' },
  'stream-ends-empty': { meets: 'request', transports: HTTP, runs: 'perhaps', server: 'failure', tool: 'neutral' },
  slow: { meets: 'request', transports: ANY, runs: 'yes', server: 'success', tool: 'success' },
  'slow-drip': { meets: 'request', transports: ANY, runs: 'yes', server: 'success', tool: 'success' },
  'no-answer': { meets: 'request', transports: ANY, runs: 'perhaps', server: 'failure', tool: 'failure' },
  // What the answer is.
  'truncated-json': { meets: 'request', transports: HTTP, runs: 'yes', server: 'success', tool: 'failure' },
  'invalid-json': { meets: 'request', transports: HTTP, runs: 'yes', server: 'success', tool: 'failure' },
  'invalid-result': { meets: 'request', transports: ANY, runs: 'yes', server: 'success', tool: 'failure' },
  oversized: { meets: 'request', transports: ANY, runs: 'yes', server: 'success', tool: 'neutral' },
  'html-page': { meets: 'request', transports: HTTP, runs: 'perhaps', server: 'failure', tool: 'neutral' },
  noise: { meets: 'request', transports: STDIO, runs: 'yes', server: 'success', tool: 'success' },
  'wrong-id': { meets: 'request', transports: ANY, runs: 'yes', server: 'failure', tool: 'failure' },
  'duplicate-answer': { meets: 'request', transports: ANY, runs: 'yes', server: 'success', tool: 'success' },
  'out-of-order': { meets: 'request', transports: ANY, runs: 'yes', server: 'success', tool: 'success' },
  // What the server says.
  'http-429': { meets: 'request', transports: HTTP, runs: 'no', server: 'neutral', tool: 'neutral' },
  'http-429-when': { meets: 'request', transports: HTTP, runs: 'no', server: 'neutral', tool: 'neutral' },
  'http-500': { meets: 'request', transports: HTTP, runs: 'perhaps', server: 'neutral', tool: 'failure' },
  'http-502': { meets: 'request', transports: HTTP, runs: 'perhaps', server: 'failure', tool: 'neutral' },
  'http-503': { meets: 'both', transports: HTTP, runs: 'perhaps', server: 'failure', tool: 'neutral' },
  'http-503-when': { meets: 'request', transports: HTTP, runs: 'no', server: 'neutral', tool: 'neutral' },
  'http-504': { meets: 'request', transports: HTTP, runs: 'perhaps', server: 'failure', tool: 'neutral' },
  'http-401': { meets: 'both', transports: HTTP, runs: 'no', server: 'neutral', tool: 'neutral' },
  'http-403': { meets: 'request', transports: HTTP, runs: 'no', server: 'neutral', tool: 'neutral' },
  'internal-error': { meets: 'request', transports: ANY, runs: 'no', server: 'success', tool: 'failure' },
  'server-error': { meets: 'request', transports: ANY, runs: 'no', server: 'success', tool: 'failure' },
  'invalid-arguments': { meets: 'request', transports: ANY, runs: 'no', server: 'success', tool: 'neutral' },
  'tool-refuses': { meets: 'request', transports: ANY, runs: 'no', server: 'success', tool: 'neutral' },
  'tool-outage': { meets: 'request', transports: ANY, runs: 'no', server: 'success', tool: 'failure' },
  'tool-removed': { meets: 'request', transports: ANY, runs: 'no', server: 'success', tool: 'neutral' },
  // What the server knows.
  'session-lost': { meets: 'server', transports: HTTP, runs: 'no', server: 'neutral', tool: 'neutral' },
  'session-forgotten': { meets: 'server', transports: HTTP, runs: 'no', server: 'success', tool: 'success' },
  'era-switch': { meets: 'server', transports: ANY, runs: 'no', server: 'neutral', tool: 'neutral' },
  'list-changed-storm': { meets: 'server', transports: ANY, runs: 'no', server: 'neutral', tool: 'neutral' },
} as const satisfies Readonly<Record<string, FaultTraits>>;

/** The name of a fault. */
export type FaultName = keyof typeof FAULTS;

/** All of them. */
export const FAULT_NAMES: readonly FaultName[] = Object.keys(FAULTS).filter(isFaultName);

/** Whether `name` is one of {@link FAULTS}. */
function isFaultName(name: string): name is FaultName {
  return name in FAULTS;
}

/** What is to be known of a fault. */
export function traitsOf(name: FaultName): FaultTraits {
  return FAULTS[name];
}
