import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import type { CircuitView } from '@seawall/admin-api';
import { type JSX, useId, useState } from 'react';
import { useAdminChange } from '../../data/use-admin.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icons.tsx';
import { type CircuitChange, circuitActions } from './server-action-list.ts';

/** Which circuit. */
export interface CircuitActionsProps {
  readonly server: string;
  /** Absent for the circuit of the whole server. */
  readonly tool?: string | undefined;
  /** Which calls go through it, in words. */
  readonly of: string;
  readonly state: CircuitView['state'];
}

/** What can be done with a circuit; with that of one tool the other tools of the server go on as they are. */
export function CircuitActions({ server, tool, of, state }: CircuitActionsProps): JSX.Element {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [asked, setAsked] = useState<CircuitChange>();
  const menu = useId();
  const change = useAdminChange('changeCircuit');
  const actions = circuitActions(state, of);
  return (
    <>
      <Button
        aria-label={`Change the circuit of ${tool ?? server}`}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={menu}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon name="more" size={18} />
      </Button>
      <Menu id={menu} open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {actions.map((action) => (
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
          title={`${asked.title}: ${tool === undefined ? server : `${tool} on ${server}`}`}
          consequences={asked.consequences}
          action={asked.title}
          isDangerous={asked.isDangerous}
          onConfirm={(reason) =>
            change.mutateAsync({
              parameters: { server },
              body: { reason, action: asked.does, ...(tool === undefined ? {} : { tool }) },
            })
          }
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
