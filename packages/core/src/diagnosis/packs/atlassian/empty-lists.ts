import type { PackResultRule, PackTool } from '../pack.ts';

/** A list that is empty, or an object in which nothing stands before its empty list but numbers, words and other empty lists. */
const EMPTY_LIST = /^\s{0,20}\[\s{0,20}\]\s{0,20}$/;
const EMPTY_PAGE =
  /^\s{0,20}\{(?:\s{0,20}"[^"\n]{1,60}"\s{0,5}:\s{0,5}(?:-?\d{1,15}|true|false|null|\[\s{0,20}\]|"(?:[^"\\\n]|\\.){0,600}")\s{0,5},){0,12}\s{0,20}"(?:issues|values|results)"\s{0,5}:\s{0,5}\[\s{0,20}\]/;

/**
 * How the tools of a product say that they found nothing. Only those that read: an empty answer to a change is a success.
 *
 * Lists of mcp-atlassian are empty too when the request behind them failed, so that their emptiness proves nothing.
 */
export function emptyLists(title: string, tools: readonly PackTool[], nothingFound: string): readonly PackResultRule[] {
  const reads = tools.filter(({ safety }) => safety === 'read').flatMap(({ names }) => names.slice(0, 1));
  return [
    {
      tools: reads,
      text: EMPTY_LIST,
      kind: 'empty',
      warning: `${title} listed nothing. This server answers the same when a request to ${title} failed, so do not conclude that there is nothing.`,
    },
    { tools: reads, text: EMPTY_PAGE, kind: 'empty', warning: nothingFound },
  ];
}
