import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PALETTES } from '../src/theme/palettes.ts';

const CSS = readFileSync(join(import.meta.dirname, '../src/theme/theme.css'), 'utf8');
const BLOCKS = { light: /:root \{([^}]*)\}/, dark: /\[data-theme="dark"\] \{([^}]*)\}/ };

const colours = (scheme: 'light' | 'dark'): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...(BLOCKS[scheme].exec(CSS)?.[1] ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(
      ([, name = '', hex = '']) => [name, hex],
    ),
  );

/** The contrast of two colours, as WCAG 2 computes it. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(['light', 'dark'] as const)('the %s theme', (scheme) => {
  it('has the same colours in its style sheet as in the palette of the components', () => {
    expect(colours(scheme)).toMatchObject(PALETTES[scheme]);
  });

  it('can be read: each text colour on each ground, each status on its chip (A213)', () => {
    const has = colours(scheme);
    const pairs = [
      ...['ink', 'ink-2', 'ink-3', 'accent'].flatMap((text) => ['canvas', 'surface', 'sunken'].map((on) => [text, on])),
      ...['good', 'warn', 'bad', 'info', 'quiet', 'accent'].flatMap((tone) => [
        [tone, `${tone}-soft`],
        [tone, 'surface'],
      ]),
    ];
    const weak = pairs.filter(([text = '', on = '']) => contrast(has[text] ?? '', has[on] ?? '') < 4.5);
    expect(weak).toEqual([]);
  });
});
