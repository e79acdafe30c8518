import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  SUBSCRIPTION_ID_META_KEY,
} from '@modelcontextprotocol/client';
import type { ProtocolEra, RequestEnvelope } from './connection.ts';
import { isRecord } from './is-record.ts';

type Params = Readonly<Record<string, unknown>>;

/** What a request of 2026-07-28 says of its caller and of its connection, in `_meta`. */
const ENVELOPE_KEYS: readonly string[] = [
  PROTOCOL_VERSION_META_KEY,
  CLIENT_INFO_META_KEY,
  CLIENT_CAPABILITIES_META_KEY,
  LOG_LEVEL_META_KEY,
];
/** What a request of 2026-07-28 carries when it is sent again with the answers to a server's questions. */
const RETRY_FIELDS: readonly string[] = ['inputResponses', 'requestState'];

/**
 * The parameters of a request for a server of this era: with what the caller declares for a modern one, without any field
 * of the newer era for a legacy one. An envelope that came with the parameters was meant for somebody else.
 */
export function paramsForEra(
  params: Params | undefined,
  era: ProtocolEra,
  envelope: RequestEnvelope | undefined,
): Params | undefined {
  const own = withoutEnvelope(params);
  if (era === 'legacy') return own && without(own, RETRY_FIELDS);
  const meta = {
    ...(isRecord(own?._meta) ? own._meta : {}),
    [CLIENT_CAPABILITIES_META_KEY]: envelope?.capabilities ?? {},
    ...(envelope?.logLevel === undefined ? {} : { [LOG_LEVEL_META_KEY]: envelope.logLevel }),
  };
  return { ...own, _meta: meta };
}

/** The parameters of a notification of ours without an envelope that was meant for somebody else. */
export function withoutEnvelope(params: Params | undefined): Params | undefined {
  return withoutMeta(params, ENVELOPE_KEYS);
}

/** The parameters of a notification without the mark of the stream that it came in, which is a matter of the connection. */
export function withoutSubscriptionId(params: Params | undefined): Params | undefined {
  const own = withoutMeta(params, [SUBSCRIPTION_ID_META_KEY]);
  return own !== params && own !== undefined && Object.keys(own).length === 0 ? undefined : own;
}

function withoutMeta(params: Params | undefined, keys: readonly string[]): Params | undefined {
  if (!isRecord(params?._meta)) return params;
  const meta = without(params._meta, keys);
  if (meta === params._meta) return params;
  return Object.keys(meta).length > 0 ? { ...params, _meta: meta } : without(params, ['_meta']);
}

function without(fields: Params, keys: readonly string[]): Params {
  if (!keys.some((key) => Object.hasOwn(fields, key))) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}
