import { describe, expect, it } from 'vitest';
import { isFailure } from '../../src/index.ts';
import { diagnoseText } from './evidence.ts';

describe('the gate, for results without isError', () => {
  it.each([
    ['a flag', 'create_page', '{"ok":false,"error":"invalid_name"}'],
    ['a status and a word', 'get_page', '{"status":404,"object":"error","code":"object_not_found","message":"x"}'],
    ['an error and nothing else', 'get_user', '{"error":"User not found"}'],
    ['an error object', 'get_user', '{"error":{"code":"forbidden","message":"x"}}'],
    ['success: false', 'add_item', '{"success":false,"message":"Name is required"}'],
    ['errors without data', 'graph', '{"errors":[{"message":"x"}],"data":null}'],
    ['a message and a link', 'get_repo', '{"message":"Bad credentials","documentation_url":"https://x.y"}'],
    ['a list of one error', 'get_account', '[{"message":"x","errorCode":"INVALID_TYPE"}]'],
    ['a text that begins with Error', 'get_weather', 'Error: the API key is wrong'],
    ['a text with a sign of alarm', 'create_issue', '❌ Failed to create the issue'],
    ['a short text', 'get_weather', 'Too many requests'],
    ['an error with a status', 'get_balance', 'Error: 429 Client Error: Too Many Requests for url: https://a.b'],
    ['the dump of a dictionary', 'update_task', "{'error': 'Missing field: title'}"],
    ['lists of messages', 'get_issue', '{"errorMessages":["Issue does not exist"],"errors":{}}'],
    ['what has to be set up', 'get_events', 'Google Calendar is not connected. Please authenticate first.'],
    ['one sentence', 'get_task', 'Task 7 does not exist.'],
    ['the own work of a tool that reads', 'read_file', 'Error reading file /a/b: permission denied'],
    ['the error of an API of messages', 'get_messages', '{"ok":false,"error":"missing_scope"}'],
  ])('lets %s through (A57)', (_, tool, text) => {
    expect(isFailure(diagnoseText(text, false, tool))).toBe(true);
  });

  it.each([
    ['a file', 'read_file', '{"error":"unauthorized","status":401}'],
    ['an echo', 'echo', 'Too many requests'],
    ['a log line', 'get_logs', 'Error: connection refused'],
    ['rows', 'query', '[{"id":1,"status":"error","message":"timeout"}]'],
    ['a ticket', 'get_ticket', '{"key":"A-1","summary":"Error: 401 unauthorized"}'],
    ['a failed job', 'get_job', '{"id":"7","status":"failed","error":"exit code 1"}'],
    ['the report of a check', 'validate_config', '{"valid":false,"errors":[{"message":"is required"}]}'],
    ['a search hit', 'search', '{"title":"Fixing \\"Error: rate limit exceeded\\"","url":"https://a.b"}'],
    ['a count of errors', 'run_suite', 'Errors: 0\nFailed: 0'],
    ['a page about errors', 'get_page', '# Error handling\n\nUnauthorized requests get 401.'],
    ['what a command printed', 'run_command', "Error: Cannot find module 'x'"],
    ['a message', 'get_message', 'Your API key has expired.'],
    ['an article', 'get_article', 'Error 404: how to design the page\n\nMost sites have one.'],
    ['the faults that a linter found', 'lint', '{"errors":[{"line":1,"message":"Missing semicolon"}]}'],
    ['what a model says', 'research', 'Cannot be determined from the sources.\n\nHowever, several studies show it.'],
    ['an explanation', 'explain_error', 'Error: ENOENT means that a file was not found.'],
    ['a long text', 'describe', `Error: ${'x'.repeat(5000)}`],
  ])('takes %s for content', (_, tool, text) => {
    expect(diagnoseText(text, false, tool).kind).toBe('none');
  });

  it.each([
    ['an empty list', 'list_tasks', '[]'],
    ['lists without entries', 'search_nodes', '{"entities":[],"relations":[]}'],
    ['a count of nothing', 'search_issues', '{"startAt":0,"maxResults":50,"total":0,"issues":[]}'],
    ['nested lists', 'search', '{"success":true,"data":{"web":[]}}'],
    ['words', 'search_users', 'No users found matching "bob".'],
    ['a bare heading', 'git_log', 'Commit history:\n'],
    ['nothing', 'list_directory', ''],
    ['null', 'find_user', 'null'],
  ])('finds %s empty (A12)', (_, tool, text) => {
    expect(diagnoseText(text, false, tool).kind).toBe('empty_result');
  });

  it.each([
    ['delete_task', '{}'],
    ['update_task', ''],
    ['clear_cache', '[]'],
    ['get_issue', '{"id":7,"title":"x","labels":[]}'],
  ])('does not find a result of %s empty', (tool, text) => {
    expect(diagnoseText(text, false, tool).kind).toBe('none');
  });

  it('takes a search without hits for empty, though it came with isError', () => {
    expect(diagnoseText('Geocoding failed: ZERO_RESULTS', true, 'geocode').kind).toBe('empty_result');
    expect(diagnoseText('Issue not found', true, 'get_issue').kind).toBe('not_found');
  });
});
