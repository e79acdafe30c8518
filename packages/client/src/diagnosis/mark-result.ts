import { WARNINGS_META_KEY } from '@seawall/core/base';

/** A result with what a model should know about it: as a text after its content, and in `_meta`. The same without any. */
export function markResult(
  result: Readonly<Record<string, unknown>>,
  warnings: readonly string[],
): Readonly<Record<string, unknown>> {
  if (warnings.length === 0) return result;
  const { content, _meta: meta } = result;
  return {
    ...result,
    content: [...(Array.isArray(content) ? content : []), ...warnings.map((text) => ({ type: 'text', text }))],
    _meta: { ...(typeof meta === 'object' ? meta : {}), [WARNINGS_META_KEY]: warnings },
  };
}
