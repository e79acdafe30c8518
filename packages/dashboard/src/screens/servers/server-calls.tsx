import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { callColumns } from '../calls/call-columns.tsx';

const SHOWN = 50;
const COLUMNS = callColumns({});

/** The latest calls of a server. */
export function ServerCalls({ server }: { readonly server: string }): JSX.Element {
  const calls = useAdmin('listCalls', { query: { servers: server, limit: SHOWN } });
  return (
    <Panel
      title="Latest calls"
      isFlush
      aside={
        <Link to="/calls" search={{ servers: server }}>
          All of them
        </Link>
      }
    >
      <Answer of={calls} lines={6}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>No call has ended yet.</Nothing>
          ) : (
            <DataTable label="Latest calls" columns={COLUMNS} rows={items} keyOf={({ id }) => id} />
          )
        }
      </Answer>
    </Panel>
  );
}
