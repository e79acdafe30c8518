import { resolutionText } from './alert-text.ts';
import type { LiveAlert } from './live-alert.ts';
import type { AlertSignals, WindowSignal } from './signals.ts';

/** The annotations of an alert that is over: how long it was, and what it did to calls. */
export function alertTextOfResolution(alert: LiveAlert, signals: AlertSignals): Readonly<Record<string, string>> {
  const durationMs = Math.max(0, alert.resolvedSteadyMs - alert.firedSteadyMs);
  return { ...alert.annotations, resolution: resolutionText(durationMs, windowOf(alert, durationMs, signals)) };
}

function windowOf({ labels }: LiveAlert, durationMs: number, signals: AlertSignals): WindowSignal | undefined {
  if (labels.server === undefined || durationMs > MAX_WINDOW_MS) return undefined;
  try {
    return signals.window(labels.server, Math.max(MIN_WINDOW_MS, durationMs));
  } catch {
    // The duration alone says enough.
    return undefined;
  }
}

const MIN_WINDOW_MS = 60_000;
const MAX_WINDOW_MS = 86_400_000;
