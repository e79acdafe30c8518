import Drawer from '@mui/material/Drawer';
import type { JSX, ReactNode } from 'react';
import styles from './side-drawer.module.css';

/** Something that is looked at beside a list. */
export interface SideDrawerProps {
  /** What it is, for those who do not see it. */
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Opens beside the list; Escape closes it, and the focus goes back to where it was. */
export function SideDrawer({ label, onClose, children }: SideDrawerProps): JSX.Element {
  return (
    <Drawer
      open
      anchor="right"
      onClose={onClose}
      slotProps={{ paper: { 'aria-label': label, role: 'dialog', className: styles.paper ?? '' } }}
    >
      {children}
    </Drawer>
  );
}
