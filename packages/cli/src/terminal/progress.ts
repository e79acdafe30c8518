import type { Clock } from '@seawall/core/base';
import type { OutputStream } from '../context.ts';
import { toDisplayLine, truncateToWidth } from './display-text.ts';

/**
 * Shows on a terminal that something takes its time; writes nothing where `stream` is none.
 *
 * Nothing is shown for what is over within {@link SHOW_AFTER_MS}. Dispose of it before anything else is written.
 */
export function showProgress(stream: OutputStream, clock: Clock, text: () => string): Disposable {
  if (stream.isTTY !== true) return { [Symbol.dispose]: () => undefined };
  let frame = 0;
  let isShown = false;
  const draw = (): void => {
    isShown = true;
    const line = `${FRAMES[frame++ % FRAMES.length] ?? ''} ${toDisplayLine(text())}`;
    stream.write(`\r\u001b[K${truncateToWidth(line, (stream.columns ?? 80) - 1)}`);
    timer = clock.setTimer(draw, FRAME_MS, { background: true });
  };
  let timer = clock.setTimer(draw, SHOW_AFTER_MS, { background: true });
  return {
    [Symbol.dispose]: () => {
      timer.cancel();
      if (isShown) stream.write('\r\u001b[K');
    },
  };
}

const FRAMES: readonly string[] = ['|', '/', '-', '\\'];
const FRAME_MS = 120;
const SHOW_AFTER_MS = 300;
