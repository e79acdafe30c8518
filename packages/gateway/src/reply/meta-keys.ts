/** Where a list says that not all of it is live. */
export const CATALOG_META_KEY = 'dev.seawall/catalog';
