import type { DoctorProgress } from '@seawall/client';
import type { Timer } from '@seawall/core/base';
import type { CommandContext } from '../context.ts';
import { toDisplayLine, truncateToWidth } from '../terminal/display-text.ts';
import { createLiveRegion } from '../terminal/live-region.ts';
import { examinationLine } from './doctor-text.ts';

/** Shows on stderr how far a doctor is. */
export interface DoctorProgressView {
  readonly onProgress: (progress: DoctorProgress) => void;
  /** Takes away what is drawn. May be called twice. */
  close(): void;
}

/**
 * On a terminal one line for each server with the check that runs, drawn again in place; else one line for each server
 * that is done, unless `isQuiet`.
 */
export function createDoctorProgress(
  context: CommandContext,
  options: { readonly isQuiet: boolean },
): DoctorProgressView {
  if (context.stderr.isTTY === true) return createLiveProgress(context);
  const { stderr } = context;
  return {
    onProgress: (progress) => {
      if (progress.kind === 'serverFinished' && !options.isQuiet)
        stderr.write(`${examinationLine(progress.examination)}\n`);
    },
    close: () => undefined,
  };
}

const FRAME_MS = 150;
const FRAMES: readonly string[] = ['|', '/', '-', '\\'];

function createLiveProgress({ stderr, clock }: CommandContext): DoctorProgressView {
  const region = createLiveRegion(stderr);
  /** What each server is at. Bounded by the servers of the configuration. */
  const states = new Map<string, string>();
  let frame = 0;
  let timer: Timer | undefined;
  let isClosed = false;
  const draw = (): void => {
    frame += 1;
    const mark = FRAMES[frame % FRAMES.length] ?? '';
    const width = (stderr.columns ?? 80) - 1;
    region.draw([...states].map(([name, state]) => truncateToWidth(toDisplayLine(`${mark} ${name}: ${state}`), width)));
    timer = clock.setTimer(draw, FRAME_MS, { background: true });
  };
  timer = clock.setTimer(draw, FRAME_MS, { background: true });
  return {
    onProgress: (progress) => {
      if (progress.kind === 'stepStarted') states.set(progress.server, `${progress.title} …`);
      if (progress.kind === 'serverFinished') states.delete(progress.server);
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      timer?.cancel();
      region.draw([]);
      region.finish();
    },
  };
}
