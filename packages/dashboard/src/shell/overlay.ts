/** What is open above the screen. */
export type Overlay = 'none' | 'palette' | 'shortcuts';
