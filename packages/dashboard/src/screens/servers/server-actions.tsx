import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import type { ServerDetail } from '@seawall/admin-api';
import { type JSX, useId, useState } from 'react';
import { useAdminChange } from '../../data/use-admin.ts';
import { formatDuration } from '../../format/amounts.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icons.tsx';
import { type ServerAction, serverActions } from './server-action-list.ts';
import styles from './servers.module.css';

/** What can be done with a server. What can hurt says whom first. */
export function ServerActions({ server }: { readonly server: ServerDetail }): JSX.Element {
  const [asked, setAsked] = useState<ServerAction>();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const menu = useId();
  const check = useAdminChange('checkServer');
  const run = useRunAction(server.name);
  const { main, more } = serverActions(server);
  return (
    <>
      <span className={styles.muted} aria-live="polite">
        {check.data?.server === server.name ? checkText(check.data) : ''}
      </span>
      <Button
        startIcon={<Icon name="refresh" />}
        disabled={check.isPending}
        onClick={() => check.mutate({ parameters: { server: server.name } })}
      >
        {check.isPending ? 'Checking…' : 'Check now'}
      </Button>
      {main.map((action) => (
        <Button key={action.id} onClick={() => setAsked(action)}>
          {action.title}
        </Button>
      ))}
      <Button
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={menu}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon name="more" size={20} />
      </Button>
      <Menu id={menu} open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {more.map((action) => (
          <MenuItem
            key={action.id}
            onClick={() => {
              setAnchor(null);
              setAsked(action);
            }}
          >
            {action.title}
          </MenuItem>
        ))}
      </Menu>
      {asked === undefined ? null : (
        <ConfirmDialog
          title={`${asked.title}: ${server.name}`}
          consequences={asked.consequences}
          action={asked.title}
          isDangerous={asked.isDangerous}
          onConfirm={(reason) => run(asked, reason)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

function useRunAction(server: string): (action: ServerAction, reason: string) => Promise<unknown> {
  const restart = useAdminChange('restartServer');
  const pause = useAdminChange('pauseServer');
  const resume = useAdminChange('resumeServer');
  const circuit = useAdminChange('changeCircuit');
  const parameters = { server };
  return (action, reason) => {
    switch (action.does) {
      case 'restart':
        return restart.mutateAsync({ parameters, body: { reason } });
      case 'pause':
        return pause.mutateAsync({ parameters, body: { reason } });
      case 'resume':
        return resume.mutateAsync({ parameters, body: { reason } });
      default:
        return circuit.mutateAsync({ parameters, body: { reason, action: action.does } });
    }
  };
}

const CHECK_WORDS = {
  connected: 'It answers',
  not_connected: 'It is not connected',
  no_session: 'It has no session',
  error: 'It does not answer',
} as const;

function checkText(found: { readonly result: keyof typeof CHECK_WORDS; readonly elapsedMs?: number }): string {
  const took = found.elapsedMs === undefined ? '' : ` (${formatDuration(found.elapsedMs)})`;
  return `${CHECK_WORDS[found.result]}${took}.`;
}
