import { nameWords } from '../names/name-words.ts';

/**
 * What a place in a value is, where that decides about what stands there.
 *
 * `headers`, `variables`: hidden unless the name is known to be harmless. `cookies`, `secrets`: all is hidden. `arguments`: a
 * command line. `messages`: texts about fields, under the names of the fields. `schema`: descriptions of fields.
 * `pairs`: a list of names and values. `secret-object`: a secret of Kubernetes, whose data are hidden. `web-key`: a key in
 * JSON, of which some members are private.
 */
export type Block =
  | 'none'
  | 'headers'
  | 'variables'
  | 'cookies'
  | 'secrets'
  | 'arguments'
  | 'messages'
  | 'schema'
  | 'pairs'
  | 'secret-object'
  | 'web-key';

/** Which block a name opens. */
export function blockOf(name: string): Block {
  if (name.length > MAX_NAME_LENGTH) return 'none';
  const known = cache.get(name);
  if (known !== undefined) return known;
  const words = nameWords(name);
  const block = BLOCKS.get(words.join('')) ?? (words.length > 1 && words.at(-1) === 'headers' ? 'headers' : 'none');
  if (cache.size >= MAX_CACHED_NAMES) cache.clear();
  cache.set(name, block);
  return block;
}

const MAX_NAME_LENGTH = 48;
const MAX_CACHED_NAMES = 2048;
const cache = new Map<string, Block>();

const BLOCKS: ReadonlyMap<string, Block> = new Map<string, Block>([
  ...named('headers', 'headers header rawheaders requestheaders responseheaders httpheaders'),
  ...named('variables', 'env envs environ environment environmentvariables envvars envvariables processenv dotenv'),
  ...named('cookies', 'cookies cookiejar cookie setcookie'),
  ...named('arguments', 'args argv cmd command cmdline commandline execargv spawnargs execargs processargs'),
  ...named(
    'messages',
    'errors fielderrors validationerrors errormessages messages hints labels descriptions placeholders helptexts',
  ),
  ...named('schema', 'properties patternproperties definitions defs'),
]);

function named(block: Block, names: string): readonly [string, Block][] {
  return names.split(' ').map((name): [string, Block] => [name, block]);
}
