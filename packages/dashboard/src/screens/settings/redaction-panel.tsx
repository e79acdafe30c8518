import Button from '@mui/material/Button';
import { type JSX, useId, useState } from 'react';
import { useAdminChange } from '../../data/use-admin.ts';
import { plural } from '../../format/amounts.ts';
import { Failure } from '../../parts/answer.tsx';
import { Panel } from '../../parts/panel.tsx';
import styles from './settings.module.css';

const MAX_LENGTH = 100_000;

/** Shows what would be hidden in a text, and why. */
export function RedactionPanel(): JSX.Element {
  const id = useId();
  const [text, setText] = useState('');
  const { mutate, data, error, isPending } = useAdminChange('testRedaction');
  return (
    <Panel title="Try the redaction">
      <form
        className={styles.redaction}
        onSubmit={(event) => {
          event.preventDefault();
          mutate({ body: { text } });
        }}
      >
        <label htmlFor={id}>A text that may hold secrets. It is kept nowhere.</label>
        <textarea
          id={id}
          rows={4}
          maxLength={MAX_LENGTH}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div>
          <Button type="submit" disabled={isPending || text === ''}>
            Show what is hidden
          </Button>
        </div>
      </form>
      {error === null ? null : <Failure error={error} />}
      <div aria-live="polite">
        {data === undefined ? null : (
          <>
            <p>
              {data.rules.length === 0
                ? 'Nothing would be hidden.'
                : `Hidden: ${data.rules.map(({ rule, count }) => `${plural(count, 'place')} by ${rule}`).join(', ')}.`}
            </p>
            <pre className={styles.result} dir="auto">
              {data.text}
            </pre>
          </>
        )}
      </div>
    </Panel>
  );
}
