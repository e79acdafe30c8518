import { describeServer } from '@seawall/client';
import { describe, expect, it } from 'vitest';
import { statusResult } from '../../src/status/status-tool.ts';
import { READY } from '../fake-seawall.ts';

const UP = {
  name: 'notes',
  transport: 'stdio',
  status: READY,
  info: undefined,
  toolCount: 0,
  settled: true,
  stderrTail: '',
} as const;
const FAILED_LIST = { severity: 'error', path: 'tools/list', message: 'The database is down.' } as const;

describe('describeServer', () => {
  it('gives no reason for a server that is up and lists all it has', () => {
    expect(describeServer(UP, { state: 'live', leftOut: [] }, 0)).toEqual({
      name: 'notes',
      state: 'ready',
      isUp: true,
      tools: 0,
      catalog: 'live',
    });
  });

  it('says why a server that is up lists less than it has, and what to do', () => {
    const report = describeServer(UP, { state: 'live', leftOut: [FAILED_LIST, FAILED_LIST] }, 0);
    expect(report.reason).toContain('tools/list: The database is down. (and 1 more)');
    expect(report.advice).not.toBe('');
    const [block] = statusResult([report]).content as readonly { readonly text: string }[]; // Text is all it ever holds.
    expect(block?.text).toContain('The database is down.');
  });

  it('tells of a circuit that is open, why, and when it is tried again', () => {
    const circuit = {
      server: 'jira',
      state: 'open',
      generation: 1,
      sinceMs: 0,
      nextProbeInMs: 700,
      counts: { calls: 6, failures: 5, failuresInARow: 5 },
      isOnProbation: false,
      failureCode: 'SERVER_UNAVAILABLE',
    } as const;
    const others = {
      gate: { server: 'jira', gates: [] },
      inFlight: 0,
      queued: 0,
      concurrencyLimit: 8,
      retryTokens: 10,
    };
    const toolCircuits = [{ ...circuit, tool: 'search' }];
    const report = describeServer(UP, { state: 'live', leftOut: [] }, 0, { circuit, toolCircuits, ...others });
    expect(report).toMatchObject({
      isUp: false,
      circuit: 'open',
      retryInMs: 700,
      toolsDown: ['search'],
      reason: expect.stringContaining('5 of its last 6 calls failed, the last with SERVER_UNAVAILABLE'),
    });
  });
});
