import { getEventListeners } from 'node:events';
import { MCPError, SERVED_BY_META_KEY, STALE_META_KEY, TICKET_META_KEY } from '@seawall/core/base';
import { isOwnAnswer } from '../invariants/answers.ts';
import { hidesSecrets } from '../invariants/secrets.ts';
import { GRAIN_MS, isRefusedAtOnce, settlesInTime, settlesOnce } from '../invariants/settling.ts';
import { EXECUTION_META_KEY } from '../servers/results.ts';
import { assertHolds } from '../violation.ts';
import type { World } from '../world.ts';
import type { SimulatedCall } from './simulated-call.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** How a call ended, as its caller saw it. */
type SeenEnd =
  | { readonly kind: 'result'; readonly result: unknown; readonly atMs: number }
  | { readonly kind: 'error'; readonly error: unknown; readonly atMs: number };

/** Looks at everything that can be seen when a call settles. @throws Violation */
export function checkSettled(world: World, process: SimulatedProcess, call: SimulatedCall, end: SeenEnd): void {
  // Nobody is left who could hear of it.
  if (world.process !== process || call.end.kind === 'lost') return;
  const { nowMs } = world.time;
  assertHolds('I2', settlesOnce(call));
  const latestMs = latestOf(world, call.deadlineMs);
  const hasSlept = world.sleeps.some(({ toMs }) => toMs >= call.startedMs);
  if (world.disk === undefined || call.tool?.park !== true) assertHolds('I2', settlesInTime(call, nowMs, latestMs));
  if (!hasSlept) assertHolds('I2', isRefusedAtOnce(call, nowMs));
  if (call.cancel !== undefined) {
    const left = getEventListeners(call.cancel.signal, 'abort').length;
    if (left > 0) assertHolds('I7', `${left} listeners stay on the signal of call ${call.plan.id}.`);
  }
  if (end.kind === 'error') {
    if (!MCPError.isInstance(end.error)) throw end.error;
    call.end = { kind: 'error', error: end.error, atMs: nowMs };
    if (call.server.isLeaky) {
      const secrets = [...world.servers.values()].map(({ secret }) => secret);
      const text = `${JSON.stringify(end.error.toJSON())} ${end.error.stack ?? ''}`;
      assertHolds('I9', hidesSecrets(text, secrets, `the error of call ${call.plan.id}`));
    }
    return;
  }
  call.end = end;
  checkResult(world, call, end.result);
}

/** The latest moment at which something can happen that falls due at `dueMs`. */
function latestOf({ sleeps }: World, dueMs: number): number {
  let latestMs = dueMs;
  // One sleep may follow the other.
  for (const { fromMs, toMs } of sleeps) if (fromMs <= latestMs + GRAIN_MS && latestMs < toMs) latestMs = toMs;
  return latestMs;
}

function checkResult(world: World, call: SimulatedCall, result: unknown): void {
  const meta = metaOf(result);
  const ticket = meta[TICKET_META_KEY];
  if (ticket !== undefined) {
    const id = typeof ticket === 'object' && ticket !== null ? String(Reflect.get(ticket, 'id')) : String(ticket);
    world.tickets.set(id, call);
    call.told = 'parked';
    return;
  }
  if (meta[SERVED_BY_META_KEY] !== undefined) call.told = 'elsewhere';
  const number = meta[EXECUTION_META_KEY];
  if (typeof number !== 'number') {
    checkEmpty(world, call, result);
    return;
  }
  const execution = world.ledger.find(number);
  if (execution === undefined) return;
  const stale = meta[STALE_META_KEY];
  const ageMs: unknown = typeof stale === 'object' && stale !== null ? Reflect.get(stale, 'ageMs') : undefined;
  const answer = {
    execution,
    staleMs: typeof ageMs === 'number' ? ageMs : undefined,
    isFromElsewhere: call.told === 'elsewhere',
  };
  assertHolds('I10', isOwnAnswer(call, answer, world.time.nowMs));
}

/** A result that no server gave: only one that hides that it forgot its sessions does that. */
function checkEmpty(world: World, call: SimulatedCall, result: unknown): void {
  const hidesLoss = world.servers.get(call.server.name)?.hasHiddenLoss === true;
  if (hidesLoss) call.told = 'elsewhere';
  if (hidesLoss || call.plan.target.kind === 'list' || call.told === 'elsewhere') return;
  assertHolds('I10', `Call ${call.plan.id} got a result that no server gave: ${JSON.stringify(result).slice(0, 300)}`);
}

function metaOf(result: unknown): Readonly<Record<string, unknown>> {
  const meta: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, '_meta') : undefined;
  return typeof meta === 'object' && meta !== null ? { ...meta } : {};
}
