import { type Execution, runTool, type ToolRun } from './run-tool.ts';
import { type ToolOutput, type ToolProgress, toToolProgress } from './tool-output.ts';

/**
 * Calls a tool for the model, and tells on the way what the server tells of its progress: each is a preliminary result, the
 * last is the output. Of progress that comes faster than it is read, only the newest is told.
 *
 * @throws {@link MCPError} as {@link runTool} does.
 */
export async function* runToolWithProgress(
  run: ToolRun,
  input: unknown,
  execution: Execution,
): AsyncGenerator<ToolProgress | ToolOutput> {
  const abandoned = new AbortController();
  const { abortSignal } = execution;
  const signal = abortSignal === undefined ? abandoned.signal : AbortSignal.any([abortSignal, abandoned.signal]);
  const progress = new NewestProgress();
  const call = runTool(run, input, { ...execution, abortSignal: signal }, (told) =>
    progress.tell(toToolProgress(told)),
  );
  // What it rejects with is thrown below, unless whoever reads went away before.
  const ended = call.then(
    () => undefined,
    () => undefined,
  );
  try {
    // Ends with the call, which has a deadline.
    for (;;) {
      const told = await Promise.race([progress.next(), ended]);
      if (told === undefined) break;
      yield told;
    }
    yield await call;
  } finally {
    abandoned.abort();
  }
}

/** Keeps what was told last until somebody asks. */
class NewestProgress {
  #newest: ToolProgress | undefined;
  #wake: ((told: ToolProgress) => void) | undefined;

  tell(told: ToolProgress): void {
    const wake = this.#wake;
    this.#wake = undefined;
    if (wake === undefined) this.#newest = told;
    else wake(told);
  }

  next(): Promise<ToolProgress> {
    const newest = this.#newest;
    this.#newest = undefined;
    return newest === undefined
      ? new Promise((resolve) => {
          this.#wake = resolve;
        })
      : Promise.resolve(newest);
  }
}
