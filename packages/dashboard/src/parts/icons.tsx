import type { JSX } from 'react';

/** The drawings of the page, each as the path of one line in a square of 16. */
const PATHS = {
  overview: 'M2.5 9.5h3l2-5.5 2.5 8 1.5-2.5h2',
  servers: 'M3 3h10v4H3zM3 9h10v4H3zM5.5 5h.01M5.5 11h.01',
  errors: 'M8 5v3.5M8 11h.01M8 2l6.2 11.2H1.8z',
  calls: 'M2.5 4h6M5.5 8h6M9 12h4.5',
  alerts: 'M4 11V7a4 4 0 0 1 8 0v4l1.2 1.2H2.8zM6.8 14h2.4',
  parked: 'M3 2.5h10v11H3zM6.5 11V5H9a1.8 1.8 0 0 1 0 3.6H6.5',
  settings: 'M2.5 5h6M11.5 5h2M2.5 11h2M7.5 11h6M10 3.5v3M6 9.5v3',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.8-4.1M13.5 2.5v3h-3',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3l3.2 3.2',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.3 6.3a1.7 1.7 0 1 1 2.4 1.6c-.5.25-.7.6-.7 1.1M8 11.2h.01',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13.2 9.5A5.5 5.5 0 0 1 6.5 2.8a5.5 5.5 0 1 0 6.7 6.7z',
  display: 'M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3l8 5-8 5z',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  copy: 'M5.5 5.5h7.5v8H5.5zM3 10.5v-8h7.5',
  download: 'M8 2.5v7.5M4.8 7.2L8 10.4l3.2-3.2M3 13.5h10',
  chevron: 'M6 3.5L10.5 8 6 12.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  link: 'M6.8 9.2a2.5 2.5 0 0 0 3.6 0l2-2a2.5 2.5 0 0 0-3.6-3.6l-.8.8M9.2 6.8a2.5 2.5 0 0 0-3.6 0l-2 2a2.5 2.5 0 0 0 3.6 3.6l.8-.8',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  fix: 'M9.5 6.5L3 13M10.8 2.6a3 3 0 0 0-2.5 4.1l1.2 1.2a3 3 0 0 0 4.1-2.5l-1.7 1.1-1.7-.4-.4-1.7z',
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof PATHS;

/** A small drawing that says nothing by itself: a word stands beside it, or in the label of its button. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
