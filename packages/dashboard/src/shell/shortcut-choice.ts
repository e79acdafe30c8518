import { createObserved } from '../data/observable.ts';

const STORAGE_KEY = 'seawall-shortcuts';

/** Whether single keys do something: those who speak to their computer may want them off. */
export const areShortcutsOn = createObserved(readChoice());

/** Switches the shortcuts on or off, and remembers it. */
export function chooseShortcuts(areOn: boolean): void {
  try {
    localStorage.setItem(STORAGE_KEY, areOn ? 'on' : 'off');
  } catch {
    // A browser that keeps nothing forgets the choice with the page.
  }
  areShortcutsOn.set(areOn);
}

function readChoice(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== 'off';
  } catch {
    // A browser that keeps nothing has them on.
    return true;
  }
}
