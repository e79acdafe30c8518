import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type JSX, useId } from 'react';
import { useObserved } from '../data/services.tsx';
import { DESTINATIONS } from './navigation.tsx';
import { areShortcutsOn, chooseShortcuts } from './shortcut-choice.ts';
import styles from './shortcut-list.module.css';

const ROWS: readonly (readonly [keys: string, does: string])[] = [
  ['Ctrl K', 'Find a server, a screen or an action'],
  ['?', 'Show this list'],
  ...DESTINATIONS.map(({ key, title }) => [`g ${key}`, `Go to ${title}`] as const),
  ['/', 'Go to the filter'],
  ['j k', 'Go to the next row, the one before'],
  ['Enter', 'Open the row'],
  ['x', 'Choose the row, where rows can be chosen'],
  ['Esc', 'Close what is open'],
  ['r', 'Read everything again'],
  ['.', 'Pause, or follow again'],
  ['t', 'Change the theme'],
];

/** The keys that do something. */
export default function ShortcutList({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const heading = useId();
  const areOn = useObserved(areShortcutsOn);
  return (
    <Dialog open onClose={onClose} aria-labelledby={heading}>
      <DialogTitle id={heading}>Keyboard shortcuts</DialogTitle>
      <DialogContent>
        <dl className={styles.list}>
          {ROWS.map(([keys, does]) => (
            <div key={keys}>
              <dt>
                {keys.split(' ').map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <label className={styles.switch}>
          <input type="checkbox" checked={areOn} onChange={(event) => chooseShortcuts(event.target.checked)} />
          Single keys do something
        </label>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}
