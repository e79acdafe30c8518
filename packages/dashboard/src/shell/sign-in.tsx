import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { AdminApiError } from '@seawall/admin-api';
import { type FormEvent, type JSX, useState } from 'react';
import { useServices } from '../data/services.tsx';
import { useAdminChange } from '../data/use-admin.ts';
import { Failure } from '../parts/answer.tsx';
import styles from './sign-in.module.css';

/** Asks for the token, where no link opened the page. */
export default function SignIn(): JSX.Element {
  const { access, live } = useServices();
  const [token, setToken] = useState('');
  const { mutateAsync, error, isPending } = useAdminChange('openSession');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      await mutateAsync({ body: { token: token.trim() } });
    } catch {
      // The form shows what the gateway said.
      return;
    }
    access.set('unknown');
    live.start();
  };
  return (
    <main className={styles.sign}>
      <form onSubmit={(event) => void submit(event)}>
        <img src="icon.svg" alt="" width="40" height="40" />
        <h1>Seawall</h1>
        <p>
          This page needs a session. Run <code>seawall dashboard</code> for a link that opens it, or enter the token of
          the admin side.
        </p>
        <TextField
          autoFocus
          required
          fullWidth
          size="small"
          type="password"
          label="Token"
          autoComplete="current-password"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <Button type="submit" variant="contained" size="medium" disabled={isPending || token.trim() === ''}>
          Sign in
        </Button>
        {error === null ? null : <Failure error={plain(error)} />}
      </form>
    </main>
  );
}

/** A wrong token is no fault of the gateway. */
function plain(error: Error): Error {
  if (!(error instanceof AdminApiError) || error.problem.status !== 401) return error;
  return new AdminApiError({ ...error.problem, title: 'That is not the token' });
}
