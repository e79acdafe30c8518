import type { BreakerSignal, RepeatRule, Verdict } from '../verdict.ts';

/** A verdict, and what it leaves open. */
export interface Ruling extends Verdict {
  /** Whether the call may have run though it failed: for a write its outcome is then unknown. */
  readonly mayHaveRun: boolean;
}

// Each ruling is one frozen object for the whole process: a verdict costs no allocation.
// Their arguments: what it says about the server, what about the tool, which calls may be sent again.

/** A result. */
export const SUCCEEDED: Ruling = ruling('success', 'success', 'never');
/** A result as of a server that lost what it knew. */
export const SUSPECT: Ruling = ruling('neutral', 'neutral', 'reads-once', 'mayHaveRun');
/** The caller gave up, Seawall refused, or somebody has to act before anything can be better. */
export const NEUTRAL: Ruling = ruling('neutral', 'neutral', 'never');
/** The same, after the call was sent. */
export const NEUTRAL_BUT_SENT: Ruling = ruling('neutral', 'neutral', 'never', 'mayHaveRun');

/** There is no way to the server, so nothing was sent. */
export const NOT_CONNECTED: Ruling = ruling('hard-failure', 'neutral', 'any', 'isTransparent');
/** The time of the call was over before there was a connection, which says nothing about the server yet. */
export const STILL_CONNECTING: Ruling = ruling('neutral', 'neutral', 'any', 'isTransparent');
/** The server forgot our session and refused the call for that. */
export const FORGOTTEN: Ruling = ruling('neutral', 'neutral', 'any-once');

/** The connection broke before the answer came. */
export const LOST: Ruling = ruling('failure', 'neutral', 'unless-write', 'mayHaveRun');
/** No answer came in time. */
export const SILENT: Ruling = ruling('failure', 'failure', 'unless-write', 'mayHaveRun');

/** HTTP 502, 503 without `Retry-After`, 504 and their like: what stands before the server, or the server itself, is down. */
export const UNAVAILABLE: Ruling = ruling('failure', 'neutral', 'unless-write', 'mayHaveRun');
/** Something answered that is not the server. */
export const IMPOSTOR: Ruling = ruling('failure', 'neutral', 'unless-write', 'mayHaveRun');
/** HTTP 500: the server is there, and failed at this call. */
export const FAILED_INSIDE: Ruling = ruling('neutral', 'failure', 'unless-write', 'mayHaveRun');
/** HTTP 429, or 503 with `Retry-After`: the server refused the call, and wants fewer. */
export const THROTTLED: Ruling = ruling('neutral', 'neutral', 'any', 'isThrottle');

/** Another HTTP status whose words speak of too many calls: it does not say surely that nothing ran. */
export const SLOWED: Ruling = ruling('neutral', 'neutral', 'unless-write', 'isThrottle');

/** The server answered: the call was wrong, not allowed, or met a state that it can't work in. */
export const ANSWERED: Ruling = ruling('success', 'neutral', 'never');
/** The same, for what passes by itself and is nobody's outage. */
export const PASSING: Ruling = ruling('success', 'neutral', 'unless-write');
/** The tool says that it called too often; how much of its work it did before, it does not say. */
export const TOOL_THROTTLED: Ruling = ruling('success', 'neutral', 'unless-write', 'isThrottle');
/** What the tool needs behind the server is down. */
export const OUTAGE_BEHIND: Ruling = ruling('success', 'failure', 'reads');
/** The same, and the tool does not know either whether its request was carried out. */
export const SILENCE_BEHIND: Ruling = ruling('success', 'failure', 'reads', 'mayHaveRun');
/** JSON-RPC -32603, or an error that the server itself calls passing, and no word of what it is. */
export const INTERNAL: Ruling = ruling('success', 'failure', 'reads-once');
/** Another error of the server without a word of what it is. */
export const UNCLEAR: Ruling = ruling('success', 'failure', 'never');
/** The answer came and can't be used. */
export const UNREADABLE: Ruling = ruling('success', 'failure', 'never', 'mayHaveRun');

type Mark = 'mayHaveRun' | 'isThrottle' | 'isTransparent';

function ruling(server: BreakerSignal, tool: BreakerSignal, repeat: RepeatRule, ...marks: readonly Mark[]): Ruling {
  return Object.freeze({
    server,
    tool,
    repeat,
    isThrottle: marks.includes('isThrottle'),
    isTransparent: marks.includes('isTransparent'),
    mayHaveRun: marks.includes('mayHaveRun'),
  });
}

/** The same rulings for failures of which the server says that trying again is of no use. */
const FINAL: ReadonlyMap<Ruling, Ruling> = new Map(
  [PASSING, SLOWED, TOOL_THROTTLED, OUTAGE_BEHIND, SILENCE_BEHIND, UNAVAILABLE, FAILED_INSIDE, THROTTLED].map(
    (each) => [each, Object.freeze({ ...each, repeat: 'never' as const })] as const,
  ),
);

/** What becomes of a ruling when the server says that the same call will not succeed later. */
export function toFinal(given: Ruling): Ruling {
  return FINAL.get(given) ?? given;
}
