import type { DiagnosisLink } from '../../diagnosis.ts';
import { encodePart, findArgument, readSiteUrl, toSitePrefix } from '../atlassian/site-url.ts';
import type { PackLinkRequest } from '../pack.ts';

const PAGE_ARGUMENTS = [
  'page_id',
  'pageId',
  'content_id',
  'contentId',
  'parent_id',
  'parentId',
  'source_page_id',
] as const;
const SPACE_ARGUMENTS = ['space_key', 'spaceKey', 'destination_space_key'] as const;
const PAGE_ID = /^\d{1,20}$/;
const SPACE_KEY = /^~?[A-Za-z0-9_.-]{1,255}$/;

/** The page of a call by its id, by its title, or the space. Only what looks like an id or a key gets into a title. */
export function confluenceLinks({ baseUrl, arguments: values }: PackLinkRequest): readonly DiagnosisLink[] {
  const site = readSiteUrl(baseUrl);
  if (!site) return [];
  const prefix = toWikiPrefix(site);
  const id = findArgument(values, PAGE_ARGUMENTS)?.trim();
  if (id !== undefined && PAGE_ID.test(id))
    return [{ title: `Page ${id} in Confluence`, url: `${prefix}/pages/viewpage.action?pageId=${id}` }];
  const space = findArgument(values, SPACE_ARGUMENTS)?.trim();
  if (space === undefined || !SPACE_KEY.test(space)) return [];
  const title = encodePart(findArgument(values, ['title']));
  if (title !== undefined) return [{ title: 'This page in Confluence', url: `${prefix}/display/${space}/${title}` }];
  return [{ title: `Space ${space} in Confluence`, url: `${prefix}/display/${space}` }];
}

/** In the Cloud, Confluence lives under `/wiki`, which people often leave out where one address serves Jira too. */
function toWikiPrefix(site: URL): string {
  const prefix = toSitePrefix(site);
  return site.hostname.endsWith('.atlassian.net') && site.pathname === '/' ? `${prefix}/wiki` : prefix;
}
