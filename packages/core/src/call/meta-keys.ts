/** Where the answer to a failed call carries the whole error, for programs. */
export const ERROR_META_KEY = 'dev.seawall/error';

/** Where a result says that it is empty or not whole, for programs. */
export const WARNINGS_META_KEY = 'dev.seawall/warnings';

/** Where the answer to a call that waits to be sent later carries its ticket, for programs. */
export const TICKET_META_KEY = 'dev.seawall/ticket';

/** Where a result says that somebody else gave it than the tool that was called, for programs. */
export const SERVED_BY_META_KEY = 'dev.seawall/served-by';

/** Where a result says that it is an earlier one, and how old it is, for programs. */
export const STALE_META_KEY = 'dev.seawall/stale';
