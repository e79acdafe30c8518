import { describe, expect, it } from 'vitest';
import {
  ERROR_META_KEY,
  MCPRejectedError,
  type Pack,
  registerSecrets,
  SERVED_BY_META_KEY,
} from '../../../src/index.ts';
import type { FailedCall } from '../../../src/policies/fallback/failed-call.ts';
import { findLastResort } from '../../../src/policies/fallback/last-resort.ts';
import { toLastResortResult } from '../../../src/policies/fallback/served-result.ts';
import { errorOf, failedCall, outage, packOf } from './failed-calls.ts';

const find = (changes: Partial<FailedCall>) =>
  findLastResort({ failed: failedCall(changes), configured: undefined, findPack: packOf });

describe('the words of a pack', () => {
  it('say of a search that the answer rests on what the model knows (A113)', () => {
    const message =
      "Search functionality is currently unavailable. Response will be based on the model's training data which may not include recent information.";
    expect(find({})).toEqual({ message, answer: { results: [], fallback_message: message } });
    expect(find({ server: 'brave', tool: 'brave_web_search' })?.message).toBe(message);
  });

  it.each([
    [{ query: 'tide' }, 'your Confluence space'],
    [{ query: 'tide', spaces_filter: 'SEA' }, 'SEA'],
    [{ query: 'tide', spaces_filter: ['SEA', 'BAY'] }, 'SEA, BAY'],
  ])('say where to look for a page by hand: %j (A114)', (args, place) => {
    const message = `Confluence search is currently unavailable. Check Confluence manually at ${place}.`;
    expect(find({ server: 'confluence', tool: 'confluence_search', arguments: args })).toEqual({
      message,
      answer: { results: [], fallback_message: message },
    });
  });

  it.each([
    ['confluence_get_page', { title: 'Tide table', space_key: 'SEA' }],
    ['read_confluence_page', { title: 'Tide table', spaceKey: 'SEA' }],
  ])('name title and space of a page, under the names of %s (A115)', (tool, args) => {
    const found = find({ server: 'confluence', tool, arguments: args });
    expect(found?.message).toBe(
      "Confluence page retrieval is currently unavailable. You can manually access this page by searching for 'Tide table' in the 'SEA' space.",
    );
    expect(found?.answer).toEqual({ content: '', fallback_message: found?.message });
  });

  it.each([
    ['confluence_get_page', { page_id: '11' }, 'get_page'],
    ['confluence-get-page', { title: 'Tide table' }, 'get_page'],
    ['wiki__confluence_get_labels', { page_id: '11' }, 'get_labels'],
    ['getConfluencePageFooterComments', {}, 'get_comments'],
  ])('say of any other operation of Confluence to do it by hand: %s %j (A116, A120, A196)', (tool, args, operation) => {
    const message = `Confluence ${operation} is currently unavailable. Try again later or perform this operation manually in Confluence.`;
    expect(find({ server: 'confluence', tool, arguments: args })).toEqual({
      message,
      answer: { fallback_message: message },
    });
  });

  it.each([
    ['jira_search', { jql: 'project = SEA' }],
    ['search_issues', { searchString: 'project = SEA' }],
  ])('give the JQL to run by hand, under the names of %s (A117)', (tool, args) => {
    const message =
      'Jira search is currently unavailable. You can manually execute this search in Jira with JQL: project = SEA';
    expect(find({ server: 'jira', tool, arguments: args })).toEqual({
      message,
      answer: { issues: [], fallback_message: message },
    });
  });

  it('give what an issue needs that is to be created by hand, without secrets', () => {
    const password = ['hun', 'ter2!'].join('');
    const args = { project_key: 'SEA', summary: 'Mend it', issue_type: 'Task', description: `password: ${password}` };
    const found = find({ server: 'jira', tool: 'jira_create_issue', arguments: args, safety: 'write' });
    expect(found?.message).toBe(
      "Jira issue creation is currently unavailable. Create an issue manually in the SEA project with summary: 'Mend it'",
    );
    expect(found?.answer.manual_issue_data).toMatchObject({
      project_key: 'SEA',
      summary: 'Mend it',
      issue_type: 'Task',
    });
    expect(JSON.stringify(found)).not.toContain(password);
  });

  it.each([
    ['jira_get_issue', 'get_issue'],
    ['jira_search', 'search'],
    ['getVisibleJiraProjects', 'get_all_projects'],
  ])('say of any other operation of Jira to do it by hand: %s (A119, A120, A197)', (tool, operation) => {
    expect(find({ server: 'jira', tool, arguments: {} })?.message).toBe(
      `Jira ${operation} is currently unavailable. Try again later or perform this operation manually in Jira.`,
    );
  });

  it('are clean and short, whatever the arguments hold', () => {
    const secret = ['tide', 'pool', 'secret', '4711'].join('-');
    using _registered = registerSecrets([secret]);
    const jql = `summary ~ "${secret}" \u001b[31m{operation} ${'x'.repeat(5000)}`;
    const message = find({ server: 'jira', tool: 'jira_search', arguments: { jql } })?.message ?? '';
    expect(message).not.toContain(secret);
    expect(message).not.toContain('\u001b');
    expect(message).toContain('{operation}');
    expect(message.length).toBeLessThan(700);
  });

  it.each([
    ['a call that was wrong itself', { error: errorOf('validation'), delivery: 'answered' }],
    ['a tool that does not exist (A191)', { error: errorOf('tool_not_found'), delivery: 'answered' }],
    ['a call that was given up', { error: errorOf('cancelled') }],
    ['a call that is a fallback itself', { isFallback: true }],
    ['a write that may have run', { safety: 'write', delivery: 'unknown' }],
    ['a tool that no pack knows (A198)', { server: 'notes', tool: 'search_notes' }],
    ['a tool of a vendor that has no words for it', { tool: 'tavily_extract' }],
  ] as const)('say nothing for %s', (_, changes) => {
    expect(find(changes)).toBe(undefined);
  });

  it('say nothing where fallbacks are turned off, and stay where a chain is configured', () => {
    const search = { failed: failedCall(), findPack: packOf };
    expect(findLastResort({ ...search, configured: false })).toBe(undefined);
    expect(findLastResort({ ...search, configured: [{ server: 'x', tool: 'y' }] })).toBeDefined();
  });

  it('of a pack of the user are passed over where they can not be filled in', () => {
    const pack: Pack = {
      name: 'acme',
      title: 'Acme',
      servers: ['acme'],
      tools: [{ names: ['acme_find'], safety: 'read' }],
      fallbacks: [
        { tools: ['acme_find'], lastResort: { message: 'Look for {order} of {customer|client}.' } },
        { lastResort: { message: 'Acme {operation} is down.' } },
      ],
    };
    const failed = (args: FailedCall['arguments']) =>
      failedCall({ server: 'acme', tool: 'acme_find', arguments: args });
    const say = (args: FailedCall['arguments']) =>
      findLastResort({ failed: failed(args), configured: undefined, findPack: () => pack })?.message;
    expect(say({ order: 7, client: 'Ann' })).toBe('Look for 7 of Ann.');
    expect(say({ order: 7, client: ' ' })).toBe('Acme find is down.');
    expect(say({ order: 7, client: {} })).toBe('Acme find is down.');
  });
});

describe('the result of a call that nobody answered', () => {
  const rejected = new MCPRejectedError({ message: 'The circuit of server "tavily" is open.', retryAfterMs: 4200 });
  const failed = failedCall({ error: rejected });
  const result = () =>
    toLastResortResult({ message: 'No search.', answer: { results: [], fallback_message: 'No search.' } }, failed);

  it('is never taken for data: an error whose text says that it is a fallback, and why (A122)', () => {
    expect(result()).toMatchObject({
      isError: true,
      content: [
        {
          type: 'text',
          text: 'No search.\nThis is a fallback and holds no data. The call failed: The circuit of server "tavily" is open. It is worth trying again in 5 s.',
        },
      ],
    });
  });

  it('says the same to programs, with the original error and the answer of the pack (A122)', () => {
    const error = { kind: 'circuit_open', code: 'CIRCUIT_OPEN', context: { retryAfterMs: 4200 } };
    expect(result()._meta).toMatchObject({
      [SERVED_BY_META_KEY]: { servedBy: 'fallback', error, answer: { results: [], fallback_message: 'No search.' } },
      [ERROR_META_KEY]: error,
    });
  });

  it('says what to do', () => {
    expect(JSON.stringify(toLastResortResult({ message: 'x', answer: {} }, failedCall()).content)).toContain(
      'Start it again.',
    );
  });

  it('is small, whatever the error carries', () => {
    const error = outage().addContext({ large: 'x'.repeat(100_000), retryAfterMs: 1000 });
    const large = toLastResortResult({ message: 'm'.repeat(5000), answer: {} }, failedCall({ error }));
    expect(JSON.stringify(large).length).toBeLessThan(6000);
    expect(large._meta).toMatchObject({ [ERROR_META_KEY]: { context: { retryAfterMs: 1000 } } });
  });
});
