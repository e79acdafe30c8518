import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { Nothing } from '../parts/answer.tsx';
import { Page } from '../parts/page.tsx';

/** An address that leads nowhere. */
export function MissingScreen(): JSX.Element {
  return (
    <Page title="There is no such page">
      <Nothing action={<Link to="/">Go to the overview</Link>}>The address leads nowhere here.</Nothing>
    </Page>
  );
}
