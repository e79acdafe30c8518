import type { ConfigPath } from '../config-path.ts';
import type { HttpLaunch } from '../configuration.ts';
import type { ServerEntryInput } from '../configuration-schema.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import { showValue } from '../value-text.ts';
import { USED_FIELDS } from './host-fields.ts';

/** How an entry is to be started or reached, and what is odd about how it says so. */
export interface TransportChoice {
  /** Absent when the entry can't be started. */
  readonly transport?: 'stdio' | HttpLaunch['transport'];
  readonly findings: readonly Finding[];
}

/**
 * Decides by `type` or `transport`, else by the fields that are there.
 *
 * @param fields the names of all fields, those of the wrong type included, so that one fault is not told twice.
 */
export function chooseTransport(entry: ServerEntryInput, fields: readonly string[], path: ConfigPath): TransportChoice {
  const declared = readDeclared(entry, path);
  const hasCommand = fields.includes('command');
  const hasUrl = ['url', 'serverUrl', 'httpUrl'].some((field) => fields.includes(field));
  const { transport } = declared;
  const wanted = transport ?? (hasCommand ? 'stdio' : hasUrl ? 'auto' : undefined);
  if (wanted === undefined) return { findings: [...declared.findings, nothingToStart(fields, path)] };
  if (wanted === 'stdio' ? !hasCommand : !hasUrl) {
    const field = wanted === 'stdio' ? 'command' : 'url';
    const misspelt = misspeltField(fields, field);
    const finding: Finding = {
      severity: 'error',
      path: [...path, misspelt ?? field],
      message:
        misspelt === undefined
          ? `It is missing; a server of type "${entry.type ?? entry.transport}" needs it.`
          : 'Unknown field.',
      ...(misspelt === undefined ? {} : { suggestion: field }),
    };
    return { findings: [...declared.findings, finding] };
  }
  if (!hasCommand || !hasUrl) return { transport: wanted, findings: declared.findings };
  const unused = wanted === 'stdio' ? 'url' : 'command';
  const message = `The entry has a command and a URL; ${unused === 'url' ? 'the URL' : 'the command'} is ignored.`;
  return { transport: wanted, findings: [...declared.findings, { severity: 'warning', path, message }] };
}

/** Spellings of hosts without case and separators. Those that mean "whichever HTTP transport" are `auto`. */
const TRANSPORTS: Readonly<Record<string, 'stdio' | HttpLaunch['transport']>> = {
  stdio: 'stdio',
  local: 'stdio',
  http: 'auto',
  remote: 'auto',
  streamablehttp: 'http',
  sse: 'sse',
};

const ALLOWED_TYPES = '"stdio", "http", "streamable-http", "sse"';

function readDeclared(entry: ServerEntryInput, path: ConfigPath): TransportChoice {
  const field = entry.type === undefined ? 'transport' : 'type';
  const text = entry[field];
  if (text === undefined) return { findings: [] };
  const plain = text.replace(/[-_\s]/g, '').toLowerCase();
  const transport = Object.hasOwn(TRANSPORTS, plain) ? TRANSPORTS[plain] : undefined;
  if (transport !== undefined) return { transport, findings: [] };
  const place = [...path, field];
  const suggestion = didYouMean(text, ['stdio', 'http', 'streamable-http', 'sse']);
  const message = /^(?:ws|wss|websocket)$/.test(plain) ? 'WebSocket is not supported.' : 'This value is not allowed.';
  return {
    findings: [
      {
        severity: 'error',
        path: place,
        message,
        value: showValue(text, place),
        allowed: ALLOWED_TYPES,
        ...(suggestion === undefined ? {} : { suggestion }),
      },
    ],
  };
}

function nothingToStart(fields: readonly string[], path: ConfigPath): Finding {
  for (const field of ['command', 'url', 'serverUrl']) {
    const misspelt = misspeltField(fields, field);
    if (misspelt === undefined) continue;
    return {
      severity: 'error',
      path: [...path, misspelt],
      message: 'Unknown field, and there is neither a command nor a URL.',
      suggestion: field,
    };
  }
  return {
    severity: 'error',
    path,
    message: 'There is neither a command nor a URL.',
    allowed: '"command" with "args", or "url"',
    hint: 'Give the entry the command that starts the server, or the url it is reached at.',
  };
}

function misspeltField(fields: readonly string[], wanted: string): string | undefined {
  return fields.find((field) => !USED_FIELDS.has(field) && didYouMean(field, [wanted]) === wanted);
}
