import type { Evidence } from '../call/evidence.ts';
import { type Clock, systemClock } from '../clock.ts';
import { diagnose } from './diagnose.ts';
import { isFailure } from './diagnosis.ts';
import { BUILT_IN_PACKS } from './packs/built-in-packs.ts';
import { indexPack } from './packs/find-pack.ts';
import { phraseIndex } from './rank/phrases/read-phrases.ts';
import { codeIndex } from './rank/vendor-codes.ts';
import { toMCPError } from './to-mcp-error.ts';

/** How many patterns are made ready at once: a few milliseconds of work. */
const PATTERNS_AT_ONCE = 150;

/** Ways in which servers fail; their words do not matter. */
const EXAMPLES: readonly Evidence[] = [
  { shape: 'http_response', payload: { status: 503, headers: {}, body: '{"error":{"message":"busy"}}' } },
  { shape: 'tool_result', payload: { isError: true, content: [{ type: 'text', text: 'Error: it failed' }] } },
  { shape: 'jsonrpc_error', payload: { code: -32_603, message: 'MCP error -32603: it failed' } },
  { shape: 'exception', payload: { name: 'Error', code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND host.example' } },
  {
    shape: 'tool_result',
    payload: {
      isError: true,
      content: [{ type: 'text', text: 'Error: GET https://host.example/?key=1 failed with 429' }],
    },
  },
];

let preparing: Promise<void> | undefined;

/**
 * Gets ready to diagnose, in parts of a few milliseconds with a turn of the event loop after each: the first diagnosis would do
 * it at once, and hold up everything else for a tenth of a second. Done once for the process; never rejects.
 */
export function prepareDiagnosis(clock: Clock = systemClock): Promise<void> {
  preparing ??= prepareInTurns(clock);
  return preparing;
}

async function prepareInTurns(clock: Clock): Promise<void> {
  for (const _part of parts()) await new Promise<void>((resolve) => void clock.setTimer(resolve, 0));
}

function* parts(): Generator<void> {
  while (phraseIndex().prepare(PATTERNS_AT_ONCE)) yield;
  while (codeIndex().prepare(PATTERNS_AT_ONCE)) yield;
  for (const pack of BUILT_IN_PACKS) {
    indexPack(pack);
    yield;
  }
  for (const evidence of EXAMPLES) {
    const diagnosis = diagnose(evidence, { server: 'example', tool: 'example' });
    yield;
    if (isFailure(diagnosis))
      toMCPError(diagnosis, { server: 'example', tool: 'example', operation: 'example', evidence }).toJSON();
    yield;
  }
}
