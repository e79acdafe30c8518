import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import type { TokenView } from '@seawall/admin-api';
import { type JSX, useState } from 'react';
import { useServices } from '../../data/services.tsx';
import { useAdmin, useAdminChange } from '../../data/use-admin.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { ExactMoment, Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { CreateTokenDialog, type MadeToken } from './create-token-dialog.tsx';
import styles from './settings.module.css';

/** Tokens that people and programs use instead of the one of the configuration. */
export function TokensPanel(): JSX.Element {
  const tokens = useAdmin('listTokens');
  const revoke = useAdminChange('revokeToken');
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<MadeToken>();
  const [asked, setAsked] = useState<TokenView>();
  return (
    <Panel title="Tokens" isFlush aside={<Button onClick={() => setIsMaking(true)}>New token</Button>}>
      {made === undefined ? null : <ToldOnce token={made} onSeen={() => setMade(undefined)} />}
      <Answer of={tokens} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>
              Everybody uses the token of the gateway. With one of their own, the audit tells who did what, and one can
              be revoked without the others.
            </Nothing>
          ) : (
            <DataTable label="Tokens" columns={columnsOf(setAsked)} rows={items} keyOf={({ id }) => id} />
          )
        }
      </Answer>
      {isMaking ? <CreateTokenDialog onMade={setMade} onClose={() => setIsMaking(false)} /> : null}
      {asked === undefined ? null : (
        <ConfirmDialog
          title={`Revoke ${asked.name}`}
          consequences="It lets in no more, and the sessions end that it opened, those of its links too. What it did stays in the audit."
          action="Revoke"
          isDangerous
          onConfirm={(reason) => revoke.mutateAsync({ parameters: { id: asked.id }, body: { reason } })}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Panel>
  );
}

function ToldOnce({ token, onSeen }: { readonly token: MadeToken; readonly onSeen: () => void }): JSX.Element {
  return (
    <div className={styles.notices}>
      <Alert
        severity="success"
        variant="outlined"
        action={
          <>
            <CopyButton label="Copy" text={() => token.secret} />
            <Button onClick={onSeen}>I have it</Button>
          </>
        }
      >
        The token of <bdi>{token.name}</bdi>, shown this once:
        <code className={styles.secret}>{token.secret}</code>
      </Alert>
    </div>
  );
}

function columnsOf(revoke: (token: TokenView) => void): readonly Column<TokenView>[] {
  return [
    { id: 'name', title: 'Name', show: ({ name }) => <bdi className={styles.strong}>{name}</bdi> },
    { id: 'state', title: 'State', show: (token) => <TokenState token={token} /> },
    { id: 'made', title: 'Made', show: ({ createdAtMs }) => <ExactMoment atMs={createdAtMs} />, isMinor: true },
    { id: 'by', title: 'By', show: ({ createdBy }) => <bdi>{createdBy}</bdi>, isMinor: true },
    {
      id: 'used',
      title: 'Last used',
      show: ({ lastUsedMs }) => (lastUsedMs === undefined ? 'not since the start' : <Moment atMs={lastUsedMs} />),
    },
    {
      id: 'end',
      title: 'Ends',
      show: ({ expiresAtMs }) => (expiresAtMs === undefined ? 'when revoked' : <ExactMoment atMs={expiresAtMs} />),
    },
    {
      id: 'actions',
      title: 'Actions',
      show: (token) => (
        <Button color="error" aria-label={`Revoke ${token.name}`} onClick={() => revoke(token)}>
          Revoke
        </Button>
      ),
    },
  ];
}

function TokenState({ token: { expiresAtMs } }: { readonly token: TokenView }): JSX.Element {
  const { time } = useServices();
  return expiresAtMs !== undefined && expiresAtMs <= time.now() ? (
    <Status tone="quiet" shape="dash" word="expired" />
  ) : (
    <Status tone="good" shape="dot" word="works" />
  );
}
