import type { ReplayView } from '@seawall/admin-api';
import { type CallRecord, DURATION_BOUNDS_MS, MCPError, redactText } from '@seawall/core/base';
import type { AdminHandlers, OperationContext, ReadonlyDeep } from '../operations.ts';
import { ProblemError } from '../problems.ts';
import type { AdminContext } from '../sources.ts';
import { found } from './not-found.ts';
import { toTimeRange } from './time-range.ts';

type CallOperation = 'listCalls' | 'getCall' | 'replayCall' | 'getSeries';

/** Calls that ended, sums of them, and making one that only reads once more. */
export function createCallHandlers(context: AdminContext): Pick<AdminHandlers, CallOperation> {
  const { sources } = context;
  return {
    listCalls: ({ query: { from, to, ...query } }) => sources.store.calls({ ...query, ...toTimeRange(from, to) }),
    getCall: async ({ parameters: { id } }) => {
      const call = found(await sources.store.call(id), 'call', id);
      const { items } = await sources.store.errors({ callId: id, limit: MAX_ERRORS, order: 'oldest-first' });
      return { call, errors: items };
    },
    replayCall: async ({ parameters: { id } }, operation) =>
      replay(context, found(await sources.store.call(id), 'call', id), operation),
    getSeries: async ({ query: { from, to, ...query } }) => ({
      boundsMs: DURATION_BOUNDS_MS,
      points: await sources.store.series({ ...query, fromMs: from, toMs: to }),
    }),
  };
}

const MAX_ERRORS = 100;
const MAX_RESULT_LENGTH = 200_000;

async function replay(
  { seawall, clock }: AdminContext,
  call: CallRecord,
  { actor, signal }: OperationContext,
): Promise<ReadonlyDeep<ReplayView>> {
  const given = argumentsOf(call);
  // What a tool does may have been set anew since then.
  const safety = await seawall.safetyOf({ server: call.server, name: call.target });
  if (call.safety !== 'read' || safety !== 'read')
    throw notRepeatable(
      'It may write something, and is not made again from here.',
      'Only calls that read are repeated.',
    );
  const startedMs = clock.monotonicMs();
  const elapsedMs = (): number => Math.round(clock.monotonicMs() - startedMs);
  try {
    const asked = { server: call.server, name: call.target, arguments: given };
    const result = await seawall.callTool(asked, { signal, session: `replay by ${actor.name}` });
    const text = redactText(JSON.stringify(result));
    const resultText = text.slice(0, MAX_RESULT_LENGTH).toWellFormed();
    return { outcome: 'succeeded', durationMs: elapsedMs(), resultText, isCut: text.length > MAX_RESULT_LENGTH };
  } catch (error) {
    if (!MCPError.isInstance(error)) throw error;
    return { outcome: 'failed', durationMs: elapsedMs(), isCut: false, error: error.toJSON() };
  }
}

/** The arguments as they were, which what is kept of them only is where nothing was hidden or cut off. */
function argumentsOf({ method, argumentsText }: CallRecord): Readonly<Record<string, unknown>> {
  if (method !== 'tools/call')
    throw notRepeatable(`It asked for "${method}", and only calls of tools are repeated.`, 'Make it from a host.');
  if (argumentsText === undefined)
    throw notRepeatable('Its arguments were not kept.', 'Set seawall.store.payloads to "all" to have them kept.');
  const given = parseObject(argumentsText);
  if (given === undefined || HIDDEN.test(argumentsText))
    throw notRepeatable('Its arguments were hidden or cut off when they were kept.', 'Make it from a host.');
  return given;
}

/** What redaction leaves behind. */
const HIDDEN = /\[(?:[A-Z_]*REDACTED|TOO DEEP|TOO LONG|UNREADABLE)/;

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    // It was cut off, which the caller says.
    return undefined;
  }
}

function notRepeatable(why: string, hint: string): ProblemError {
  return new ProblemError('CONFLICT', { detail: `The call can't be repeated. ${why}`, hint });
}
