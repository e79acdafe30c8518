/** I8: while something does not work yet though nothing is wrong any more. */
export function recoversInTime(nowMs: number, untilMs: number, left: readonly string[]): string | undefined {
  if (nowMs <= untilMs) return undefined;
  return `Nothing is wrong any more, and these still don't work, or their circuits are not closed: ${left.join(', ')}.`;
}
