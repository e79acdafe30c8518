import { describe, expect, it } from 'vitest';
import { definePack } from '../../../src/diagnosis/packs/define-pack.ts';
import { findPack, findPackTool } from '../../../src/diagnosis/packs/find-pack.ts';
import { JIRA_PACK } from '../../../src/diagnosis/packs/jira/jira.ts';
import { diagnoseError, diagnoseRecorded, diagnoseResult, readRecordedAnswers } from './recorded-answers.ts';

const recorded = readRecordedAnswers('jira');
const said = (id: string) => recorded.filter((row) => row.id === id).map((row) => diagnoseRecorded(row))[0];

describe('the Jira pack', () => {
  it('is valid', () => {
    expect(definePack(JIRA_PACK)).toBe(JIRA_PACK);
  });

  it.each(recorded)('knows $id, of $origin (A4-A13, A80-A85)', (row) => {
    expect(diagnoseRecorded(row)).toMatchObject(row.expect);
  });

  it('calls nothing an authentication error that is none (A6, A80)', () => {
    expect(said('ja-404-raw')).toMatchObject({ kind: 'not_found', status: 'not_found' });
    expect(said('ja-403')).toMatchObject({ kind: 'permission', status: 'permission_denied' });
    expect(said('ja-401')).toMatchObject({ kind: 'authentication', status: 'auth_error' });
  });

  it('names the field that an issue lacks (A13, A81)', () => {
    expect(said('ja-req')).toMatchObject({ status: 'validation_error', details: { fields: ['Exchange (Multiple)'] } });
    expect(said('ja-req')?.summary).toContain('Issue validation failed');
    expect(said('ja-req')?.advice).toContain('Check the issue data');
    expect(said('jira-jira-create-issue-required-field') ?? said('jira-jira-get-issue-required-field')).toMatchObject({
      kind: 'validation',
      status: 'validation_error',
      details: { fields: expect.arrayContaining([expect.stringContaining('summary')]) },
    });
  });

  it('does not take a certificate for a field (A81)', () => {
    const context = { server: 'jira', tool: 'jira_create_issue' };
    expect(diagnoseError("Error calling tool 'create_issue': SSL certificate invalid", context).kind).toBe(
      'configuration',
    );
    expect(diagnoseError("Error calling tool 'create_issue': Authentication is required", context).kind).toBe(
      'authentication',
    );
  });

  it('lists the transitions that an issue has (A82, A83)', () => {
    expect(said('ja-tr')).toMatchObject({
      code: 'JIRA_TRANSITION_INVALID',
      status: 'workflow_error',
      details: {
        requestedTransition: 'Done',
        availableTransitions: [
          { id: '21', name: 'In Progress' },
          { id: '31', name: "Won't Do" },
        ],
      },
    });
    expect(said('ja-tr')?.advice).toContain('get_transitions');
    expect(said('ja-tr-none')).toMatchObject({ details: { availableTransitions: [] } });
  });

  it('does not take the name of a tool or an HTTP status for a workflow (A83)', () => {
    expect(said('rest-transition-502')).toMatchObject({ kind: 'unavailable', status: 'unavailable' });
    expect(said('rest-transition-404')).toMatchObject({ kind: 'not_found', status: 'not_found' });
  });

  it('quotes what Jira said instead of "Unknown error" (A84)', () => {
    const diagnosis = diagnoseError("Error calling tool 'update_issue': A gull sat on the index.", {
      server: 'jira',
      tool: 'jira_update_issue',
    });
    expect(diagnosis).toMatchObject({
      kind: 'server_error',
      status: 'operation_failed',
      summary: 'Jira operation "update_issue" failed (server "jira").',
    });
    expect(diagnosis.quote).toBe('A gull sat on the index.');
  });

  it('says how long to wait (A85)', () => {
    expect(said('ja-429')).toMatchObject({
      kind: 'rate_limit',
      status: 'rate_limited',
      retryable: true,
      retryAfterMs: 30_000,
    });
    expect(said('ja-429')?.advice).toContain('Wait 30 s');
    expect(said('ja-429-date')).toMatchObject({ retryAfterMs: 28 * 60_000 });
    expect(said('ja-breaker')).toMatchObject({ kind: 'rate_limit', retryAfterMs: 12_300 });
  });

  it('gives every failure a status of its list (A86)', () => {
    const statuses = new Set(
      recorded
        .map((row) => diagnoseRecorded(row))
        .flatMap(({ kind, status }) => (kind === 'none' || kind === 'empty_result' ? [] : [status])),
    );
    expect([...statuses].toSorted()).toEqual([
      'auth_error',
      'not_found',
      'operation_failed',
      'permission_denied',
      'quota',
      'rate_limited',
      'read_only',
      'timeout',
      'unavailable',
      'validation_error',
      'workflow_error',
    ]);
  });

  it('says what happened, what to do, and its status for every failure (A87)', () => {
    for (const row of recorded) {
      const { kind, summary, advice, status } = diagnoseRecorded(row);
      if (kind === 'none' || kind === 'empty_result') continue;
      expect(summary, row.id).toMatch(/^[A-Z"].{10,}\.$/);
      expect(advice, row.id).toMatch(/^[A-Z].{10,}\.$/);
      expect(status, row.id).toMatch(/^[a-z_]+$/);
    }
  });

  it('hints at what hides a tool, where it only looks as if there was none', () => {
    expect(said('ja-ro-hidden')?.advice).toMatch(/READ_ONLY_MODE, ENABLED_TOOLS and TOOLSETS/);
  });

  it('speaks about the same tool under every name that a gateway gives it (A75)', () => {
    for (const tool of [
      'jira_get_issue',
      'mcp__jira__jira_get_issue',
      'jira__jira_get_issue',
      'jira__get_issue',
      'getJiraIssue',
    ]) {
      expect(findPackTool({ server: 'jira', tool })?.names[0]).toBe('jira_get_issue');
    }
    const { summary } = diagnoseError('502 Server Error: Bad Gateway', {
      server: 'work',
      tool: 'mcp__work__jira_create_issue',
    });
    expect(summary).toContain('"create_issue"');
  });

  it('is known by the name of a tool alone only when the vendor stands in it', () => {
    for (const tool of ['jira_get_issue', 'getJiraIssue', 'search_jira_issues', 'desk__jira_search'])
      expect(findPack({ server: 'desk', tool })).toBe(JIRA_PACK);
    for (const tool of ['get_issue', 'create_issue', 'add_comment', 'search_issues'])
      expect(findPack({ server: 'desk', tool })).toBe(undefined);
  });

  it('takes an issue for an issue, whatever it talks about', () => {
    for (const id of ['issue-talks-of-errors', 'search-talks-of-errors', 'deleted'])
      expect(said(id)?.kind).toBe('none');
    const nested = '{"id": "1", "key": "SEA-1", "fields": {"options": {"values": []}, "issues": []}}';
    expect(diagnoseResult(nested, { server: 'jira', tool: 'jira_get_issue' })).toMatchObject({
      kind: 'none',
      code: 'RESULT_OK',
    });
    expect(diagnoseResult('[]', { server: 'jira', tool: 'jira_add_labels' }).kind).toBe('none');
    const long = `{"key": "SEA-1", "description": ${JSON.stringify('Error: not found '.repeat(500))}}`;
    expect(diagnoseResult(long, { server: 'jira', tool: 'jira_get_issue' }).kind).toBe('none');
  });
});
