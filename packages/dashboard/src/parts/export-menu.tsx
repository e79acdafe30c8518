import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import type { ExportFormat } from '@seawall/admin-api';
import { type JSX, useId, useState } from 'react';
import { useServices } from '../data/services.tsx';
import { Icon } from './icons.tsx';

const FORMATS: Readonly<Record<ExportFormat, string>> = {
  json: 'JSON',
  ndjson: 'JSON lines',
  csv: 'CSV, for spreadsheets',
};

/** What is downloaded: the list that is looked at, whole. */
export interface ExportMenuProps {
  readonly path: string;
  readonly query: Readonly<Record<string, string | number | undefined>>;
}

/** Downloads the list as it is filtered, all pages of it. */
export function ExportMenu({ path, query }: ExportMenuProps): JSX.Element {
  const { baseUrl } = useServices();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  return (
    <>
      <Button
        startIcon={<Icon name="download" />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={anchor === null ? undefined : id}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Export
      </Button>
      {anchor === null ? null : (
        <Menu id={id} open anchorEl={anchor} onClose={() => setAnchor(null)}>
          {Object.entries(FORMATS).map(([format, text]) => (
            <MenuItem
              key={format}
              component="a"
              href={`${baseUrl}${path}?${exportQuery(query, format)}`}
              download
              onClick={() => setAnchor(null)}
            >
              {text}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}

function exportQuery(query: ExportMenuProps['query'], format: string): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return new URLSearchParams([...given, ['format', format]]).toString();
}
