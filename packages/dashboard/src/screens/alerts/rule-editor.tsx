import Button from '@mui/material/Button';
import { type JSX, useState } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { Choice, TextInput } from '../../parts/choice.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Panel } from '../../parts/panel.tsx';
import styles from './alerts.module.css';
import { Backtest } from './backtest.tsx';
import { CONDITIONS, draftSnippet, type RuleDraft, readDraft, toRuleBody, writeDraft } from './rule-draft.ts';

/** A rule in the making. */
export interface RuleEditorProps {
  /** As it stands in the address. */
  readonly draft: string;
  readonly onChange: (draft: string | undefined) => void;
}

/** Writes a rule, tries it on what was seen, and gives what to put into the configuration. Changes nothing by itself. */
export function RuleEditor({ draft: text, onChange }: RuleEditorProps): JSX.Element {
  const draft = readDraft(text);
  const [tried, setTried] = useState<string>();
  const write = (part: Partial<RuleDraft>): void => onChange(writeDraft({ ...draft, ...part }));
  const snippet = draftSnippet(draft);
  return (
    <Panel title="A rule in the making" aside={<Button onClick={() => onChange(undefined)}>Close</Button>}>
      <form
        className={styles.editor}
        onSubmit={(event) => {
          event.preventDefault();
          setTried(text);
        }}
      >
        <Fields draft={draft} write={write} />
        <div className={styles.matcher}>
          <Button type="submit" variant="contained">
            Try on history
          </Button>
          <CopyButton label="Copy for the configuration" text={() => snippet} />
        </div>
      </form>
      {tried === undefined ? null : (
        <>
          {tried === text ? null : <p className={styles.under}>Changed since: try it again.</p>}
          <DraftBacktest rule={toRuleBody(readDraft(tried))} />
        </>
      )}
      <details className={styles.snippet}>
        <summary>For the configuration</summary>
        <pre>{snippet}</pre>
      </details>
    </Panel>
  );
}

interface FieldsProps {
  readonly draft: RuleDraft;
  readonly write: (part: Partial<RuleDraft>) => void;
}

const SEVERITIES = [
  ['critical', 'critical'],
  ['warning', 'warning'],
  ['info', 'info'],
] as const;

function Fields({ draft, write }: FieldsProps): JSX.Element {
  const { threshold, hasWindow, hasMinimum } = CONDITIONS[draft.when];
  return (
    <div className={styles.fields}>
      <TextInput label="Name" value={draft.name} onChange={(name) => write({ name })} />
      <Choice
        label="Looks at"
        isLabelShown
        value={draft.when}
        options={Object.entries(CONDITIONS).map(([when, { text }]) => [when, text] as const)}
        onChange={(when) => write({ when: readDraft(`when=${when}`).when })}
      />
      {threshold === undefined ? null : (
        <TextInput
          label={threshold.label}
          isNumber
          value={draft.threshold}
          onChange={(text) => write({ threshold: text })}
        />
      )}
      {hasWindow === true ? (
        <TextInput
          label="Within, in seconds"
          isNumber
          placeholder="300"
          value={draft.windowS}
          onChange={(windowS) => write({ windowS })}
        />
      ) : null}
      {hasMinimum === true ? (
        <TextInput
          label="Of at least, calls"
          isNumber
          placeholder="10"
          value={draft.minimumCalls}
          onChange={(minimumCalls) => write({ minimumCalls })}
        />
      ) : null}
      <TextInput
        label="Fires after, seconds"
        isNumber
        placeholder="0"
        value={draft.forS}
        onChange={(forS) => write({ forS })}
      />
      <TextInput
        label="Ends after, seconds"
        isNumber
        placeholder="0"
        value={draft.keepS}
        onChange={(keepS) => write({ keepS })}
      />
      <TextInput
        label="Servers, by commas"
        placeholder="all of them"
        value={draft.servers}
        onChange={(servers) => write({ servers })}
      />
      <Choice
        label="Severity"
        isLabelShown
        value={draft.severity}
        options={SEVERITIES}
        onChange={(severity) => write({ severity: readDraft(`severity=${severity}`).severity })}
      />
    </div>
  );
}

function DraftBacktest({ rule }: { readonly rule: ReturnType<typeof toRuleBody> }): JSX.Element {
  return <Backtest of={useAdmin('backtestDraft', { body: { rule } })} />;
}
