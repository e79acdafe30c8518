import TextField from '@mui/material/TextField';
import type { RouteAnswer } from '@seawall/admin-api';
import { type JSX, useState } from 'react';
import { useAdminChange } from '../../data/use-admin.ts';
import { Choice } from '../../parts/choice.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

/** A token that was just made, with the token itself. */
export type MadeToken = RouteAnswer<'createToken'>;

const DAY_MS = 86_400_000;
const MAX_NAME = 60;

const LIVES = [
  ['1', 'works for a day'],
  ['30', 'works for 30 days'],
  ['90', 'works for 90 days'],
  ['365', 'works for a year'],
  ['', 'works until it is revoked'],
] as const;

/** Makes a token. */
export function CreateTokenDialog({
  onMade,
  onClose,
}: {
  readonly onMade: (token: MadeToken) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const [name, setName] = useState('');
  const [days, setDays] = useState<string>('90');
  const create = useAdminChange('createToken');
  return (
    <ConfirmDialog
      title="New token"
      action="Make it"
      isReady={name.trim() !== ''}
      consequences="Whoever has it may do everything that you may do here. It is shown once, right after this."
      fields={
        <>
          <TextField
            autoFocus
            required
            fullWidth
            size="small"
            label="Name"
            helperText="Who or what will use it; stands in the audit."
            value={name}
            onChange={(event) => setName(event.target.value)}
            slotProps={{ htmlInput: { maxLength: MAX_NAME } }}
          />
          <Choice label="How long it works" value={days} options={LIVES} onChange={setDays} />
        </>
      }
      onConfirm={async (reason) => {
        const expiry = days === '' ? {} : { expiresInMs: Number(days) * DAY_MS };
        onMade(await create.mutateAsync({ body: { reason, name: name.trim(), ...expiry } }));
        // Nothing but the panel remembers it.
        create.reset();
      }}
      onClose={onClose}
    />
  );
}
