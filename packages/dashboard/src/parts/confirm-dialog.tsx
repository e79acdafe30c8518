import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type FormEvent, type JSX, type ReactNode, useId, useState } from 'react';
import { Failure } from './answer.tsx';
import styles from './confirm-dialog.module.css';

/** What is asked before something is done. */
export interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen, and to whom. */
  readonly consequences: ReactNode;
  /** What has to be chosen first; the reason is asked for afterwards. */
  readonly fields?: ReactNode;
  /** What the button says. */
  readonly action: string;
  readonly isDangerous?: boolean;
  /** Whether it can be done as things stand in the dialog. */
  readonly isReady?: boolean;
  readonly onConfirm: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

const MAX_REASON = 500;

/** Asks for a reason, which is kept in the audit, and says what it will do. */
export function ConfirmDialog(props: ConfirmDialogProps): JSX.Element {
  const { title, consequences, fields, action, isDangerous = false, isReady = true, onConfirm, onClose } = props;
  const heading = useId();
  const [reason, setReason] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const confirm = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setIsBusy(true);
    setError(undefined);
    try {
      await onConfirm(reason.trim());
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={heading} fullWidth maxWidth="sm">
      <form onSubmit={(event) => void confirm(event)}>
        <DialogTitle id={heading}>{title}</DialogTitle>
        <DialogContent>
          <div>{consequences}</div>
          {fields === undefined ? null : <div className={styles.fields}>{fields}</div>}
          <TextField
            autoFocus={fields === undefined}
            required
            fullWidth
            margin="normal"
            size="small"
            label="Reason"
            helperText="Kept in the audit."
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            slotProps={{ htmlInput: { maxLength: MAX_REASON } }}
          />
          {error === undefined ? null : <Failure error={error} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="contained"
            color={isDangerous ? 'error' : 'primary'}
            disabled={isBusy || !isReady || reason.trim() === ''}
          >
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
