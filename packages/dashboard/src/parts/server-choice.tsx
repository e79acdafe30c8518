import { type JSX, useMemo } from 'react';
import { useServerNames } from '../data/use-admin.ts';
import { Choice, type ChoiceProps } from './choice.tsx';
import { useSettled } from './use-settled.ts';

/** Which server; empty for all of them. */
export interface ServerChoiceProps extends Pick<ChoiceProps, 'value' | 'onChange'> {
  readonly label?: string;
  /** What stands for all of them. */
  readonly all?: string;
  /** How a server is called here. */
  readonly textOf?: (server: string) => string;
}

/** Chooses a server. There may be hundreds: all that are not chosen follow when the screen around it is painted. */
export function ServerChoice(props: ServerChoiceProps): JSX.Element {
  const { label = 'Server', all = 'All servers', textOf = same, value, onChange } = props;
  const names = useServerNames();
  const isSettled = useSettled();
  const options = useMemo(() => {
    const offered = isSettled || names.length <= MAX_AT_ONCE ? names : firstOf(names, value);
    return [['', all], ...offered.map((name) => [name, textOf(name)] as const)] as const;
  }, [names, isSettled, value, all, textOf]);
  return <Choice label={label} value={value} options={options} onChange={onChange} />;
}

const MAX_AT_ONCE = 20;
const same = (name: string): string => name;

/** The one that is chosen, and the longest, so that the field is as wide from the beginning as it is going to be. */
function firstOf(names: readonly string[], chosen: string): readonly string[] {
  const longest = names.reduce((one, other) => (other.length > one.length ? other : one), '');
  return names.filter((name) => name === chosen || name === longest);
}
