import { anyOf } from '../read/any-of.ts';
import { toComparableKey } from '../read/comparable-key.ts';

/** Fields that stand beside the report of an error without being a result, by their comparable keys. */
const COMPANIONS: ReadonlySet<string> = new Set(
  `error errors err errs information notice info errcode errmsg errortype message messages msg detail details description cod code codename
  title name object type kind category success successful succeeded issuccess ok iserror haserror failed failure reason reasons
  stat status statuscode statustext httpstatus httpcode retcode ret errno traceback resultcode returncode respcode subcode
  time date timestamp path method instance url uri docs docurl documentationurl help helpurl hint hints suggestion suggestions advice
  support example examples note moreinfo developermessage usermessage links logref logurl extensions
  needed provided warning warnings info meta metadata context stack stacktrace trace cause causes source param params
  parameter parameters field fields input arguments args tool toolname operation action query jsonrpc id version
  result results data response responsemetadata raw body output service server servername host endpoint region
  exception fault faultstring apiversion language locale global limit remaining usage cost retryable retries attempts
  attempt domain scope isretryable userfacing debug incident rayid sentry errorid origin provider model response
  requestid reqid traceid spanid correlationid duration elapsed took latency odataerror errormsg tag logid
  infocode ttl logid
  invalidparams validationerrors violations issues`
    .split(/\s+/)
    .filter((key) => key !== ''),
);

/** Families of such fields. */
const COMPANION_FAMILIES = new RegExp(
  anyOf([
    /^errors?(?:code|type|messages?|details?|description|uri|name|id|info|summary|link|causes|class|status)$/,
    /^(?:request|trace|correlation|session|error|event|transaction|client|tenant|operation|span|fbtrace|activity)id$/,
    /(?:suggestions?|hints?|instructions?|nextsteps?|remediation)$/,
    /^(?:retry|reset|limit|available|valid|allowed|supported|user|rate|quota)\w*$/,
  ]),
);

/** When, how long, by which id: the signs in a key tell `duration_ms` from `items`. */
export const MEASURES = /[a-z](?:Ms|At|Time|Date|Seconds|Id)$|_(?:ms|at|time|date|seconds|id)$/;

/** Whether a field can stand beside the report of an error without being a result. */
export function isCompanion(key: string): boolean {
  const comparable = toComparableKey(key);
  return COMPANIONS.has(comparable) || COMPANION_FAMILIES.test(comparable) || MEASURES.test(key);
}
