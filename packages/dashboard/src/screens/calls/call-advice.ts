import type { RouteAnswer } from '@seawall/admin-api';

type Found = Pick<RouteAnswer<'getCall'>, 'errors'> & {
  readonly call: Pick<RouteAnswer<'getCall'>['call'], 'outcome' | 'kind' | 'server'>;
};

/** What to do about a call that did not succeed: what its last error says, or what goes for all of its kind. */
export function callAdvice({ call, errors }: Found): string | undefined {
  if (call.outcome === 'succeeded') return undefined;
  return errors.at(-1)?.error.hint ?? adviceOfKind(call.outcome === 'cancelled' ? 'cancelled' : call.kind, call.server);
}

function adviceOfKind(kind: Found['call']['kind'], server: string): string | undefined {
  switch (kind) {
    case 'cancelled':
      return 'Whoever made the call ended it, so nothing has to be done. If that happens often, the host waits for less time than the tool takes: give its calls longer.';
    case 'outcome_unknown':
      return `It was sent, and whether it ran is unknown. Look in the system behind ${server} before it is made once more.`;
    default:
      return undefined;
  }
}
