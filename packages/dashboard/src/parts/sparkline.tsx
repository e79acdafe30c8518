import type { JSX } from 'react';

const WIDTH = 88;
const HEIGHT = 22;

/** How a number went. */
export interface SparklineProps {
  readonly values: readonly number[];
  /** The same in words. */
  readonly label: string;
  readonly width?: number;
}

/** How a number went, as small bars. There are many of them in a table, so all bars are one shape. */
export function Sparkline({ values, label, width = WIDTH }: SparklineProps): JSX.Element {
  const highest = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  const bar = (value: number, index: number): string => {
    const height = value === 0 ? 1 : Math.max(3, (value / highest) * HEIGHT);
    return `M${round(index * step)} ${HEIGHT}v${-round(height)}h${round(Math.max(1, step - 1))}V${HEIGHT}z`;
  };
  const bars = (isEmpty: boolean): string =>
    values.map((value, index) => ((value === 0) === isEmpty ? bar(value, index) : '')).join('');
  return (
    <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      <path d={bars(true)} fill="var(--line-strong)" />
      <path d={bars(false)} fill="var(--accent)" />
    </svg>
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
