// @ts-check

/** @type {{ url: string, find: string, replace: string }} */
let patch = { url: '', find: '', replace: '' };

/** @param {{ url: string, find: string, replace: string }} given */
export function initialize(given) {
  patch = given;
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (url.split('?')[0] !== patch.url || loaded.source === undefined || loaded.source === null) return loaded;
  const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
  if (!source.includes(patch.find)) throw new Error(`${url} does not have what is to be changed.`);
  return { ...loaded, source: source.replace(patch.find, () => patch.replace) };
}
