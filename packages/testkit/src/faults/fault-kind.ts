/** The names of all faults, in the order in which they are told about. */
export const FAULT_KINDS = [
  'crash',
  'crash-loop',
  'restart',
  'stop',
  'hang',
  'slow',
  'slow-drip',
  'garbage',
  'truncated',
  'noise',
  'wrong-id',
  'duplicate',
  'late-answer',
  'out-of-order',
  'reset-before',
  'reset-after',
  'bad-schema',
  'big-answer',
  'tool-removed',
  'list-changed-storm',
  'era-switch',
  'flaky',
  'refuse',
  '401',
  '429',
  '500',
  '503',
  'header-stall',
  'sse-cut-before',
  'sse-cut-after',
  'sse-end',
  'empty-success',
  'clock-jump',
] as const;

/** Everything that can go wrong on purpose. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What is known of a fault before it happens. */
export interface FaultFacts {
  /** What happens, in one sentence. */
  readonly summary: string;
  /** The transports on which it makes sense. */
  readonly transports: readonly FaultTransport[];
  /** The eras in which it makes sense. */
  readonly eras: readonly FaultEra[];
  /**
   * Whether a request that meets it ran: `not-sent`, surely not; `may-have-run`, the client can't know; `answered`, the
   * server answered, well or badly.
   */
  readonly delivery: 'not-sent' | 'may-have-run' | 'answered';
}

/** A transport that faults are told apart by. */
export type FaultTransport = 'stdio' | 'http';

/** An era of the protocol that faults are told apart by. */
export type FaultEra = 'legacy' | 'modern';

const BOTH = ['stdio', 'http'] as const;
const STDIO = ['stdio'] as const;
const HTTP = ['http'] as const;
const EITHER = ['legacy', 'modern'] as const;

/** Every fault by its name. */
export const FAULTS: Readonly<Record<FaultKind, FaultFacts>> = {
  crash: fault('The server ends, and can not be started while the fault lasts.', BOTH, 'may-have-run'),
  'crash-loop': fault('The server ends 150 ms after each start.', BOTH, 'may-have-run'),
  restart: fault(
    'The server ends once and comes back at once; what it knew of sessions is lost.',
    BOTH,
    'may-have-run',
  ),
  stop: fault('The process is stopped (SIGSTOP) and goes on after the fault.', BOTH, 'may-have-run'),
  hang: fault('Requests are read and never answered, pings included.', BOTH, 'may-have-run'),
  slow: fault('Requests are served after a wait.', BOTH, 'answered'),
  'slow-drip': fault('Answers of tools come in 40 pieces over two seconds.', BOTH, 'answered'),
  garbage: fault('Requests run, and something that is no JSON comes in place of the answer.', BOTH, 'may-have-run'),
  truncated: fault('Calls run, and half of the answer comes.', BOTH, 'may-have-run'),
  noise: fault('Lines that are no messages stand between the messages on stdout.', STDIO, 'answered'),
  'wrong-id': fault('Requests run and are answered under an id that nobody asked with.', BOTH, 'may-have-run'),
  duplicate: fault('Calls are answered twice.', BOTH, 'answered'),
  'late-answer': fault('Calls run and are answered after the client has cancelled them.', BOTH, 'may-have-run'),
  'out-of-order': fault('Calls are answered in the reverse order, after a short wait.', BOTH, 'answered'),
  'reset-before': fault('The connection breaks before the call runs.', BOTH, 'may-have-run'),
  'reset-after': fault('The connection breaks after the call ran.', BOTH, 'may-have-run'),
  'bad-schema': fault('Calls do not run and are answered with a result that is none.', BOTH, 'answered'),
  'big-answer': fault('Calls run and are answered with 24 MB.', BOTH, 'answered'),
  'tool-removed': fault(
    'The tool "count" is gone from the list, which is announced, and can not be called.',
    BOTH,
    'answered',
  ),
  'list-changed-storm': fault('The server announces fifty times a second that its tools changed.', BOTH, 'answered'),
  'era-switch': fault('The server speaks the other era of the protocol.', BOTH, 'not-sent'),
  flaky: fault('Some requests fail, over HTTP with 500, 503 or a reset, over stdio with -32603.', BOTH, 'may-have-run'),
  refuse: fault('Connections are refused.', HTTP, 'not-sent'),
  '401': fault('Requests are answered with 401.', HTTP, 'not-sent'),
  '429': fault('Requests are answered with 429, with or without Retry-After.', HTTP, 'not-sent'),
  '500': fault('Requests run and are answered with 500 and a page that tells too much.', HTTP, 'may-have-run'),
  '503': fault('Requests are answered with 503, with or without Retry-After.', HTTP, 'may-have-run'),
  'header-stall': fault('Headers of an answer come, and never its body.', HTTP, 'may-have-run'),
  'sse-cut-before': fault(
    'The event stream breaks before the answer, and the call does not run.',
    HTTP,
    'may-have-run',
  ),
  'sse-cut-after': fault('Calls run, and the event stream breaks within the answer.', HTTP, 'may-have-run'),
  'sse-end': fault('Calls run, and the event stream ends in order without the answer.', HTTP, 'may-have-run'),
  'empty-success': {
    ...fault(
      'The server forgets its sessions and answers their calls with nothing, as if all were well.',
      HTTP,
      'answered',
    ),
    eras: ['legacy'],
  },
  'clock-jump': fault('The wall clock of the client jumps by an hour, forth and back.', BOTH, 'answered'),
};

/** Whether a text is the name of a fault. */
export function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(FAULTS, text);
}

function fault(summary: string, transports: readonly FaultTransport[], delivery: FaultFacts['delivery']): FaultFacts {
  return { summary, transports, eras: EITHER, delivery };
}
