import type { PackLastResort } from '../../diagnosis/packs/pack-fallback.ts';
import { findTool, operationName } from '../../diagnosis/packs/tool-name.ts';
import { cleanTexts, cut } from '../../diagnosis/say/quote.ts';
import type { FailedCall } from './failed-call.ts';
import { type FallbackSearch, fallbacksOf } from './fallback.ts';
import { isMendable, surelyDidNotRun } from './mendable.ts';
import { shownArguments } from './shown-arguments.ts';

/** What is said in place of an answer. */
export interface LastResort {
  /** For the model; without secrets. */
  readonly message: string;
  /** For programs, in the shape of the tool's results, with the message as `fallback_message`; without secrets. */
  readonly answer: Readonly<Record<string, unknown>>;
}

/** Arguments are shown this far, in characters. */
const MAX_SHOWN = 500;

/**
 * Finds what the pack of a tool says when nothing answered in place of it.
 *
 * Nothing where the words would be wrong: for a failure of the call itself, for a write that may have run, for a call that is
 * a fallback itself, and where fallbacks are turned off.
 */
export function findLastResort({
  failed,
  configured,
  findPack,
}: Omit<FallbackSearch, 'servers'>): LastResort | undefined {
  if (configured === false || failed.isFallback === true || !isMendable(failed.error)) return undefined;
  if (failed.safety !== 'read' && !surelyDidNotRun(failed.error, failed.delivery)) return undefined;
  const { server, tool, aliases = [] } = failed;
  const pack = findPack?.({ server, tool, aliases });
  if (pack === undefined) return undefined;
  const known = findTool(pack.tools ?? [], tool)?.names[0] ?? tool;
  const operation = operationName(known, [pack.name, ...pack.servers]);
  for (const { lastResort } of fallbacksOf(pack, tool)) {
    const message = lastResort && fill(lastResort.message, operation, failed);
    if (message !== undefined) return { message, answer: toAnswer(lastResort, message, failed) };
  }
  return undefined;
}

function toAnswer(words: PackLastResort | undefined, message: string, failed: FailedCall): LastResort['answer'] {
  const { answer, argumentsAs } = words ?? {};
  const byHand = argumentsAs === undefined ? {} : { [argumentsAs]: shownArguments(failed.arguments) };
  return { ...answer, fallback_message: message, ...byHand };
}

const PLACE = /\{([^{}]{1,200})\}/g;

/** The words with what stands for the names in braces; `undefined` where one of them has no value. */
function fill(message: string, operation: string, { arguments: given }: FailedCall): string | undefined {
  const places = [...message.matchAll(PLACE)].map(([, names = '']) => names);
  const values = places.map((names) => (names === 'operation' ? operation : findText(names.split('|'), given)));
  if (!values.every((value) => value !== undefined)) return undefined;
  const shown = cleanTexts(values).map((value) => cut(value, MAX_SHOWN));
  let at = 0;
  return message.replace(PLACE, () => shown[at++] ?? '');
}

function findText(names: readonly string[], given: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const text = Array.isArray(value) ? value.map(String).join(', ') : value;
    if (typeof text === 'number') return String(text);
    if (typeof text === 'string' && text.trim() !== '') return text;
  }
  return undefined;
}
