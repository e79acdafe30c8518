import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock, CreateId } from '@seawall/core/base';
import { INVALID_PARAMS_CODE, JsonRpcErrorAnswer } from '../reply/json-rpc-error.ts';
import { isParams } from './params.ts';

/** What a state of ours stands for: a call that waits for its host, or one that has to be sent anew. */
export type RequestState =
  | { readonly kind: 'pending'; readonly callId: string; readonly round: string }
  | { readonly kind: 'anew' };

/** What a state is good for: the same request of the same principal. */
export interface StateBinding {
  readonly principal: string;
  readonly method: string;
  /** The name of the tool or prompt, or the URI of the resource. */
  readonly name: string;
}

/** Signs and checks the `requestState` of requests that the gateway itself answers with questions. */
export interface RequestStateCodec {
  /** Whether a text claims to be a state of this gateway. */
  isOwn(text: string): boolean;
  /** Whether a text claims to be a state of any gateway of our kind. */
  isGateways(text: string): boolean;
  encode(state: RequestState, binding: StateBinding, lifetimeMs: number): string;
  /** @throws {@link JsonRpcErrorAnswer} with -32602 when it was changed, is over or belongs to another request. */
  decode(text: string, binding: StateBinding): RequestState;
}

/** The `data` of an error about a state, as the SDK's servers write it too. */
export const INVALID_STATE_DATA = { reason: 'invalid_request_state' } as const;

/** Builds the codec with a key of its own, which nobody else ever knows. */
export function createRequestStateCodec({
  clock,
  createId,
}: {
  readonly clock: Clock;
  readonly createId: CreateId;
}): RequestStateCodec {
  // Two ids that can't be guessed hold more chance than the signature has bits to use it.
  const key = createHash('sha256').update(`${createId()}\0${createId()}`).digest();
  const prefix = `${GATEWAY_PREFIX}${createHmac('sha256', key).update('gateway').digest('hex').slice(0, 8)}.`;
  const sign = (payload: string, { principal, method, name }: StateBinding): string =>
    createHmac('sha256', key)
      .update(JSON.stringify(['state', payload, principal, method, name]))
      .digest('base64url');
  return {
    isOwn: (text) => text.startsWith(prefix),
    isGateways: (text) => text.startsWith(GATEWAY_PREFIX),
    encode: (state, binding, lifetimeMs) => {
      const json = JSON.stringify({ ...state, expiresAtMs: clock.now() + lifetimeMs });
      const payload = Buffer.from(json).toString('base64url');
      return `${prefix}${payload}.${sign(payload, binding)}`;
    },
    decode: (text, binding) => {
      const [payload = '', signature = '', ...more] = text.slice(prefix.length).split('.', MAX_PARTS);
      // Compared as texts: several texts stand for the same bytes.
      const [given, expected] = [Buffer.from(signature), Buffer.from(sign(payload, binding))];
      const isGenuine = given.length === expected.length && timingSafeEqual(given, expected);
      if (!text.startsWith(prefix) || more.length > 0 || !isGenuine) throw invalidState();
      return parse(Buffer.from(payload, 'base64url').toString('utf8'), clock.now());
    },
  };
}

/** The error for a state that can't be used. */
export function invalidState(): JsonRpcErrorAnswer {
  return new JsonRpcErrorAnswer({
    code: INVALID_PARAMS_CODE,
    message:
      'The requestState is not known, was used already, is over or belongs to another request. Call again without it.',
    data: INVALID_STATE_DATA,
  });
}

const GATEWAY_PREFIX = 'seawall.';
const MAX_PARTS = 3;

/** What was signed by us is read back, so only its age can be wrong. */
function parse(json: string, nowMs: number): RequestState {
  const value: unknown = JSON.parse(json);
  if (!isParams(value) || typeof value.expiresAtMs !== 'number' || value.expiresAtMs <= nowMs) throw invalidState();
  if (value.kind === 'anew') return { kind: 'anew' };
  const { callId, round } = value;
  if (typeof callId !== 'string' || typeof round !== 'string') throw invalidState();
  return { kind: 'pending', callId, round };
}
