import { toSearchWords } from '@seawall/core/base';
import type { ListFilter } from './observation-protocol.ts';

/** Any query of a list, without what makes a page of it. */
type Query = Partial<Omit<ListFilter, 'words'>> & {
  readonly text?: string;
  readonly limit?: number;
  readonly cursor?: string;
  readonly order?: string;
  readonly by?: string;
};

/** What a query asks of the records themselves. */
export function toListFilter(query: Query): ListFilter {
  const { text, limit: _limit, cursor: _cursor, order: _order, by: _by, ...fields } = query;
  return { ...fields, words: toSearchWords(text) };
}
