import { z } from 'zod';

/** The most items on one page. */
const MAX_PAGE = 1000;
const DEFAULT_PAGE = 100;

/** The part of a query that chooses a page. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE).describe('Items on a page.'),
  cursor: z.string().min(1).max(500).exactOptional().describe('`next` of the page before.'),
};

/** A page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().exactOptional().describe('The cursor of the next page; absent on the last one.'),
  });
}
