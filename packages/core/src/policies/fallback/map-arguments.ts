import type { FallbackStep } from './fallback-step.ts';

type Arguments = Readonly<Record<string, unknown>>;

/**
 * The arguments for a step of a configured chain, from those of the call that failed.
 *
 * `$name` alone stands for an argument; the field is left out where the call had none of that name. `$$` begins a text with
 * a dollar sign.
 */
export function mapArguments({ arguments: wanted }: FallbackStep, given: Arguments): Arguments {
  if (wanted === undefined) return given;
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]): readonly (readonly [string, unknown])[] => {
      if (typeof value !== 'string' || !value.startsWith('$') || value === '$') return [[name, value]];
      if (value.startsWith('$$')) return [[name, value.slice(1)]];
      const source = value.slice(1);
      return Object.hasOwn(given, source) && given[source] !== undefined ? [[name, given[source]]] : [];
    }),
  );
}
