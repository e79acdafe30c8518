import { defineConfig } from 'vite';
import { sizeLimits } from './build/size-limits.ts';

// The tests build too, and vite would then make the larger page that is meant for development.
process.env.NODE_ENV = 'production';

export default defineConfig({
  // Relative addresses: the page works wherever a reverse proxy puts it.
  base: './',
  plugins: [sizeLimits()],
  // What serves the page puts a nonce of its own in the place of this one.
  html: { cspNonce: 'seawall-nonce' },
  resolve: { conditions: ['@seawall/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2023',
    // The content security policy allows no data URLs for scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      onLog: (level, log, print) => {
        // MUI marks its files for servers that render; there is none here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') print(level, log);
      },
    },
    license: { fileName: 'licenses.md' },
  },
});
