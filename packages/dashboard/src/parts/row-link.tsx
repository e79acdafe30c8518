import { type LinkOptions, useRouter } from '@tanstack/react-router';
import type { JSX, MouseEvent, ReactNode } from 'react';

/** Where a link of a row leads to, and what it says. */
export interface RowLinkProps {
  /** It stays as it is while the row does: what it leads to does not depend on where the page is. */
  readonly to: Pick<LinkOptions, 'to' | 'params' | 'search' | 'resetScroll'>;
  readonly className?: string | undefined;
  readonly title?: string;
  readonly dir?: 'auto';
  readonly children: ReactNode;
}

/**
 * A link in a row of a table.
 *
 * The router's own follows the address to know whether it leads to where the page is: a hundred of them make every change of the
 * address slow. One of a row never does.
 */
export function RowLink({ to, children, ...rest }: RowLinkProps): JSX.Element {
  const router = useRouter();
  const follow = (event: MouseEvent): void => {
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!isPlain || event.defaultPrevented) return;
    event.preventDefault();
    void router.navigate(to);
  };
  // What can't be fetched now is when somebody follows the link.
  const fetchScript = (): void => void router.preloadRoute(to).catch(() => undefined);
  return (
    <a
      {...rest}
      href={router.history.createHref(router.buildLocation(to).publicHref)}
      onClick={follow}
      onMouseEnter={fetchScript}
      onFocus={fetchScript}
      onTouchStart={fetchScript}
    >
      {children}
    </a>
  );
}
