import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { Outlet, useMatch } from '@tanstack/react-router';
import { type JSX, lazy, Suspense, useState } from 'react';
import { useObserved, useServices } from '../data/services.tsx';
import { formatTimeOfDay } from '../format/relative-time.ts';
import { Choice } from '../parts/choice.tsx';
import { Icon } from '../parts/icons.tsx';
import { nextThemeMode, themeMode } from '../theme/theme-mode.ts';
import styles from './app-shell.module.css';
import { CommandPalette } from './command-palette.tsx';
import { LiveChip } from './live-chip.tsx';
import { Navigation } from './navigation.tsx';
import type { Overlay } from './overlay.ts';
import { UpdateNotice } from './update-notice.tsx';
import { RANGES, usePageSearch, useRange } from './use-page-search.ts';
import { useShortcuts } from './use-shortcuts.ts';

// What is seldom seen does not keep the rest waiting. The palette has to be there at once: what is typed next belongs to it.
const ShortcutList = lazy(() => import('./shortcut-list.tsx'));
const SignIn = lazy(() => import('./sign-in.tsx'));

/** The frame around every screen. */
export function AppShell(): JSX.Element {
  const { access } = useServices();
  return <Suspense>{useObserved(access) === 'needed' ? <SignIn /> : <Frame />}</Suspense>;
}

function Frame(): JSX.Element {
  const { live } = useServices();
  const [overlay, setOverlay] = useState<Overlay>('none');
  useShortcuts(setOverlay);
  const state = useObserved(live.state);
  const close = (): void => setOverlay('none');
  return (
    <div className={styles.frame}>
      <button type="button" className={styles.skip} onClick={() => document.getElementById('screen')?.focus()}>
        Skip to the content
      </button>
      <Navigation />
      <div className={styles.side}>
        <TopBar onOpen={setOverlay} />
        <main id="screen" tabIndex={-1} className={styles.screen}>
          {state.kind === 'reconnecting' ? (
            <p className={styles.stale}>
              The gateway does not answer. What is shown is as of {formatTimeOfDay(state.sinceMs)}.
            </p>
          ) : null}
          <UpdateNotice />
          <div data-stale={state.kind === 'reconnecting'}>
            <Outlet />
          </div>
        </main>
      </div>
      <Suspense>
        {overlay === 'palette' ? <CommandPalette onClose={close} onOpen={setOverlay} /> : null}
        {overlay === 'shortcuts' ? <ShortcutList onClose={close} /> : null}
      </Suspense>
    </div>
  );
}

const PALETTE_LABEL = 'Go to a server, a screen, an action';
const THEME_ICONS = { system: 'display', light: 'sun', dark: 'moon' } as const;

function TopBar({ onOpen }: { readonly onOpen: (overlay: Overlay) => void }): JSX.Element {
  const mode = useObserved(themeMode);
  const range = useRange();
  const [, change] = usePageSearch();
  // Elsewhere lists have a filter of their own, or show what is now.
  const isOverview = useMatch({ from: '/', shouldThrow: false }) !== undefined;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Page">
      <button type="button" className={styles.search} aria-label={PALETTE_LABEL} onClick={() => onOpen('palette')}>
        <Icon name="search" />
        <span>{PALETTE_LABEL}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <span className={styles.gap} />
      <LiveChip />
      {isOverview ? (
        <Choice
          label="Time range"
          value={range}
          options={Object.entries(RANGES).map(([name, { text }]) => [name, text])}
          onChange={(name) => change({ range: name })}
        />
      ) : null}
      <Tooltip title={`Theme: ${mode} (t)`}>
        <IconButton aria-label={`Theme: ${mode}`} onClick={nextThemeMode}>
          <Icon name={THEME_ICONS[mode]} size={18} />
        </IconButton>
      </Tooltip>
      <Tooltip title="Keyboard shortcuts (?)">
        <IconButton aria-label="Keyboard shortcuts" onClick={() => onOpen('shortcuts')}>
          <Icon name="help" size={18} />
        </IconButton>
      </Tooltip>
    </div>
  );
}
