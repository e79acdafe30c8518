import type { ConfigPath } from '../config-path.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';

/** What to say about the fields of an entry that Seawall does not use. */
export function checkHostFields(entry: Readonly<Record<string, unknown>>, path: ConfigPath): readonly Finding[] {
  const unused = Object.keys(entry).filter((field) => !USED_FIELDS.has(field) && !HOST_FIELDS.has(field));
  return unused.slice(0, MAX_UNUSED).map((field): Finding => {
    if (TIMEOUT_FIELDS.has(field)) return ignoredTimeout([...path, field]);
    const finding: Finding = { severity: 'warning', path: [...path, field], message: 'Unknown field; it is ignored.' };
    const suggestion = OPTION_FIELDS.has(field) ? `seawall.${field}` : didYouMean(field, USED_FIELDS);
    return suggestion === undefined ? finding : { ...finding, suggestion };
  });
}

/** Further fields are not spoken of. */
const MAX_UNUSED = 200;

/** Fields that decide how a server is started or reached. */
export const USED_FIELDS: ReadonlySet<string> = new Set(
  'args command cwd disabled enabled env envFile headers httpUrl name seawall serverUrl transport type url'.split(' '),
);

/** Keys of `seawall`, which some write beside it. */
const OPTION_FIELDS: ReadonlySet<string> = new Set(
  'connectTimeoutMs inheritEnv listTimeoutMs maxMessageBytes maxTotalTimeoutMs session timeoutMs tls totalTimeoutMs'.split(
    ' ',
  ),
);

/** Fields of hosts that mean nothing to a gateway: which tools the host asks about, shows or trusts, and its texts. */
const HOST_FIELDS: ReadonlySet<string> = new Set(
  (
    'allowed_tools allowedTools alwaysAllow auth authProvider autoApprove autoStart automaticSSEFallback autostart capabilities ' +
    'defaultToolTimeout description dev dev_mode disabledTools displayName enabledTools encoding encoding_error_handler ' +
    'errorHandling exclude_tools excludeTools gallery headersHelper icon iconUrl icons id includeTools instructions isActive ' +
    'metadata note oauth onlyTools outputHandling provider reconnect registry registryUrl restart roots sandbox sandboxEnabled ' +
    'scope scopes security session_kwargs source stderr tags title tools trust version watch'
  ).split(' '),
);

/** Seconds for some hosts, milliseconds for others: not guessed. */
const TIMEOUT_FIELDS: ReadonlySet<string> = new Set(
  (
    'connectionTimeout connectTimeout http_read_timeout httpReadTimeout initTimeout networkTimeout readTimeout requestTimeout ' +
    'sse_read_timeout sseReadTimeout startup_timeout_ms startup_timeout_sec startupTimeout timeout timeout_seconds timeoutSeconds ' +
    'tool_timeout_sec toolTimeout'
  ).split(' '),
);

function ignoredTimeout(path: ConfigPath): Finding {
  return {
    severity: 'warning',
    path,
    message: 'Ignored: some hosts mean seconds here, others milliseconds.',
    suggestion: 'seawall.timeoutMs',
  };
}
