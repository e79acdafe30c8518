/** What is needed of a browser. */
export interface StalePageSurroundings {
  /** Lasts as long as the tab. */
  readonly storage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  readonly now: () => number;
  readonly reload: () => void;
}

const KEY = 'seawall-reloaded';
/** A page that still lacks a part so soon after it was loaded anew does not lack it because it is old. */
const AGAIN_MS = 60_000;

/**
 * Loads the page anew where a part of it is gone, because the gateway was updated since; once a minute at the most.
 *
 * @returns whether it does; else the screen says that it could not be shown
 */
export function reloadStalePage({ storage, now, reload }: StalePageSurroundings): boolean {
  try {
    const last = Number(storage.getItem(KEY) ?? 0);
    if (Math.abs(now() - last) < AGAIN_MS) return false;
    storage.setItem(KEY, String(now()));
  } catch {
    // Without a memory it might be loaded anew for ever.
    return false;
  }
  reload();
  return true;
}
