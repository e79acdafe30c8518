import { describe, expect, it } from 'vitest';
import { CONFLUENCE_PACK } from '../../../src/diagnosis/packs/confluence/confluence.ts';
import { definePack } from '../../../src/diagnosis/packs/define-pack.ts';
import { findPack } from '../../../src/diagnosis/packs/find-pack.ts';
import { JIRA_PACK } from '../../../src/diagnosis/packs/jira/jira.ts';
import { diagnoseError, diagnoseRecorded, readRecordedAnswers } from './recorded-answers.ts';

const recorded = readRecordedAnswers('confluence');
const said = (id: string) => recorded.filter((row) => row.id === id).map((row) => diagnoseRecorded(row))[0];

describe('the Confluence pack', () => {
  it('is valid', () => {
    expect(definePack(CONFLUENCE_PACK)).toBe(CONFLUENCE_PACK);
  });

  it.each(recorded)('knows $id, of $origin (A4-A12, A70-A74)', (row) => {
    expect(diagnoseRecorded(row)).toMatchObject(row.expect);
  });

  it('tells credentials from rights (A6, A70)', () => {
    expect(said('cf-page')).toMatchObject({ kind: 'authentication', status: 'auth_error' });
    expect(said('cf-page')?.advice).toContain('Check the Confluence API token');
    expect(said('rest-permission')).toMatchObject({ kind: 'permission', status: 'permission_denied' });
    expect(said('rest-permission')?.advice).toContain('access to the space');
  });

  it('says that a page was not found when a page was asked for (A71)', () => {
    expect(said('cf-title')).toMatchObject({
      status: 'not_found',
      summary: 'The requested page was not found (server "confluence").',
    });
    expect(said('cf-title')?.advice).toContain('page ID or title');
  });

  it('says during what it was not found otherwise, as in the update of a page that is not there (A14, A72)', () => {
    expect(said('rest-no-content')).toMatchObject({ code: 'CONFLUENCE_PAGE_NOT_FOUND', status: 'not_found' });
    expect(said('rest-no-content')?.summary).toContain('Resource not found during "update_page"');
    expect(said('cf-del')?.summary).toContain('Resource not found during "delete_page"');
  });

  it('says how long to wait (A73)', () => {
    expect(said('rest-429')).toMatchObject({ status: 'rate_limited', retryAfterMs: 30_000 });
    expect(said('rest-429')?.summary).toContain('Confluence API rate limit exceeded');
    expect(said('rest-429')?.advice).toContain('Wait 30 s');
  });

  it('quotes what Confluence said instead of "Unknown error" (A74, A75)', () => {
    const context = { server: 'confluence', tool: 'mcp__wiki__confluence_copy_page' };
    const diagnosis = diagnoseError("Error calling tool 'copy_page': A gull sat on the index.", context);
    expect(diagnosis).toMatchObject({
      status: 'operation_failed',
      summary: 'Confluence operation "copy_page" failed (server "confluence").',
    });
    expect(diagnosis.quote).toBe('A gull sat on the index.');
  });

  it('reads the version that a page has', () => {
    expect(said('rest-version')).toMatchObject({ code: 'CONFLUENCE_VERSION_CONFLICT', details: { currentVersion: 3 } });
  });

  it('shares a server with Jira: the tool decides', () => {
    for (const server of ['atlassian', 'jira', 'confluence']) {
      for (const tool of ['confluence_get_page', 'read_confluence_page', 'searchConfluenceUsingCql'])
        expect(findPack({ server, tool })).toBe(CONFLUENCE_PACK);
      for (const tool of ['jira_get_issue', 'search_jira_issues', 'getJiraIssue'])
        expect(findPack({ server, tool })).toBe(JIRA_PACK);
    }
  });
});
