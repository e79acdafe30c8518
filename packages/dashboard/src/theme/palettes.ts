/** The colours that the components of MUI compute with; the same as in theme.css. */
export const PALETTES = {
  light: {
    canvas: '#f6f7f8',
    surface: '#ffffff',
    line: '#dfe3e7',
    ink: '#12181f',
    'ink-2': '#46525e',
    accent: '#0b6e7f',
    good: '#177545',
    warn: '#8f5b00',
    bad: '#c02626',
    info: '#3b5bb5',
  },
  dark: {
    canvas: '#0c1014',
    surface: '#13191f',
    line: '#242d36',
    ink: '#e9eef2',
    'ink-2': '#adb9c4',
    accent: '#5cc8da',
    good: '#57c98c',
    warn: '#e8b04a',
    bad: '#ff8379',
    info: '#93aefb',
  },
} as const;
