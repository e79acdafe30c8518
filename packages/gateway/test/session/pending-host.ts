import type { Client } from '@modelcontextprotocol/client';
import type { Caller } from '@seawall/client';
import { type Clock, systemClock } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { GATHER_MS } from '../../src/session/pending-call.ts';
import { FakeSeawall, type SeenRequest } from '../fake-seawall.ts';
import { ANY, connectClient, openGateway, type Way } from '../front/connect.ts';

const TOOLS = ['book', 'other'].map((name) => ({ name, inputSchema: { type: 'object' } }));
/** What a server asks in these tests. */
export const QUESTION = { server: 'up', method: 'elicitation/create', params: { message: 'Which room?' } };
const CAPABILITIES = { elicitation: { form: {}, url: {} } };
/** The error for a state that can't be used. */
export const INVALID_STATE = { code: -32_602, data: { reason: 'invalid_request_state' } };

/** A result that asks for input. */
export interface InputRequired {
  readonly inputRequests: Readonly<Record<string, { readonly method: string; readonly params?: unknown }>>;
  readonly requestState: string;
}

/** Sends a call by hand: what asks for input comes back as it is. */
export async function call(client: Client, params: object = {}, options: { readonly signal?: AbortSignal } = {}) {
  const request = { method: 'tools/call', params: { name: 'book', ...params } };
  // What comes back is the wire's; each test looks at what it expects.
  return (await client.request(request, ANY, { allowInputRequired: true, ...options })) as InputRequired & {
    readonly content: unknown;
  };
}

/** For whom a request was sent on. */
export function callerOf({ options }: SeenRequest): Caller {
  if (options.caller === undefined) throw new Error('The call has no caller.');
  return options.caller;
}

/** Asks the host as its server would. */
export function ask(request: SeenRequest, question = QUESTION, signal = new AbortController().signal) {
  return callerOf(request).onRequest(question, { signal });
}

/** A gateway on a clock that stands still, and a host of 2026-07-28 that can be asked. */
export async function setUp(way: Way = 'http', clock = createFakeClock()) {
  const seawall = new FakeSeawall([{ name: 'up', catalog: { tools: TOOLS } }], { prefix: 'never' });
  const gateway = openGateway(seawall, { clock: gathering(clock) });
  const client = await connectClient(gateway, [way, 'modern'], { capabilities: CAPABILITIES });
  return { seawall, gateway, clock, client };
}

/** The same clock, but that the moment in which questions are gathered really passes. */
function gathering(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    setTimer: (run, delayMs, options) => (delayMs === GATHER_MS ? systemClock : clock).setTimer(run, delayMs, options),
  };
}

/** A call that asks one question and answers with what it was answered. */
export const askOnce = async (request: SeenRequest) => ({
  content: [{ type: 'text', text: JSON.stringify(await ask(request)) }],
});
