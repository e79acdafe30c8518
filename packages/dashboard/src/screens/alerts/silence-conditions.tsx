import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import type { JSX } from 'react';
import { Choice, TextInput } from '../../parts/choice.tsx';
import { Icon } from '../../parts/icons.tsx';
import styles from './alerts.module.css';
import {
  canTakeMore,
  KNOWN_LABELS,
  OPERATORS,
  readOperator,
  type SilenceDraft,
  withChanged,
  withCondition,
  withoutCondition,
} from './silence-draft.ts';

/** A silence in the making, and what takes its changes. */
export interface SilenceConditionsProps {
  readonly draft: SilenceDraft;
  readonly onChange: (draft: SilenceDraft) => void;
}

/** Everything else that an alert can be told by: any label, compared in any way. */
export function SilenceConditions({ draft, onChange }: SilenceConditionsProps): JSX.Element {
  return (
    <>
      {draft.conditions.map(({ key, label, operator, value }, index) => (
        <fieldset key={key} className={styles.condition} aria-label={`Condition ${index + 1}`}>
          <TextInput
            label="Label"
            suggestions={KNOWN_LABELS}
            value={label}
            onChange={(text) => onChange(withChanged(draft, key, { label: text }))}
          />
          <Choice
            label="Compared"
            isLabelShown
            value={operator}
            options={OPERATORS}
            onChange={(name) => onChange(withChanged(draft, key, { operator: readOperator(name) }))}
          />
          <TextInput
            label="Value"
            value={value}
            onChange={(text) => onChange(withChanged(draft, key, { value: text }))}
          />
          <IconButton
            aria-label={`Remove condition ${index + 1}`}
            onClick={() => onChange(withoutCondition(draft, key))}
          >
            <Icon name="close" />
          </IconButton>
        </fieldset>
      ))}
      <div>
        <Button disabled={!canTakeMore(draft)} onClick={() => onChange(withCondition(draft))}>
          Add a condition
        </Button>
      </div>
    </>
  );
}
