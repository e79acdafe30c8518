import { describe, expect, it } from 'vitest';
import type { DiagnosisContext } from '../../../src/diagnosis/diagnosis-context.ts';
import { diagnoseError } from './recorded-answers.ts';

type Arguments = Readonly<Record<string, unknown>>;

function linksOf(
  tool: string,
  values: Arguments,
  settings: Readonly<Record<string, string>>,
  more: Partial<DiagnosisContext> = {},
) {
  const setting = (name: string) => (Object.hasOwn(settings, name) ? settings[name] : undefined);
  return diagnoseError('502 Server Error: Bad Gateway', {
    server: 'atlassian',
    tool,
    arguments: values,
    setting,
    ...more,
  }).links;
}

const JIRA = { JIRA_URL: 'https://jira.example.com/' };
const WIKI = { CONFLUENCE_URL: 'https://example.atlassian.net/wiki' };

describe('links to Jira (A117)', () => {
  it.each([
    ['jira_get_issue', { issue_key: 'SEA-1' }, 'https://jira.example.com/browse/SEA-1'],
    ['jira_get_issue', { issueIdOrKey: 'SEA-2' }, 'https://jira.example.com/browse/SEA-2'],
    [
      'jira_search',
      { jql: 'project = SEA AND text ~ "a&b"' },
      'https://jira.example.com/issues/?jql=project%20%3D%20SEA%20AND%20text%20~%20%22a%26b%22',
    ],
    [
      'jira_create_issue',
      { project_key: 'SEA', summary: 'x' },
      'https://jira.example.com/issues/?jql=project%20%3D%20%22SEA%22%20ORDER%20BY%20created%20DESC',
    ],
  ])('%s with %j', (tool, values, url) => {
    expect(linksOf(tool, values, JIRA)?.map((link) => link.url)).toEqual([url]);
  });

  it.each(['JIRA_URL', 'JIRA_BASE_URL', 'ATLASSIAN_BASE_URL', 'ATLASSIAN_URL'])('take the address from %s', (name) => {
    expect(linksOf('jira_get_issue', { issue_key: 'SEA-1' }, { [name]: 'https://example.atlassian.net' })).toEqual([
      { title: 'Issue SEA-1 in Jira', url: 'https://example.atlassian.net/browse/SEA-1' },
    ]);
  });

  it('keep the path of a site and drop what stands behind it', () => {
    const settings = { JIRA_URL: 'http://intranet.example.com:8080/jira/?os_authType=basic#top' };
    expect(linksOf('jira_get_issue', { issue_key: 'SEA-1' }, settings)?.[0]?.url).toBe(
      'http://intranet.example.com:8080/jira/browse/SEA-1',
    );
  });
});

describe('links to Confluence', () => {
  it.each([
    [
      'confluence_get_page',
      { page_id: '4711' },
      'https://example.atlassian.net/wiki/pages/viewpage.action?pageId=4711',
    ],
    ['confluence_get_page', { pageId: 4711 }, 'https://example.atlassian.net/wiki/pages/viewpage.action?pageId=4711'],
    [
      'confluence_get_page',
      { title: 'Tide & table', space_key: 'SEA' },
      'https://example.atlassian.net/wiki/display/SEA/Tide%20%26%20table',
    ],
    ['confluence_create_page', { space_key: '~keeper' }, 'https://example.atlassian.net/wiki/display/~keeper'],
  ])('%s with %j', (tool, values, url) => {
    expect(linksOf(tool, values, WIKI)?.map((link) => link.url)).toEqual([url]);
  });

  it('find the wiki of a Cloud site by the address of the site', () => {
    const settings = { ATLASSIAN_BASE_URL: 'https://example.atlassian.net' };
    expect(linksOf('confluence_get_page', { page_id: '1' }, settings)?.[0]?.url).toBe(
      'https://example.atlassian.net/wiki/pages/viewpage.action?pageId=1',
    );
  });
});

describe('hostile links', () => {
  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://keeper:hunter@jira.example.com',
    'my-team',
    '',
    `https://${'a'.repeat(600)}.example.com`,
  ])('are not made from the address %j', (address) => {
    expect(linksOf('jira_get_issue', { issue_key: 'SEA-1' }, { JIRA_URL: address })).toBe(undefined);
  });

  it.each([
    { issue_key: '../../logout?x=SEA-1' },
    { issue_key: 'SEA-1"><script>' },
    { issue_key: `${'A'.repeat(60)}-1` },
    { issue_key: { toString: () => 'SEA-1' } },
    { issue_key: ['SEA-1'] },
    { jql: `${'x'.repeat(2000)}` },
    { jql: '\uD800' },
    { jql: '\u20AC'.repeat(1500) },
    { jql: '   ' },
    { project_key: 'SEA" OR 1=1' },
    Object.create({ issue_key: 'SEA-1' }),
  ])('are not made from arguments like %j', (values: Arguments) => {
    expect(linksOf('jira_search', values, JIRA)).toBe(undefined);
  });

  it('leave no argument unencoded', () => {
    const [link] = linksOf('jira_search', { jql: '"><script>alert(1)</script>\n&x=#' }, JIRA) ?? [];
    expect(link?.url).toMatch(/^https:\/\/jira\.example\.com\/issues\/\?jql=[\w%.~()!*'-]+$/);
    expect(link?.title).toBe('This search in Jira');
  });

  it.each([{ page_id: '1&os_destination=//evil' }, { page_id: '1e9' }, { space_key: '../admin' }, { title: 'x' }])(
    'are not made to pages like %j',
    (values) => {
      expect(linksOf('confluence_get_page', values, WIKI)).toBe(undefined);
    },
  );
});
