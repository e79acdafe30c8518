import { createFakeClock, createSeededRandom, type FakeClock } from '@seawall/testkit';
import type { Delivery } from '../../src/call/call.ts';
import type { Safety } from '../../src/call/safety.ts';
import type { ErrorCode } from '../../src/errors/error-code.ts';
import { MCPError } from '../../src/errors/mcp-error.ts';
import type { SeawallEvent } from '../../src/events/event.ts';
import { createEventBus } from '../../src/events/event-bus.ts';
import type { AttemptLimits, CallTarget } from '../../src/pipeline/policy-call.ts';
import { PolicyCall, type PolicyCallOptions } from '../../src/pipeline/policy-call.ts';
import { type PolicyOptions, resolvePolicies } from '../../src/pipeline/policy-options.ts';
import { ServerPolicies } from '../../src/pipeline/server-policies.ts';
import type { AttemptEnd, AttemptFailure, FailureEffect } from '../../src/policies/attempt.ts';

/** What one attempt comes to: its end, or what makes one when it is sent. */
export type Script = AttemptEnd | ((limits: AttemptLimits) => AttemptEnd | Promise<AttemptEnd>);

/** A target whose attempts end as a script says, in order; the last entry goes on for ever. */
export interface ScriptedTarget extends CallTarget {
  readonly sent: readonly AttemptLimits[];
  abandoned: number;
}

export function scriptedTarget(...script: readonly Script[]): ScriptedTarget {
  const sent: AttemptLimits[] = [];
  return {
    sent,
    abandoned: 0,
    prepare: () => undefined,
    send: async (limits) => {
      const { attempt, timeoutMs, maxTotalTimeoutMs, signal } = limits;
      sent.push({ attempt, timeoutMs, maxTotalTimeoutMs, signal });
      const end = script[Math.min(sent.length, script.length) - 1] ?? ANSWER;
      return typeof end === 'function' ? end(limits) : end;
    },
    abandon(): void {
      this.abandoned += 1;
    },
  };
}

export const ANSWER: AttemptEnd = { kind: 'result', result: { content: [{ type: 'text', text: 'ok' }] } };

/** A failed attempt as a connection tells it. */
export function failed(
  code: ErrorCode,
  delivery: Delivery,
  { effect = 'none', ...context }: { readonly effect?: FailureEffect; readonly [field: string]: unknown } = {},
): AttemptFailure {
  const error = new MCPError({ code, message: `It failed with ${code}.`, context });
  return { kind: 'failure', error, delivery, effect };
}

/** An answer of HTTP that is a failure. */
export function httpFailure(
  code: ErrorCode,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): AttemptFailure {
  const evidence = { shape: 'http_response', payload: { status, headers, body: '' } };
  const seconds = headers['retry-after'];
  return failed(code, 'answered', {
    httpStatus: status,
    evidence,
    ...(seconds === undefined ? {} : { retryAfterMs: Number(seconds) * 1000 }),
  });
}

/** The policies of one server on a clock that stands still. */
export interface Bench {
  readonly clock: FakeClock;
  readonly policies: ServerPolicies;
  readonly events: readonly SeawallEvent[];
  /** Runs a call of the tool `look`. */
  call(target: CallTarget, options?: CallSetup): Promise<Awaited<ReturnType<ServerPolicies['run']>>>;
  kinds(): readonly string[];
  /** A call of the tool `look`, not sent yet. */
  policyCall(options?: CallSetup): PolicyCall;
}

export interface CallSetup
  extends Partial<Pick<PolicyCallOptions, 'signal' | 'maxAttempts' | 'verifyWith' | 'isRepeatable' | 'mayHedge'>> {
  readonly safety?: Safety;
  readonly tool?: string;
  readonly method?: string;
  readonly timeoutMs?: number;
  readonly totalTimeoutMs?: number;
}

export function bench(
  options: PolicyOptions = {},
  {
    transport = 'http',
    probe = async () => true,
  }: { readonly transport?: 'stdio' | 'http'; readonly probe?: () => Promise<boolean> } = {},
): Bench {
  const clock = createFakeClock();
  const events: SeawallEvent[] = [];
  const bus = createEventBus({
    onListenerError: (error) => {
      throw error;
    },
  });
  bus.subscribe((event) => events.push(event));
  const policies = new ServerPolicies({
    server: 'jira',
    transport,
    settings: resolvePolicies(options, transport),
    clock,
    random: createSeededRandom(1),
    events: bus,
    probe,
  });
  let calls = 0;
  const policyCall = (setup: CallSetup = {}): PolicyCall => {
    calls += 1;
    const {
      safety = 'read',
      tool = 'look',
      method = 'tools/call',
      timeoutMs = 30_000,
      totalTimeoutMs = 60_000,
      ...rest
    } = setup;
    const id = `call-${calls}`;
    const info = { id, principal: { id: 'anonymous' }, server: 'jira', method, target: tool, safety };
    const limits = { timeoutMs, totalTimeoutMs, maxTotalTimeoutMs: 300_000 };
    const nowMs = clock.monotonicMs();
    const durations = policies.durationsOf(tool);
    return new PolicyCall({ info, operation: `call_tool(${tool})`, safety, limits, nowMs, durations, ...rest });
  };
  return {
    clock,
    policies,
    events,
    kinds: () => events.map(({ kind }) => kind),
    policyCall,
    call: (target, setup) => policies.run(policyCall(setup), target),
  };
}
