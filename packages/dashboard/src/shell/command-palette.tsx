import Dialog from '@mui/material/Dialog';
import { useNavigate } from '@tanstack/react-router';
import { type JSX, type KeyboardEvent, useId, useState } from 'react';
import { invalidate } from '../data/apply-events.ts';
import { useServices } from '../data/services.tsx';
import { useAdmin } from '../data/use-admin.ts';
import { healthLook } from '../parts/status.tsx';
import { nextThemeMode } from '../theme/theme-mode.ts';
import styles from './command-palette.module.css';
import { findCommands } from './find-commands.ts';
import { DESTINATIONS } from './navigation.tsx';
import type { Overlay } from './overlay.ts';

interface Command {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly run: () => void;
}

interface PaletteProps {
  readonly onClose: () => void;
  readonly onOpen: (overlay: Overlay) => void;
}

/** Finds servers, screens and actions by what is typed. */
export function CommandPalette({ onClose, onOpen }: PaletteProps): JSX.Element {
  const list = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = findCommands(useCommands(onOpen), text);
  const current = found[Math.min(chosen, found.length - 1)];
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const keyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setChosen((before) => (Math.min(before, found.length - 1) + step + found.length) % found.length);
    else if (event.key === 'Enter') run(current);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-label="Find" classes={{ container: styles.top ?? '' }}>
      <input
        autoFocus
        className={styles.field}
        role="combobox"
        aria-label="Find a server, a screen or an action"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={current === undefined ? undefined : `${list}-${current.id}`}
        placeholder="Find a server, a screen or an action"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={keyDown}
      />
      <div role="listbox" id={list} aria-label="Found" className={styles.list}>
        {found.map((command) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the field above choose from the list.
          <div
            role="option"
            tabIndex={-1}
            key={command.id}
            id={`${list}-${command.id}`}
            aria-selected={command === current}
            onClick={() => run(command)}
          >
            <span>{command.title}</span>
            <span className={styles.kind}>{command.kind}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className={styles.none}>Nothing is called “{text}”.</p> : null}
    </Dialog>
  );
}

function useCommands(onOpen: (overlay: Overlay) => void): readonly Command[] {
  const navigate = useNavigate();
  const { queries, live } = useServices();
  const { data } = useAdmin('listServers');
  const servers = (data?.items ?? []).map(({ name, health }) => ({
    id: `server-${name}`,
    title: name,
    kind: `server, ${healthLook(health.state).word}`,
    run: () => void navigate({ to: '/servers/$server', params: { server: name } }),
  }));
  const screens = DESTINATIONS.map(({ to, title }) => ({
    id: `screen-${title}`,
    title,
    kind: 'screen',
    run: () => void navigate({ to }),
  }));
  return [
    ...screens,
    { id: 'log', title: 'Error log', kind: 'screen', run: () => void navigate({ to: '/log' }) },
    ...servers,
    { id: 'refresh', title: 'Read everything again', kind: 'action', run: () => invalidate(queries) },
    { id: 'theme', title: 'Change the theme', kind: 'action', run: nextThemeMode },
    { id: 'pause', title: 'Pause', kind: 'action', run: () => live.pause() },
    { id: 'resume', title: 'Follow again', kind: 'action', run: () => live.resume() },
    { id: 'shortcuts', title: 'Keyboard shortcuts', kind: 'action', run: () => onOpen('shortcuts') },
  ];
}
