import type { Safety } from '../../../call/safety.ts';
import type { PackTool } from '../pack.ts';

/** The servers themselves wait 75 s for Atlassian: with a shorter limit nobody would see what they found out. */
const ATLASSIAN_TIMEOUT_MS = 90_000;

/** A tool that changes nothing and answers with data of the site: projects, fields, boards, transitions. */
export function readTool(names: string, parameters: string): PackTool {
  return tool(names, parameters, 'read');
}

/** A tool that changes nothing and answers with what people wrote: issues, pages, comments, files. */
export function contentTool(names: string, parameters: string): PackTool {
  return { ...tool(names, parameters, 'read'), returnsContent: true };
}

/** A tool whose second call does nothing more than the first. */
export function idempotentTool(names: string, parameters: string, verifyWith?: string): PackTool {
  return { ...tool(names, parameters, 'idempotent-write'), ...(verifyWith === undefined ? {} : { verifyWith }) };
}

/** A tool that may never be called twice for one wish. */
export function writeTool(names: string, parameters: string, verifyWith?: string): PackTool {
  return { ...tool(names, parameters, 'write'), ...(verifyWith === undefined ? {} : { verifyWith }) };
}

/** Names and parameters stand in one string each, parted by blanks, so that the tables read like tables. */
function tool(names: string, parameters: string, safety: Safety): PackTool {
  return { names: words(names), safety, timeoutMs: ATLASSIAN_TIMEOUT_MS, parameters: words(parameters) };
}

function words(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}
