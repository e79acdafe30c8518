import { isRecord } from '../connection/is-record.ts';
import { DeclinedError } from './declined.ts';
import type { HostCapabilities } from './host.ts';

/** A message as it stands on the wire. */
export interface Message {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What a connection for all hosts declares: which host is asked is decided for each question. */
export const SHARED_CAPABILITIES: HostCapabilities = { sampling: {}, elicitation: { form: {}, url: {} } };

/** What the connections of a client with one host only declare: the roots can't be anybody else's. */
export const SINGLE_HOST_CAPABILITIES: HostCapabilities = { ...SHARED_CAPABILITIES, roots: { listChanged: true } };

/** The capability that a host needs to be asked a method. */
const CAPABILITY_OF_METHOD: Readonly<Record<string, string>> = {
  'sampling/createMessage': 'sampling',
  'elicitation/create': 'elicitation',
  'roots/list': 'roots',
};

const RELAYED_CAPABILITIES: readonly string[] = Object.values(CAPABILITY_OF_METHOD);

/** What a connection of a single host declares: its capabilities, as far as questions about them are passed on. */
export function relayedCapabilities(capabilities: HostCapabilities): HostCapabilities {
  return Object.fromEntries(Object.entries(capabilities).filter(([name]) => RELAYED_CAPABILITIES.includes(name)));
}

/** Whether a server may ask somebody with these capabilities anything at all. */
export function canBeAsked(capabilities: HostCapabilities): boolean {
  return RELAYED_CAPABILITIES.some((name) => capabilities[name] !== undefined);
}

/** Why somebody with these capabilities is not asked; `undefined` when nothing speaks against it. */
export function findMissingCapability(
  capabilities: HostCapabilities,
  { method, params }: Message,
): DeclinedError | undefined {
  const name = CAPABILITY_OF_METHOD[method];
  if (name === undefined) return new DeclinedError(-32601, `Hosts are not asked "${method}".`);
  const declared = capabilities[name];
  if (declared === undefined) return new DeclinedError(-32601, `The host did not declare "${name}".`);
  const details = isRecord(declared) ? declared : {};
  if (name === 'elicitation') return checkMode(details, params?.mode ?? 'form');
  const wantsTools = params?.tools !== undefined || params?.toolChoice !== undefined;
  if (name === 'sampling' && wantsTools && details.tools === undefined) {
    return new DeclinedError(-32602, 'The host did not declare "sampling.tools".');
  }
  return undefined;
}

function checkMode(elicitation: Readonly<Record<string, unknown>>, mode: unknown): DeclinedError | undefined {
  // An empty declaration means forms: it is older than the modes.
  const isForm = mode === 'form' && (elicitation.form !== undefined || elicitation.url === undefined);
  if (isForm || (mode === 'url' && elicitation.url !== undefined)) return undefined;
  return new DeclinedError(-32602, `The host did not declare elicitation of mode "${String(mode).slice(0, 100)}".`);
}
