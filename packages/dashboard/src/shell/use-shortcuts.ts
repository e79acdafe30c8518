import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { invalidate } from '../data/apply-events.ts';
import { useServices } from '../data/services.tsx';
import { nextThemeMode } from '../theme/theme-mode.ts';
import { DESTINATIONS } from './navigation.tsx';
import type { Overlay } from './overlay.ts';
import { areShortcutsOn } from './shortcut-choice.ts';

/** How long `g` waits for the key that follows it, in milliseconds. */
const CHORD_MS = 1500;

/** Has the keys work that the list behind `?` names. */
export function useShortcuts(open: (overlay: Overlay) => void): void {
  const { live, queries, clock } = useServices();
  const navigate = useNavigate();
  const chordUntilMs = useRef(0);
  useEffect(() => {
    const actions: Readonly<Record<string, () => void>> = {
      '?': () => open('shortcuts'),
      '/': focusFilter,
      j: focusFirstRow,
      r: () => invalidate(queries),
      t: nextThemeMode,
      '.': () => (live.state.read().kind === 'paused' ? live.resume() : live.pause()),
      g: () => {
        chordUntilMs.current = clock.now() + CHORD_MS;
      },
    };
    const listen = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open('palette');
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || !areShortcutsOn.read() || isBusyTyping(event.target))
        return;
      const isChord = clock.now() < chordUntilMs.current;
      chordUntilMs.current = 0;
      const destination = isChord ? DESTINATIONS.find(({ key }) => key === event.key) : undefined;
      const action = destination === undefined ? actions[event.key] : () => void navigate({ to: destination.to });
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [clock, live, navigate, open, queries]);
}

/** Whether keys belong to a field, or to a dialog that is open. */
function isBusyTyping(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"]') !== null) return true;
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function focusFilter(): void {
  document.querySelector<HTMLElement>('[data-filter]')?.focus();
}

function focusFirstRow(): void {
  document.querySelector<HTMLElement>('main tbody a, main tbody button')?.focus();
}
