import { createObserved } from '../data/observable.ts';

/** What somebody chose: one of the two themes, or what the system says. */
export type ThemeMode = 'light' | 'dark' | 'system';

/** Also read by public/theme.js, before the first paint. */
const STORAGE_KEY = 'seawall-theme';

const MODES: readonly ThemeMode[] = ['system', 'light', 'dark'];

/** The theme that is chosen. */
export const themeMode = createObserved<ThemeMode>(readMode());

/** Goes on to the next theme: system, light, dark. */
export function nextThemeMode(): void {
  chooseThemeMode(MODES[(MODES.indexOf(themeMode.read()) + 1) % MODES.length] ?? 'system');
}

function chooseThemeMode(mode: ThemeMode): void {
  try {
    localStorage.setItem(STORAGE_KEY, mode);
  } catch {
    // A browser that keeps nothing forgets the choice with the page.
  }
  themeMode.set(mode);
  showTheme();
}

/** Follows the system while nothing else is chosen. */
export function followSystemTheme(): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', showTheme);
  showTheme();
}

function showTheme(): void {
  const mode = themeMode.read();
  const isDark = mode === 'dark' || (mode === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
}

function readMode(): ThemeMode {
  try {
    return MODES.find((mode) => mode === localStorage.getItem(STORAGE_KEY)) ?? 'system';
  } catch {
    // A browser that keeps nothing follows the system.
    return 'system';
  }
}
