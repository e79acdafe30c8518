/** Where a failed tool call and a JSON-RPC error of the gateway carry the whole error, for programs. */
export const ERROR_META_KEY = 'dev.seawall/error';

/** Where a list says that not all of it is live. */
export const CATALOG_META_KEY = 'dev.seawall/catalog';
