import type { DiagnosisLink } from '../../diagnosis.ts';
import { encodePart, findArgument, readSiteUrl, toSitePrefix } from '../atlassian/site-url.ts';
import type { PackLinkRequest } from '../pack.ts';

const ISSUE_ARGUMENTS = ['issue_key', 'issueKey', 'issueIdOrKey', 'issueId', 'epicIdOrKey', 'epicKey'] as const;
const PROJECT_ARGUMENTS = ['project_key', 'projectKey', 'projectIdOrKey'] as const;
const ISSUE_KEY = /^[A-Za-z][A-Za-z0-9_]{0,49}-\d{1,12}$/;
const PROJECT_KEY = /^[A-Za-z][A-Za-z0-9_]{0,49}$/;

/** The issue of a call, its search, or the newest issues of its project. Only what looks like a key gets into a title. */
export function jiraLinks({ baseUrl, arguments: values }: PackLinkRequest): readonly DiagnosisLink[] {
  const site = readSiteUrl(baseUrl);
  if (!site) return [];
  const prefix = toSitePrefix(site);
  const links: DiagnosisLink[] = [];
  const key = findArgument(values, ISSUE_ARGUMENTS)?.trim();
  if (key !== undefined && ISSUE_KEY.test(key))
    links.push({ title: `Issue ${key} in Jira`, url: `${prefix}/browse/${key}` });
  const jql = encodePart(findArgument(values, ['jql']));
  if (jql !== undefined) links.push({ title: 'This search in Jira', url: `${prefix}/issues/?jql=${jql}` });
  const project = findArgument(values, PROJECT_ARGUMENTS)?.trim();
  if (links.length === 0 && project !== undefined && PROJECT_KEY.test(project)) {
    const newest = encodeURIComponent(`project = "${project}" ORDER BY created DESC`);
    links.push({ title: `Newest issues of project ${project} in Jira`, url: `${prefix}/issues/?jql=${newest}` });
  }
  return links;
}
