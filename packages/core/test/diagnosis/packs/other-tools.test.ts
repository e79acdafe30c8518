import { describe, expect, it } from 'vitest';
import { findPackTool } from '../../../src/diagnosis/packs/find-pack.ts';
import { readLines } from './recorded-answers.ts';

/** The tools of a real server, parted by what it says of them itself. */
interface ToolList {
  readonly pack: string;
  readonly origin: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** They ask, though their server counts them among the changes because they are sent with POST. */
const ASKS_ALL_THE_SAME = ['API-post-search', 'API-query-data-source'];

/** Their server calls them harmless; here they count as more than a read, because they write a file, draw, or may change data. */
const MORE_THAN_READS = [
  'aggregate',
  'aggregate-db',
  'export',
  'browser_hide_highlight',
  'browser_highlight',
  'browser_pdf_save',
  'browser_start_recording',
  'browser_start_tracing',
  'browser_start_video',
  'browser_stop_recording',
  'browser_stop_tracing',
  'browser_stop_video',
  'browser_video_chapter',
  'browser_video_hide_actions',
  'browser_video_show_actions',
];

const safetyOf = (pack: string, tool: string) => findPackTool({ server: pack, tool })?.safety;

describe.each(readLines<ToolList>('other-tools.jsonl'))('the tools of $pack: $origin', ({ pack, reads, writes }) => {
  it('are all known (A67)', () => {
    const unknown = [...reads, ...writes].filter((tool) => safetyOf(pack, tool) === undefined);
    expect(unknown).toEqual([]);
  });

  it('are called reads only where nothing is changed (A118)', () => {
    const wrong = writes.filter((tool) => safetyOf(pack, tool) === 'read' && !ASKS_ALL_THE_SAME.includes(tool));
    expect(wrong).toEqual([]);
  });

  it('may run twice where they only read', () => {
    const wrong = reads.filter((tool) => safetyOf(pack, tool) !== 'read' && !MORE_THAN_READS.includes(tool));
    expect(wrong).toEqual([]);
  });

  it('are found behind the prefix of a gateway and with hyphens', () => {
    const [tool = ''] = [...reads, ...writes];
    const known = findPackTool({ server: pack, tool });
    expect(findPackTool({ server: pack, tool: `mcp__mine__${tool}` })).toBe(known);
    expect(findPackTool({ server: pack, tool: tool.replaceAll('_', '-').toUpperCase() })).toBe(known);
  });
});

describe('a write', () => {
  it.each([
    ['github', 'create_issue'],
    ['gitlab', 'create_merge_request'],
    ['notion', 'API-post-page'],
    ['linear', 'create_comment'],
    ['stripe', 'create_refund'],
    ['supabase', 'execute_sql'],
    ['postgres', 'execute_sql'],
    ['mongodb', 'aggregate'],
    ['aws', 'call_aws'],
    ['google', 'send_gmail_message'],
    ['filesystem', 'edit_file'],
    ['playwright', 'browser_click'],
    ['slack', 'slack_post_message'],
    ['airtable', 'create_record'],
    ['sentry', 'create_project'],
    ['hubspot', 'hubspot-create-engagement'],
  ])('of %s never runs twice by itself: %s (A101)', (server, tool) => {
    expect(safetyOf(server, tool)).toBe('write');
  });
});
