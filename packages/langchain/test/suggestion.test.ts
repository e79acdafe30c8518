import { MCPServerError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { suggestionFor } from '../src/run/suggestion.ts';

const plain = new MCPServerError({ message: 'It failed.' }).toJSON();
const hinted = new MCPServerError({ message: 'It failed.', hint: 'Ask for less.' }).toJSON();

describe('what can be done about a tool that failed', () => {
  it('is what was said in place of an answer, before all else (A101, A102)', () => {
    const answer = { fallback_suggestion: 'Search by hand.' };
    expect(suggestionFor('shop__tavily_search', hinted, { answer })).toBe('Search by hand.');
    expect(suggestionFor('confluence_search', hinted, { answer: { resolution: 'Give the page.' } })).toBe(
      'Give the page.',
    );
  });

  it('is what the failure itself says, where nothing was', () => {
    expect(suggestionFor('jira_search', hinted, undefined)).toBe('Ask for less.');
  });

  it.each([
    ['tavily-search', 'Try a different search query.', 'A101'],
    ['shop__tavily_search', 'Try a different search query.', 'A101'],
    ['confluence_get_page', 'Check your Confluence configuration.', 'A102'],
    ['wiki__confluence-search', 'Check your Confluence configuration.', 'A102'],
    ['jira_create_issue', 'Check your Jira configuration.', 'A103'],
  ])('is for %s, of which nothing is known, "%s" (%s)', (tool, suggestion) => {
    expect(suggestionFor(tool, plain, undefined)).toBe(suggestion);
  });

  it('is that of its code else', () => {
    expect(suggestionFor('my_jira_like_tool', plain, { answer: { resolution: '' } })).toMatch(/\w{4,}/);
  });
});
