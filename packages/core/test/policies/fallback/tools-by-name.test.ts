import { expect, it } from 'vitest';
import { toolsByName } from '../../../src/policies/fallback/tools-by-name.ts';

it('finds all tools that packs take for the same, with the prefix of a gateway and without', () => {
  const tools = [{ name: 'web_search' }, { name: 'look' }, { name: 'brave__web_search' }];
  const found = [...toolsByName(tools).values()].map((same) => same.map(({ name }) => name));
  expect(found).toContainEqual(['web_search', 'brave__web_search']);
});

it('is made once for each list', () => {
  const tools = [{ name: 'look' }];
  expect(toolsByName(tools)).toBe(toolsByName(tools));
  expect(toolsByName([...tools])).not.toBe(toolsByName(tools));
});
