import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { ThemeProvider } from '@mui/material/styles';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type JSX, useMemo } from 'react';
import { type Services, ServicesProvider } from './data/services.tsx';
import type { createPageRouter } from './shell/router.tsx';
import { theme } from './theme/theme.ts';

/** What the whole page is made of. */
export interface AppProps {
  readonly services: Services;
  readonly router: ReturnType<typeof createPageRouter>;
  /** With which the content security policy lets styles in. */
  readonly nonce?: string;
}

/** The whole page. */
export function App({ services, router, nonce }: AppProps): JSX.Element {
  const cache = useMemo(() => createCache({ key: 'mui', ...(nonce === undefined ? {} : { nonce }) }), [nonce]);
  return (
    <CacheProvider value={cache}>
      <ThemeProvider theme={theme}>
        <ServicesProvider value={services}>
          <QueryClientProvider client={services.queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ServicesProvider>
      </ThemeProvider>
    </CacheProvider>
  );
}
