/** Where the answer to a failed call carries the whole error, for programs. */
export const ERROR_META_KEY = 'dev.seawall/error';

/** Where a result says that it is empty or not whole, for programs. */
export const WARNINGS_META_KEY = 'dev.seawall/warnings';
