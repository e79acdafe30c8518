import { DurationHistogram } from './duration-histogram.ts';

/** For more tools of one server than this no durations are kept: the one that was called first is forgotten. */
export const MAX_TIMED_TOOLS = 1_000;

/** How long each tool of a server usually takes. */
export class UsualDurations {
  private readonly byTool = new Map<string, DurationHistogram>();

  /** The durations of a tool, to read and to record; made when it is called for the first time. */
  of(tool: string): DurationHistogram {
    return this.byTool.get(tool) ?? this.begin(tool);
  }

  private begin(tool: string): DurationHistogram {
    const durations = new DurationHistogram();
    if (this.byTool.size >= MAX_TIMED_TOOLS) {
      for (const first of this.byTool.keys()) {
        this.byTool.delete(first);
        break;
      }
    }
    this.byTool.set(tool, durations);
    return durations;
  }
}
