import { type JSX, useId } from 'react';
import styles from './choice.module.css';

/** One of several values, by the browser's own means, which are known to every keyboard and phone. */
export interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

/** Chooses one of several values. */
export function Choice({ label, value, options, onChange }: ChoiceProps): JSX.Element {
  const id = useId();
  return (
    <span className={styles.choice}>
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </span>
  );
}

/** A field for words to look for; `/` leads to it. */
export function SearchField({ label, value, onChange }: Omit<ChoiceProps, 'options'>): JSX.Element {
  return (
    <input
      className={styles.search}
      type="search"
      data-filter
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
