import { createTheme, type Theme } from '@mui/material/styles';
import { PALETTES } from './palettes.ts';

/** How the page looks, in the light and in the dark. */
export const theme: Theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-theme' },
  colorSchemes: { light: { palette: paletteOf('light') }, dark: { palette: paletteOf('dark') } },
  typography: {
    fontFamily: 'var(--font)',
    fontSize: 14,
    button: { textTransform: 'none', fontWeight: 500 },
  },
  shape: { borderRadius: 7 },
  transitions: {
    duration: { enteringScreen: 140, leavingScreen: 100, shortest: 80, shorter: 100, short: 120, standard: 140 },
  },
  components: {
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiButton: {
      defaultProps: { size: 'small', disableElevation: true, variant: 'outlined' },
      styleOverrides: {
        root: {
          minWidth: 0,
          '&.MuiButton-colorError.MuiButton-outlined': {
            borderColor: 'var(--bad)',
            color: 'var(--bad)',
          },
          '&.Mui-focusVisible': { outline: '2px solid var(--accent)', outlineOffset: 2 },
        },
        outlined: { borderColor: 'var(--line-strong)', color: 'var(--ink)' },
      },
    },
    MuiIconButton: {
      defaultProps: { size: 'small' },
      styleOverrides: {
        root: {
          color: 'var(--ink-2)',
          borderRadius: 7,
          '&.Mui-focusVisible': { outline: '2px solid var(--accent)' },
        },
      },
    },
    MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiTooltip: {
      defaultProps: { enterDelay: 300, describeChild: true },
      styleOverrides: {
        tooltip: { fontSize: 12, backgroundColor: 'var(--ink)', color: 'var(--canvas)', maxWidth: 420 },
      },
    },
    MuiDialog: { styleOverrides: { paper: { border: '1px solid var(--line)', borderRadius: 12 } } },
  },
});

function paletteOf(scheme: keyof typeof PALETTES) {
  const colours = PALETTES[scheme];
  return {
    mode: scheme,
    background: { default: colours.canvas, paper: colours.surface },
    divider: colours.line,
    text: { primary: colours.ink, secondary: colours['ink-2'] },
    primary: { main: colours.accent },
    success: { main: colours.good },
    warning: { main: colours.warn },
    error: { main: colours.bad },
    info: { main: colours.info },
  };
}
