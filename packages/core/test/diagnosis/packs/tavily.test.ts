import { describe, expect, it } from 'vitest';
import { definePack } from '../../../src/diagnosis/packs/define-pack.ts';
import { findPack, findPackTool } from '../../../src/diagnosis/packs/find-pack.ts';
import { TAVILY_PACK } from '../../../src/diagnosis/packs/tavily/tavily.ts';
import { diagnoseError, diagnoseRecorded, diagnoseResult, readRecordedAnswers } from './recorded-answers.ts';

const recorded = readRecordedAnswers('tavily');
const find = (id: string) => recorded.filter((row) => row.id === id);
const said = (id: string) => find(id).map((row) => diagnoseRecorded(row))[0];

describe('the Tavily pack', () => {
  it('is valid', () => {
    expect(definePack(TAVILY_PACK)).toBe(TAVILY_PACK);
  });

  it.each(recorded)('knows $id, of $origin (A4-A12, A60-A67)', (row) => {
    expect(diagnoseRecorded(row)).toMatchObject(row.expect);
  });

  it('tells a key that is missing from one that is wrong (A4, A5, A61)', () => {
    expect(said('tv-nokey-15')).toMatchObject({ reason: 'missing', status: 'auth_error' });
    expect(said('tv-401-old')).toMatchObject({ reason: 'invalid', status: 'auth_error' });
    expect(said('tv-401-new')?.summary).toContain('Authentication failed');
    expect(said('tv-401-new')?.advice).toMatch(/Check the Tavily API key.*another source of information/);
  });

  it('tells a throttle from a plan that is used up, in the sentences of Tavily (A7, A8, A62)', () => {
    for (const id of ['tv-429-new', 'tv-429-old', 'tv-research-429'])
      expect(said(id)).toMatchObject({ kind: 'rate_limit', retryable: true, status: 'rate_limited' });
    for (const id of ['tv-432-new', 'tv-432-old', 'tv-433-new', 'tv-433-old'])
      expect(said(id)).toMatchObject({ kind: 'quota', retryable: false, status: 'quota' });
    expect(said('tv-429-new')?.summary).toContain('Search rate limit exceeded');
  });

  it('says how long the allowance without a key is used up (A7, A8)', () => {
    expect(said('tv-keyless')).toMatchObject({ code: 'TAVILY_KEYLESS_LIMIT', retryAfterMs: 3_600_000 });
    expect(said('tv-keyless')?.advice).toContain('60 minutes');
  });

  it('knows a timeout by its code and not by a word (A63)', () => {
    const error = { code: -32001, message: 'Request timed out' };
    const diagnosis = diagnoseRecorded({
      id: '',
      origin: '',
      server: 'tavily',
      tool: 'tavily_search',
      shape: 'jsonrpc_error',
      payload: error,
      expect: {},
    });
    expect(diagnosis).toMatchObject({ kind: 'timeout', status: 'timeout' });
    expect(diagnosis.summary).toContain('Search timed out');
    expect(diagnosis.advice).toMatch(/Simplify the query/);
  });

  it('quotes what Tavily said instead of "Unknown error" (A60, A64)', () => {
    const diagnosis = diagnoseError('Tavily API error: {"error":"A gull sat on the index."}', {
      server: 'tavily',
      tool: 'tavily_search',
    });
    expect(diagnosis).toMatchObject({ kind: 'server_error', status: 'operation_failed' });
    expect(diagnosis.quote).toContain('A gull sat on the index.');
    expect(diagnosis.summary).toBe('Search failed: Tavily could not do "search" (server "tavily").');
  });

  it('warns of a search without results, and of nothing else (A12, A66)', () => {
    const context = { server: 'tavily', tool: 'tavily-search' };
    expect(diagnoseResult('Detailed Results:', context)).toMatchObject({
      kind: 'empty_result',
      warnings: ['No search results found. Try refining your query.'],
    });
    const found = diagnoseResult('Detailed Results:\n\nTitle: A wall\nURL: https://example.com', context);
    expect(found).toMatchObject({ kind: 'none', code: 'RESULT_OK' });
    expect(found.warnings).toBe(undefined);
  });

  it.each(['search', 'extract', 'crawl', 'map', 'research'])(
    'knows %s in every spelling (A67, A101, A195)',
    (operation) => {
      const spellings = [
        `tavily_${operation}`,
        `tavily-${operation}`,
        `Tavily_${operation}`,
        `mcp__tavily__tavily_${operation}`,
        `web__tavily-${operation}`,
      ];
      for (const tool of spellings) {
        expect(findPack({ server: 'tools', tool })).toBe(TAVILY_PACK);
        expect(findPackTool({ server: 'tools', tool })?.names[0]).toBe(`tavily_${operation}`);
        expect(diagnoseError('Tavily API error: socket hang up', { server: 'tools', tool }).summary).toContain(
          `"${operation}"`,
        );
      }
    },
  );

  it('lets everything be called again but research, and lets that take its time', () => {
    const tools = TAVILY_PACK.tools ?? [];
    expect(tools.filter(({ safety }) => safety !== 'read').map(({ names }) => names[0])).toEqual(['tavily_research']);
    expect(tools.filter(({ timeoutMs }) => timeoutMs !== undefined).map(({ timeoutMs }) => timeoutMs)).toEqual([
      960_000,
    ]);
    expect(tools.every(({ returnsContent }) => returnsContent)).toBe(true);
  });

  it('leaves the words about a broken connection to the server itself alone', () => {
    const payload = {
      name: 'MCPConnectionError',
      message: 'The server "tavily" ended.',
      code: 'PROCESS_EXITED',
      kind: 'connection',
    };
    const diagnosis = diagnoseRecorded({
      id: '',
      origin: '',
      server: 'tavily',
      tool: 'tavily_search',
      shape: 'exception',
      payload,
      expect: {},
    });
    expect(diagnosis).toMatchObject({ kind: 'connection', status: 'unavailable' });
    expect(diagnosis.summary).not.toContain('Tavily could not be reached');
  });
});
