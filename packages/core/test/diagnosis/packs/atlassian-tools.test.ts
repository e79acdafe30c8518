import { describe, expect, it } from 'vitest';
import { CONFLUENCE_PACK } from '../../../src/diagnosis/packs/confluence/confluence.ts';
import { findPackTool } from '../../../src/diagnosis/packs/find-pack.ts';
import { JIRA_PACK } from '../../../src/diagnosis/packs/jira/jira.ts';
import { readLines } from './recorded-answers.ts';

/** A tool of mcp-atlassian at 436b37e4, from its source: whether it writes, and what it takes. */
interface ListedTool {
  readonly tool: string;
  readonly writes: boolean;
  readonly parameters: readonly string[];
}

const listed = readLines<ListedTool>('mcp-atlassian-tools.jsonl');
const packTools = [...(JIRA_PACK.tools ?? []), ...(CONFLUENCE_PACK.tools ?? [])];

/** The only writes that may be called twice: each sets something to a value. */
const REPEATABLE = [
  'confluence_add_label',
  'confluence_set_page_restrictions',
  'jira_add_issues_to_sprint',
  'jira_add_watcher',
  'jira_assign_issue',
  'jira_link_to_epic',
  'jira_move_issues_to_backlog',
  'jira_remove_watcher',
  'jira_update_sprint',
  'jira_update_version',
];

describe('the tools of mcp-atlassian', () => {
  it('are 98', () => {
    expect(listed).toHaveLength(98);
  });

  it.each(listed)('$tool is known, with its arguments and its safety', ({ tool, writes, parameters }) => {
    const known = findPackTool({ server: 'anything', tool });
    expect(known?.names[0]).toBe(tool);
    expect(known?.parameters).toEqual(expect.arrayContaining([...parameters]));
    expect(known?.safety).toBe(writes ? (REPEATABLE.includes(tool) ? 'idempotent-write' : 'write') : 'read');
    expect(known?.timeoutMs).toBe(90_000);
  });

  it('are never called twice when they create, comment, move, delete, upload or go through a workflow', () => {
    const dangerous =
      /(?:create|comment|reply|worklog|transition|update_(?:issue|page|proforma)|move_(?:issue|page)$|copy|delete|upload|remove_issue_link)/;
    const wrong = packTools.filter(
      ({ names: [name = ''], safety }) => dangerous.test(name) && safety === 'idempotent-write',
    );
    expect(wrong).toEqual([]);
  });

  it('are verified with a tool that reads (A118)', () => {
    for (const { names, verifyWith } of packTools) {
      if (verifyWith === undefined) continue;
      expect(packTools.find((tool) => tool.names[0] === verifyWith)?.safety, names[0]).toBe('read');
    }
    expect(findPackTool({ server: 'jira', tool: 'jira_create_issue' })?.verifyWith).toBe('jira_search');
  });

  it('have a reading tool to verify with for everything that is created', () => {
    const created = packTools.filter(
      ({ names: [name = ''], safety }) => safety !== 'read' && /_(?:batch_)?create_(?!remote)|_add_/.test(name),
    );
    expect(created.filter(({ verifyWith }) => verifyWith === undefined).map(({ names }) => names[0])).toEqual([]);
  });

  it('have arguments where a write has nothing else to say what it did', () => {
    const silent = packTools.filter(({ safety, parameters = [] }) => safety !== 'read' && parameters.length === 0);
    expect(silent.map(({ names }) => names[0]).toSorted()).toEqual(['jira_clear_auth', 'jira_oauth_refresh']);
  });
});
