import Button from '@mui/material/Button';
import { type JSX, useState } from 'react';
import { useServices } from '../data/services.tsx';
import { Icon } from './icons.tsx';

const SHOWN_MS = 2000;

/** Puts a text into the clipboard, and says whether that worked. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }): JSX.Element {
  const { clock } = useServices();
  const [said, setSaid] = useState<string>();
  const copy = async (): Promise<void> => {
    setSaid(
      await navigator.clipboard.writeText(text()).then(
        () => 'Copied',
        () => 'The browser refused',
      ),
    );
    clock.after(SHOWN_MS, () => setSaid(undefined));
  };
  return (
    <Button startIcon={<Icon name={said === 'Copied' ? 'check' : 'copy'} />} onClick={() => void copy()}>
      <span aria-live="polite">{said ?? label}</span>
    </Button>
  );
}
