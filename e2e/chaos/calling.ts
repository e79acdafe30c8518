import { type Answer, type ChaosHost, member } from './host.ts';
import type { CallOutcome, ObservedCall } from './observed.ts';
import type { Row } from './rows.ts';
import { FAULTY, HEALTHY } from './upstreams.ts';

/** Calls at a steady pace, whether those before have been answered or not. */
export interface Caller {
  /** Milliseconds since it began. */
  nowMs(): number;
  /** Each different text that came back. */
  readonly texts: readonly { readonly where: string; readonly text: string }[];
  /** Makes no further call, and waits for those that are under way. */
  end(): Promise<readonly ObservedCall[]>;
}

const WRITES_PER_SECOND = 2;
const HEALTHY_PER_SECOND = 5;
const LISTS_PER_SECOND = 2;
/** What is kept of a text for a report, in characters. */
const SHOWN_LENGTH = 300;

/** Starts to call. */
export function startCalling({ host, row, toolCount }: CallingOptions): Caller {
  const beganMs = performance.now();
  const nowMs = (): number => performance.now() - beganMs;
  const calls: ObservedCall[] = [];
  const running = new Set<Promise<void>>();
  const texts = new Map<string, string>();
  let count = 0;
  const make = async (server: string, tool: ObservedCall['tool']): Promise<void> => {
    count += 1;
    const key = `key-${count}-${server}`;
    const startedMs = nowMs();
    const answer =
      tool === 'tools/list' ? await host.list() : await host.call(`${server}__${tool}`, { key, text: 'hello' });
    const durationMs = nowMs() - startedMs;
    // Keys make every text differ; what is looked for stands around them.
    texts.set(answer.text.replaceAll(key, 'KEY'), `${server} ${tool}`);
    const outcome = tool === 'tools/list' ? listOutcome(answer, toolCount) : callOutcome(answer);
    const text = answer.text.slice(0, SHOWN_LENGTH);
    calls.push({ server, tool, key, startedMs, durationMs, outcome, code: codeOf(answer), text });
  };
  const timers = [
    every(row.readsPerSecond, FAULTY, 'echo'),
    every(WRITES_PER_SECOND, FAULTY, 'count'),
    ...HEALTHY.map((server) => every(HEALTHY_PER_SECOND, server, 'echo')),
    every(LISTS_PER_SECOND, '', 'tools/list'),
  ];
  function every(perSecond: number, server: string, tool: ObservedCall['tool']): NodeJS.Timeout {
    return setInterval(() => {
      const call = make(server, tool).finally(() => running.delete(call));
      running.add(call);
    }, 1000 / perSecond);
  }
  return {
    nowMs,
    get texts() {
      return [...texts].map(([text, where]) => ({ text, where }));
    },
    end: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
      return calls.sort((a, b) => a.startedMs - b.startedMs);
    },
  };
}

/** What {@link startCalling} needs. */
export interface CallingOptions {
  readonly host: ChaosHost;
  readonly row: Row;
  /** How many tools a whole list has. */
  readonly toolCount: number;
}

function listOutcome(answer: Answer, toolCount: number): CallOutcome {
  if (answer.kind === 'hung' || answer.kind === 'broken') return answer.kind;
  const tools = answer.kind === 'result' ? member(answer.result, 'tools') : undefined;
  return Array.isArray(tools) && tools.length === toolCount ? 'ok' : 'failed';
}

/** What a call came to for its host: what the gateway answers counts, right or wrong. */
export function callOutcome(answer: Answer): CallOutcome {
  if (answer.kind === 'hung' || answer.kind === 'broken') return answer.kind;
  if (answer.kind === 'result' && !answer.isError) return 'ok';
  return member(errorOf(answer), 'kind') === 'outcome_unknown' ? 'unknown' : 'failed';
}

function codeOf(answer: Answer): string | undefined {
  const code = member(errorOf(answer), 'code');
  return typeof code === 'string' ? code : undefined;
}

function errorOf(answer: Answer): unknown {
  return answer.kind === 'result' ? member(member(answer.result, '_meta'), 'dev.seawall/error') : undefined;
}
