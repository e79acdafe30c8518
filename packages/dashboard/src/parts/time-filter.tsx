import type { JSX } from 'react';
import { useServices } from '../data/services.tsx';
import { Choice } from './choice.tsx';
import styles from './time-filter.module.css';
import { fromFieldText, readSpan, type TimeSpan, toFieldText } from './time-span.ts';

const LENGTHS = {
  '15m': ['Last 15 minutes', 900_000],
  '1h': ['Last hour', 3_600_000],
  '24h': ['Last 24 hours', 86_400_000],
  '7d': ['Last 7 days', 604_800_000],
} as const;

/** Which span of time a list is of. */
export interface TimeFilterProps {
  readonly span: TimeSpan;
  readonly onChange: (span: TimeSpan) => void;
}

/** Chooses a span of time: a usual one that ends now, or any. A list does not move on by itself while it is read. */
export function TimeFilter({ span, onChange }: TimeFilterProps): JSX.Element {
  const { time } = useServices();
  const { from, to } = readSpan(span);
  const isOpen = from !== undefined || to !== undefined;
  const choose = (name: string): void => {
    const now = time.now();
    if (isLength(name)) onChange({ from: String(Math.floor(now - LENGTHS[name][1])), to: undefined });
    else onChange({ from: undefined, to: undefined });
  };
  return (
    <>
      <Choice
        label="Time"
        value={isOpen ? 'between' : ''}
        options={[
          ['', 'Any time'],
          ...Object.entries(LENGTHS).map(([name, [text]]) => [name, text] as const),
          ...(isOpen ? [['between', 'From, to'] as const] : []),
        ]}
        onChange={choose}
      />
      {isOpen ? (
        <span className={styles.between}>
          <Field label="From" atMs={from} onChange={(text) => onChange({ ...span, from: text })} />
          <span aria-hidden="true">–</span>
          <Field label="To" atMs={to} onChange={(text) => onChange({ ...span, to: text })} />
        </span>
      ) : null}
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly atMs: number | undefined;
  readonly onChange: (text: string) => void;
}

function Field({ label, atMs, onChange }: FieldProps): JSX.Element {
  return (
    <input
      type="datetime-local"
      step="1"
      aria-label={label}
      defaultValue={toFieldText(atMs)}
      key={atMs ?? ''}
      onBlur={({ target }) => {
        if (target.value !== toFieldText(atMs)) onChange(fromFieldText(target.value));
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') currentTarget.blur();
      }}
    />
  );
}

function isLength(name: string): name is keyof typeof LENGTHS {
  return Object.hasOwn(LENGTHS, name);
}
