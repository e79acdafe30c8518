import type { ErrorComponentProps } from '@tanstack/react-router';
import type { JSX } from 'react';
import { Failure } from '../parts/answer.tsx';
import { Page } from '../parts/page.tsx';

/** A screen that could not be drawn: the rest of the page goes on. */
export function BrokenScreen({ error: thrown, reset }: ErrorComponentProps): JSX.Element {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return (
    <Page title="This page could not be shown">
      <Failure error={error} retry={reset} />
    </Page>
  );
}
