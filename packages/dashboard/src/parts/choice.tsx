import { type JSX, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useServices } from '../data/services.tsx';
import styles from './choice.module.css';

/** One of several values, by the browser's own means, which are known to every keyboard and phone. */
export interface ChoiceProps {
  readonly label: string;
  /** Whether the label is shown, above; else it is there for those who do not see what is chosen. */
  readonly isLabelShown?: boolean;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

/** Chooses one of several values. */
export function Choice({ label, isLabelShown = false, value, options, onChange }: ChoiceProps): JSX.Element {
  const id = useId();
  const drawn = useMemo(
    () =>
      options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      )),
    [options],
  );
  return (
    <span className={isLabelShown ? styles.field : styles.choice}>
      <label className={isLabelShown ? undefined : 'visually-hidden'} htmlFor={id}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {drawn}
      </select>
    </span>
  );
}

/** How long somebody who types is waited for, in milliseconds. */
const TYPING_MS = 200;

/** A field for words to look for. */
export interface SearchFieldProps extends Pick<ChoiceProps, 'label' | 'value' | 'onChange'> {
  /** Takes what is typed at once, where looking for it costs nothing. */
  readonly onType?: (text: string) => void;
}

/**
 * A field for words to look for; `/` leads to it.
 *
 * What is typed counts when the one who types pauses, but not while a pointer is down on a row: it must not move away below it.
 */
export function SearchField({ label, value, onChange, onType }: SearchFieldProps): JSX.Element {
  const { clock } = useServices();
  const isPressed = usePressed();
  // What is typed stays until it has come to the address, which takes a moment in which more may be typed.
  const [typed, setTyped] = useState<{ readonly text: string; readonly isTold: boolean }>();
  const [known, setKnown] = useState(value);
  const cancel = useRef<() => void>(undefined);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);
  useEffect(() => () => cancel.current?.(), []);
  if (value !== known) {
    setKnown(value);
    if (typed?.isTold === true) setTyped(undefined);
  }
  const tell = (text: string): void => {
    cancel.current?.();
    setTyped({ text, isTold: true });
    latest.current(text);
  };
  const tellLater = (text: string): void => {
    cancel.current?.();
    cancel.current = clock.after(TYPING_MS, () => (isPressed.current ? tellLater(text) : tell(text)));
  };
  const tellNow = (): void => {
    if (typed?.isTold === false && !isPressed.current) tell(typed.text);
  };
  return (
    <input
      className={styles.search}
      type="search"
      data-filter
      aria-label={label}
      placeholder={label}
      value={typed?.text ?? value}
      onChange={({ target }) => {
        const text = target.value;
        setTyped({ text, isTold: false });
        onType?.(text);
        tellLater(text);
      }}
      onBlur={tellNow}
      onKeyDown={({ key }) => {
        if (key === 'Enter') tellNow();
      }}
    />
  );
}

/** Whether a pointer is down on a row of a table. */
function usePressed(): { readonly current: boolean } {
  const isPressed = useRef(false);
  useEffect(() => {
    const note = ({ type, target }: Event): void => {
      isPressed.current = type === 'pointerdown' && target instanceof Element && target.closest('tbody') !== null;
    };
    for (const kind of PRESSES) addEventListener(kind, note, true);
    return () => {
      for (const kind of PRESSES) removeEventListener(kind, note, true);
    };
  }, []);
  return isPressed;
}

const PRESSES = ['pointerdown', 'pointerup', 'pointercancel'] as const;

/** A field of a form, with its label above. */
export interface TextInputProps extends Pick<ChoiceProps, 'label' | 'value' | 'onChange'> {
  readonly isNumber?: boolean;
  /** What counts where nothing is written. */
  readonly placeholder?: string;
  /** What is often written; anything else may be. */
  readonly suggestions?: readonly string[];
}

/** A text or a number of a form. */
export function TextInput(props: TextInputProps): JSX.Element {
  const { label, value, onChange, isNumber = false, placeholder, suggestions } = props;
  const id = useId();
  return (
    <span className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={isNumber ? 'number' : 'text'}
        min={isNumber ? 0 : undefined}
        step={isNumber ? 'any' : undefined}
        placeholder={placeholder}
        spellCheck={false}
        list={suggestions === undefined ? undefined : `${id}-suggestions`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {suggestions === undefined ? null : (
        <datalist id={`${id}-suggestions`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </span>
  );
}
