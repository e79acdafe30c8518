import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import { BUILT_IN_PACKS } from '../../../src/diagnosis/packs/built-in-packs.ts';
import { findPack } from '../../../src/diagnosis/packs/find-pack.ts';
import type { Pack } from '../../../src/diagnosis/packs/pack.ts';
import { diagnoseRecorded, readRecordedAnswers } from './recorded-answers.ts';

/** One line a pack: how people call its server, its package, and its host. */
const SERVERS = [
  ['airtable', ['airtable', 'airtable-mcp-server', 'mcp.airtable.com']],
  ['aws', ['aws', 'awslabs.cloudwatch-mcp-server', 'knowledge-mcp.global.api.aws']],
  ['brave', ['brave-search', '@brave/brave-search-mcp-server', 'server-brave-search']],
  ['exa', ['exa', 'exa-mcp-server', 'mcp.exa.ai']],
  ['filesystem', ['filesystem', '@modelcontextprotocol/server-filesystem', 'secure-filesystem-server']],
  ['firecrawl', ['firecrawl', 'firecrawl-mcp', 'mcp.firecrawl.dev']],
  ['github', ['github', 'ghcr.io/github/github-mcp-server', 'api.githubcopilot.com']],
  ['gitlab', ['gitlab', '@zereight/mcp-gitlab', 'gitlab.example.com']],
  ['google', ['google-calendar', '@gongrzhe/server-gmail-autoauth-mcp', 'workspace-mcp']],
  ['hubspot', ['hubspot', '@hubspot/mcp-server', 'mcp.hubspot.com']],
  ['linear', ['linear', '@tacticlaunch/mcp-linear', 'mcp.linear.app']],
  ['mongodb', ['mongodb', 'mongodb-mcp-server', 'mcp-mongo-server']],
  ['notion', ['notion', '@notionhq/notion-mcp-server', 'mcp.notion.com']],
  ['perplexity', ['perplexity', '@perplexity-ai/mcp-server', 'server-perplexity-ask']],
  ['playwright', ['playwright', '@playwright/mcp', 'mcr.microsoft.com/playwright/mcp']],
  ['postgres', ['postgres', '@modelcontextprotocol/server-postgres', 'crystaldba/postgres-mcp']],
  ['sentry', ['sentry', '@sentry/mcp-server', 'mcp.sentry.dev']],
  ['slack', ['slack', '@modelcontextprotocol/server-slack', 'mcp.slack.com']],
  ['stripe', ['stripe', '@stripe/mcp', 'mcp.stripe.com']],
  ['supabase', ['supabase', '@supabase/mcp-server-supabase', 'mcp.supabase.com']],
] as const;

const packOf = (name: string): Pack | undefined => BUILT_IN_PACKS.find((pack) => pack.name === name);

describe.each(SERVERS)('the pack %s', (name, [server, ...aliases]) => {
  it.each(aliases)(`knows its servers as ${server} and as %s (A67)`, (alias) => {
    expect(findPack({ server })?.name).toBe(name);
    expect(findPack({ server: 'mine', aliases: [alias] })?.name).toBe(name);
  });

  it.each(readRecordedAnswers(name))('knows $id, of $origin (A50, A51, B86)', (row) => {
    expect(diagnoseRecorded(row)).toMatchObject(row.expect);
  });

  it('says in its own words what to do about every recorded failure', () => {
    for (const row of readRecordedAnswers(name)) {
      const { kind, advice, summary } = diagnoseRecorded(row);
      if (kind === 'none' || kind === 'empty_result') continue;
      expect(summary, row.id).toMatch(/\.$/);
      expect(advice, row.id).toMatch(/^[A-Z].{5,}\.$/s);
      expect(`${summary} ${advice}`, row.id).not.toMatch(/[{}]|undefined/);
    }
  });

  it('leaves a caller who gave up, and silence, to the general rules (B80)', () => {
    const tool = packOf(name)?.tools?.[0]?.names[0];
    const silence = { name: 'SdkError', message: 'Request timed out', code: 'REQUEST_TIMEOUT' };
    expect(diagnose({ shape: 'exception', payload: silence }, { server, tool }).kind).toBe('timeout');
    const abort = { name: 'AbortError', message: 'This operation was aborted' };
    expect(diagnose({ shape: 'exception', payload: abort }, { server, tool }).kind).toBe('cancelled');
  });
});

describe('packs of other servers', () => {
  it('stay silent at a server that only shares the name of a tool', () => {
    for (const tool of ['create_issue', 'search', 'query', 'read_file', 'find', 'fetch', 'get_user'])
      expect(findPack({ server: 'tides', tool })).toBe(undefined);
  });
});
