import { describe, expect, it } from 'vitest';
import { ERROR_KINDS } from '../../../src/index.ts';
import { findFallbacks, MAX_FALLBACKS } from '../../../src/policies/fallback/fallback.ts';
import { errorOf, failedCall, outage, packOf, serverWith } from './failed-calls.ts';

const brave = serverWith('brave', { brave_web_search: ['query', 'count', 'freshness'] });
const exa = serverWith('exa', { web_search_exa: ['query', 'numResults'] });
const own = serverWith('tavily', { tavily_search: ['query'], tavily_extract: ['urls'] });

describe('a configured chain', () => {
  it('is tried in its order, with its arguments (A110, A112)', () => {
    const configured = [
      { server: 'exa', tool: 'web_search_exa', arguments: { query: '$query', numResults: 3 } },
      { server: 'brave', tool: 'brave_web_search' },
    ];
    expect(findFallbacks({ failed: failedCall(), configured, servers: [brave, exa], findPack: packOf })).toEqual([
      { server: 'exa', tool: 'web_search_exa', arguments: { query: 'tide tables', numResults: 3 }, leftOut: [] },
      { server: 'brave', tool: 'brave_web_search', arguments: { query: 'tide tables' }, leftOut: [] },
    ]);
  });

  it('takes the place of what packs know, and works without packs', () => {
    const configured = [{ server: 'exa', tool: 'web_search_exa' }];
    const steps = findFallbacks({ failed: failedCall(), configured, servers: [brave, exa] });
    expect(steps.map(({ server }) => server)).toEqual(['exa']);
  });

  it('leaves out servers that take no calls, and tools that they do not have (A112)', () => {
    const configured = [
      { server: 'down', tool: 'search' },
      { server: 'exa', tool: 'gone' },
      { server: 'unlisted', tool: 'search' },
      { server: 'brave', tool: 'brave_web_search' },
    ];
    const servers = [brave, exa, { name: 'unlisted' }];
    const steps = findFallbacks({ failed: failedCall(), configured, servers });
    expect(steps.map(({ server }) => server)).toEqual(['unlisted', 'brave']);
  });

  it('never calls the tool that failed again, and no tool twice (A112)', () => {
    const configured = [
      { tool: 'tavily_search' },
      { tool: 'tavily_extract' },
      { server: 'tavily', tool: 'tavily_extract', arguments: {} },
    ];
    const steps = findFallbacks({ failed: failedCall(), configured, servers: [own] });
    expect(steps.map(({ tool }) => tool)).toEqual(['tavily_extract']);
  });

  it('is cut where it is too long', () => {
    const configured = Array.from({ length: 40 }, (_, index) => ({ server: 'any', tool: `t${index}` }));
    expect(findFallbacks({ failed: failedCall(), configured, servers: [{ name: 'any' }] })).toHaveLength(MAX_FALLBACKS);
  });

  it('is nothing where fallbacks are turned off', () => {
    expect(findFallbacks({ failed: failedCall(), configured: false, servers: [brave], findPack: packOf })).toEqual([]);
  });
});

describe('a call that is a fallback itself', () => {
  it('has no fallbacks, so that chains never run in a circle (A112)', () => {
    const configured = [{ server: 'exa', tool: 'web_search_exa' }];
    const failed = failedCall({ isFallback: true });
    for (const each of [configured, undefined])
      expect(findFallbacks({ failed, configured: each, servers: [brave, exa], findPack: packOf })).toEqual([]);
  });
});

describe('which failures another server can mend', () => {
  const mendable = [
    ...['authentication', 'permission', 'rate_limit', 'quota', 'timeout', 'connection', 'unavailable', 'configuration'],
    ...['protocol', 'server_error', 'circuit_open', 'overloaded'],
  ];

  it.each(ERROR_KINDS)('%s (A110, A191)', (kind) => {
    const failed = failedCall({ error: errorOf(kind), delivery: 'answered' });
    const steps = findFallbacks({ failed, configured: undefined, servers: [brave], findPack: packOf });
    expect(steps.length > 0).toBe(mendable.includes(kind));
  });
});

describe('a call that changes something', () => {
  const configured = [{ server: 'brave', tool: 'brave_web_search' }];
  const write = { tool: 'send', safety: 'write' } as const;

  it('is done elsewhere where that is configured and it surely did not run', () => {
    const failed = failedCall({ ...write, delivery: 'not-sent' });
    expect(findFallbacks({ failed, configured, servers: [brave] })).toHaveLength(1);
  });

  it.each(['unknown', 'answered'] as const)('is not done elsewhere after a failure that was %s', (delivery) => {
    const failed = failedCall({ ...write, delivery });
    expect(findFallbacks({ failed, configured, servers: [brave] })).toEqual([]);
  });

  it('is not done elsewhere while its outcome is unknown, whatever else is said', () => {
    const failed = failedCall({ ...write, error: errorOf('outcome_unknown'), delivery: 'not-sent' });
    expect(findFallbacks({ failed, configured, servers: [brave] })).toEqual([]);
  });

  it('is never done elsewhere because a pack knows where', () => {
    const failed = failedCall({ safety: 'idempotent-write', delivery: 'not-sent' });
    expect(findFallbacks({ failed, configured: undefined, servers: [brave], findPack: packOf })).toEqual([]);
  });

  it('has no other tool that only a pack takes for one that reads', () => {
    const writer = serverWith('brave', { brave_web_search: ['query'] });
    const asWrite = packOf({ server: 'brave', tool: 'brave_web_search', aliases: [] });
    const servers = [writer];
    const findPack: typeof packOf = (context) => {
      const pack = packOf(context);
      return pack === asWrite && pack !== undefined
        ? { ...pack, tools: [{ names: ['brave_web_search'], safety: 'write' }] }
        : pack;
    };
    expect(findFallbacks({ failed: failedCall(), configured: undefined, servers, findPack })).toEqual([]);
  });
});

describe('results that hosts compare with a schema', () => {
  const wanted = { type: 'object', properties: { hits: { type: 'array' } }, required: ['hits'] };
  const textOnly = { type: 'object', properties: { result: { type: 'string' } }, required: ['result'] };
  const find = (outputSchema: unknown, offered?: unknown) => {
    const tools = [{ name: 'brave_web_search', inputSchema: {}, outputSchema: offered }];
    const servers = [{ name: 'brave', tools }];
    const failed = failedCall({ outputSchema });
    return findFallbacks({ failed, configured: undefined, servers, findPack: packOf }).length;
  };

  it('come from no tool of a pack that gives something else', () => {
    expect([find(wanted), find(wanted, textOnly)]).toEqual([0, 0]);
  });

  it('come from a tool with the same schema, and from any where a text is wanted', () => {
    expect([find(wanted, wanted), find(textOnly), find(textOnly, wanted), find(undefined, wanted)]).toEqual([
      1, 1, 1, 1,
    ]);
  });

  it.each([
    { ...textOnly, required: [] },
    { ...textOnly, required: ['other'] },
    { ...textOnly, properties: { result: { type: 'string', enum: ['yes'] } } },
    { ...textOnly, required: ['result', 'more'] },
    'no schema',
  ])('come from no other tool where a text may not be enough: %j', (schema) => {
    expect(find(schema)).toBe(0);
  });
});

describe('a tool that no pack knows', () => {
  it('has no fallbacks of its own (A198)', () => {
    const failed = failedCall({ server: 'notes', tool: 'search_notes', error: outage('notes') });
    expect(findFallbacks({ failed, configured: undefined, servers: [brave], findPack: packOf })).toEqual([]);
  });
});
