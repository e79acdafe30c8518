import type { DiagnosisContext } from '../diagnosis-context.ts';
import type { Pack } from '../packs/pack.ts';
import { operationName } from '../packs/tool-name.ts';
import type { FailureKind } from '../rank/clue.ts';
import { cleanTexts, cut } from './quote.ts';
import { CODE_SAYINGS, KIND_SAYINGS } from './sayings.ts';

/** What is known for the words. */
export interface SayingInput {
  readonly kind: FailureKind;
  readonly code: string;
  readonly summary?: string | undefined;
  readonly advice?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** The pack that speaks, for the name of the operation. */
  readonly pack?: Pack | undefined;
}

/** Our words for a failure: those of a pack, of the code, or of the kind. */
export function say(input: SayingInput, names: Names): { readonly summary: string; readonly advice: string } {
  const ofKind = KIND_SAYINGS[input.kind];
  const ofCode = Object.hasOwn(CODE_SAYINGS, input.code) ? CODE_SAYINGS[input.code] : undefined;
  return {
    summary: nameServer(input.summary ?? ofCode?.summary ?? ofKind.summary, input, names),
    advice: fill(input.advice ?? ofCode?.advice ?? ofKind.advice, input, names),
  };
}

/** A sentence that does not say where it happened is told where. */
function nameServer(sentence: string, input: SayingInput, names: Names): string {
  const filled = fill(sentence, input, names);
  return filled.includes(`"${names.server}"`) ? filled : `${filled.replace(/\.$/, '')} (server "${names.server}").`;
}

const MAX_NAME_LENGTH = 100;

function fill(sentence: string, { retryAfterMs, pack }: SayingInput, { server, tool }: Names): string {
  const serverName = `server "${server}"`;
  const call = tool ? `Tool "${tool}" on ${serverName}` : `A request to ${serverName}`;
  const wait = retryAfterMs === undefined ? '' : ` ${waitOf(retryAfterMs)}`;
  const operation = tool ? `"${operationName(tool, pack ? [pack.name, ...pack.servers] : [])}"` : 'the request';
  const values: Readonly<Record<string, string>> = {
    call,
    operation,
    server: serverName,
    tool: tool ? `"${tool}"` : 'the tool',
    wait,
  };
  const filled = sentence.replace(/\{(call|operation|server|tool|wait)\}/g, (_, key: string) => values[key] ?? '');
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

/** What was called, as it may be shown. */
export interface Names {
  readonly server: string;
  readonly tool: string | undefined;
}

/** How much of a name is redacted: more than is shown, so that no secret is cut in two before it is recognized. */
const MAX_CLEANED_NAME = 2 * MAX_NAME_LENGTH;

/** Names come from outside too: each is shown as one clean line. Whatever else has to be cleaned is cleaned with them. */
export function cleanNames(
  { server, tool }: Pick<DiagnosisContext, 'server' | 'tool'>,
  texts: readonly string[] = [],
): { readonly names: Names; readonly texts: readonly string[] } {
  const [cleanServer = '', cleanTool = '', ...others] = cleanTexts([
    String(server).slice(0, MAX_CLEANED_NAME),
    tool === undefined ? '' : tool.slice(0, MAX_CLEANED_NAME),
    ...texts,
  ]);
  const names = { server: cut(cleanServer, MAX_NAME_LENGTH), tool: tool ? cut(cleanTool, MAX_NAME_LENGTH) : undefined };
  return { names, texts: others };
}

function waitOf(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}
