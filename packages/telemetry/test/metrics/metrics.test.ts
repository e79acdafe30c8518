import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AlertRecord, MCPError } from '@seawall/core';
import { createSequentialId } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createMetrics, METRICS, type Metrics, type MetricsOptions } from '../../src/index.ts';
import { errorOf, openTracked, playCall, type Tracked } from '../support/tracked.ts';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Measured extends Tracked {
  readonly metrics: Metrics;
  samples(name?: string): Promise<readonly Sample[]>;
}

async function openMeasured(options: Partial<MetricsOptions> = {}): Promise<Measured> {
  const tracked = await openTracked();
  const { tracker, store, bus } = tracked;
  const metrics = createMetrics({ subscribe: bus.subscribe, tracker, store, version: '9.9.9', ...options });
  return Object.assign(tracked, {
    metrics,
    samples: async (name?: string) =>
      parse(await metrics.scrape()).filter((sample) => name === undefined || sample.name === name),
  });
}

/** Reads the text format strictly: a line that is none fails the test. */
function parse(text: string): readonly Sample[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .filter((line) => !line.startsWith('# '))
    .map((line) => {
      const match = /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (-?[0-9.e+-]+)$/.exec(line);
      expect(match, line).not.toBeNull();
      const [, name = '', labels = '', value] = match ?? [];
      const pairs = [...labels.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [
        key,
        text,
      ]);
      return { name, labels: Object.fromEntries(pairs), value: Number(value) };
    });
}

const BASE = /_(?:bucket|sum|count)$/;

describe('metrics', () => {
  it('tell which rule hid how many secrets in errors, for rules without end too', async () => {
    await using measured = await openMeasured();
    const token = ['ghp', 'a1B2'.repeat(9)].join('_');
    measured.call({ errors: [errorOf('SERVER_ERROR', `Token ${token} is bad.`)] });
    measured.call({ errors: [errorOf('SERVER_ERROR', 'No such page.')] });
    const found = await measured.samples('seawall_redactions_total');
    expect(found).toEqual([{ name: 'seawall_redactions_total', labels: { rule: 'github' }, value: 1 }]);
    for (let rule = 0; rule < 300; rule += 1)
      measured.call({ errors: [errorOf('SERVER_ERROR', `[REDACTED:rule-${rule}]`)] });
    expect(await measured.samples('seawall_redactions_total')).toHaveLength(101);
  });

  it('tell how long attempts took, by the names of the OpenTelemetry conventions', async () => {
    await using measured = await openMeasured();
    measured.call({ durationMs: 150, errors: [errorOf('CALL_TIMEOUT')], end: 'upstream' });
    measured.call({ method: 'tools/list', durationMs: 20 });
    const counts = await measured.samples('mcp_client_operation_duration_seconds_count');
    expect(counts.map(({ labels, value }) => [labels, value])).toEqual([
      [{ server: 'jira', mcp_method_name: 'tools/call', gen_ai_tool_name: 'search', error_type: 'timeout' }, 1],
      [{ server: 'jira', mcp_method_name: 'tools/call', gen_ai_tool_name: 'search' }, 1],
      [{ server: 'jira', mcp_method_name: 'tools/list' }, 1],
    ]);
    const buckets = (await measured.samples('mcp_client_operation_duration_seconds_bucket')).slice(0, 15);
    expect(buckets.map(({ labels, value }) => [labels.le, value])).toEqual([
      ['0.01', 0],
      ['0.02', 0],
      ['0.05', 0],
      ['0.1', 0],
      ['0.2', 1],
      ['0.5', 1],
      ['1', 1],
      ['2', 1],
      ['5', 1],
      ['10', 1],
      ['30', 1],
      ['60', 1],
      ['120', 1],
      ['300', 1],
      ['+Inf', 1],
    ]);
  });

  it.each([
    ['the JSON-RPC code that was returned', { shape: 'jsonrpc_error', payload: { code: -32603 } }, '-32603', '-32603'],
    [
      'tool_error for a result that says so',
      { shape: 'tool_result', payload: { isError: true } },
      'tool_error',
      undefined,
    ],
    ['the kind of all else', { shape: 'exception', payload: {} }, 'unavailable', undefined],
  ])('give as the type of an error %s', async (_what, evidence, type, status) => {
    await using measured = await openMeasured();
    const error = new MCPError({ code: 'SERVER_UNAVAILABLE', message: 'No.', context: { evidence } });
    measured.call({ errors: [error] });
    const [sample] = await measured.samples('mcp_client_operation_duration_seconds_count');
    expect(sample?.labels).toMatchObject({ error_type: type });
    expect(sample?.labels.rpc_response_status_code).toBe(status);
  });

  it('count what policies did (A240, A242, A243)', async () => {
    await using measured = await openMeasured();
    const { bus, clock } = measured;
    const call = {
      id: 'c',
      principal: { id: 'anonymous' },
      server: 'jira',
      method: 'tools/call',
      target: 'search',
      safety: 'read',
    } as const;
    const at = { atMs: clock.now(), call };
    const because = 'CALL_TIMEOUT';
    bus.emit({ kind: 'retryScheduled', ...at, attempt: 1, delayMs: 5, because });
    bus.emit({ kind: 'retrySuppressed', ...at, attempt: 1, reason: 'budget', because });
    bus.emit({ kind: 'fallbackServed', ...at, by: { kind: 'message' }, because });
    bus.emit({ kind: 'staleServed', ...at, ageMs: 5, because });
    bus.emit({ kind: 'hedgeStarted', ...at, attempt: 2, afterMs: 5 });
    bus.emit({ kind: 'callQueued', ...at, queued: 1, inFlight: 8, limit: 8 });
    bus.emit({ kind: 'callJoined', ...at });
    bus.emit({ kind: 'silenceProbed', atMs: at.atMs, server: 'jira', silentForMs: 9, result: 'missed', durationMs: 1 });
    bus.emit({ kind: 'concurrencyLimitChanged', atMs: at.atMs, server: 'jira', from: 8, to: 4, reason: 'overload' });
    bus.emit({ kind: 'gateChanged', atMs: at.atMs, server: 'jira', from: 'free', to: 'held' });
    bus.emit({ kind: 'callParked', ...at, ticket: 't', expiresAtMs: 9, why: errorOf(because) });
    measured.call({ end: errorOf('CIRCUIT_OPEN') });
    measured.call({ errors: [errorOf('CALL_TIMEOUT')], end: errorOf('OUTCOME_UNKNOWN') });
    const text = await measured.metrics.scrape();
    for (const line of [
      'seawall_retries_total{server="jira",reason="CALL_TIMEOUT"} 1',
      'seawall_retries_suppressed_total{server="jira",reason="budget"} 1',
      'seawall_fallbacks_total{server="jira",kind="message"} 1',
      'seawall_stale_served_total{server="jira"} 1',
      'seawall_hedges_total{server="jira",result="started"} 1',
      'seawall_calls_queued_total{server="jira"} 1',
      'seawall_calls_joined_total{server="jira"} 1',
      'seawall_silence_probes_total{server="jira",result="missed"} 1',
      'seawall_concurrency_limit{server="jira"} 4',
      'seawall_rate_gate_held{server="jira"} 1',
      'seawall_parked_changes_total{server="jira",to="parked"} 1',
      'seawall_calls_rejected_total{server="jira",reason="CIRCUIT_OPEN"} 1',
      'seawall_outcome_unknown_total{server="jira"} 1',
      'seawall_errors_total{server="jira",kind="timeout",code="CALL_TIMEOUT"} 1',
      'seawall_calls_total{server="jira",tool="search",outcome="failed"} 2',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
  });

  it('tell the state of circuits, connections, health, groups and store', async () => {
    await using measured = await openMeasured({ parked: () => Promise.resolve(new Map([['jira', 7]])) });
    measured.ready('jira');
    measured.circuit('jira', 'open');
    measured.circuit('jira', 'open', { tool: 'search' });
    measured.call({ errors: [errorOf('SERVER_ERROR')] });
    const text = await measured.metrics.scrape();
    for (const line of [
      'seawall_server_up{server="jira"} 1',
      'seawall_circuit_state{server="jira",scope="server",state="open"} 1',
      'seawall_circuit_state{server="jira",scope="server",state="closed"} 0',
      'seawall_circuit_state{server="jira",scope="tool",state="open"} 1',
      'seawall_circuit_transitions_total{server="jira",scope="server",from="closed",to="open"} 1',
      'seawall_server_health{server="jira",health="unhealthy"} 1',
      'seawall_server_health{server="jira",health="healthy"} 0',
      'seawall_error_groups{state="new"} 1',
      'seawall_parked_calls{server="jira"} 7',
      'seawall_store_waiting 3',
      'seawall_store_written_total 40',
      'seawall_events_dropped_total{where="store"} 2',
      `seawall_build_info{version="9.9.9",node="${process.versions.node}"} 1`,
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    measured.circuit('jira', 'closed', { tool: 'search' });
    expect(await measured.metrics.scrape()).toContain(
      'seawall_circuit_state{server="jira",scope="tool",state="open"} 0\n',
    );
  });

  it('forget the states of a server that left the configuration', async () => {
    await using measured = await openMeasured();
    measured.ready('jira');
    measured.circuit('jira', 'open');
    const outcome = { kind: 'applied', added: [], removed: ['jira'], changed: [] } as const;
    measured.bus.emit({ kind: 'configReloaded', atMs: 0, outcome });
    const names = (await measured.samples()).filter(({ labels }) => labels.server === 'jira').map(({ name }) => name);
    expect(names).not.toContain('seawall_server_up');
    expect(names).not.toContain('seawall_circuit_state');
    expect(names).toContain('seawall_circuit_transitions_total');
  });

  it('stay readable and bounded whatever names are chosen', async () => {
    await using measured = await openMeasured({ maxTools: 500 });
    const id = createSequentialId('hostile');
    for (let count = 0; count < 10_000; count += 1)
      playCall(measured, id(), { tool: `t${count}"\n\\{}<script>\u001b[2J` });
    const samples = await measured.samples('mcp_client_operation_duration_seconds_count');
    expect(samples).toHaveLength(501);
    expect(samples.find(({ labels }) => labels.gen_ai_tool_name === 'other')?.value).toBe(9500);
    for (let count = 0; count < 1500; count += 1) playCall(measured, id(), { server: `s${count}`.repeat(200) });
    expect((await measured.metrics.scrape()).length).toBeLessThan(20_000_000);
    expect((await measured.samples('seawall_events_dropped_total')).map(({ labels }) => labels.where)).toContain(
      'metrics',
    );
  });

  it('tell which rules fire, how notifications ended, and what nobody read', async () => {
    const alert = (state: AlertRecord['state']): AlertRecord => ({
      id: state,
      rule: 'server-down',
      fingerprint: state,
      labels: {},
      annotations: {},
      severity: 'critical',
      state,
      startedAtMs: 0,
      notifications: {},
    });
    const alerts = () => [{ alert: alert('firing') }, { alert: alert('pending') }, { alert: alert('resolved') }];
    await using measured = await openMeasured({
      alerts,
      missedEvents: () => 3,
      lostLines: () => ({ audit: 4, errors: 5 }),
    });
    measured.metrics.countDelivery({ sink: 'team', outcome: 'delivered' });
    measured.metrics.countDelivery({ sink: 'team', outcome: 'failed' });
    measured.metrics.countDelivery({ sink: 'team', outcome: 'delivered' });
    const values = async (name: string) => (await measured.samples(name)).map(({ labels, value }) => [labels, value]);
    expect(await values('seawall_alerts_firing')).toEqual([[{ rule: 'server-down', severity: 'critical' }, 1]]);
    expect(await values('seawall_notifications_total')).toEqual([
      [{ sink: 'team', outcome: 'delivered' }, 2],
      [{ sink: 'team', outcome: 'failed' }, 1],
    ]);
    const dropped = await values('seawall_events_dropped_total');
    expect(dropped).toContainEqual([{ where: 'backlog' }, 3]);
    expect(dropped).toContainEqual([{ where: 'audit' }, 4]);
    expect(dropped).toContainEqual([{ where: 'export' }, 5]);
  });

  it('count nothing more after their end', async () => {
    await using measured = await openMeasured();
    measured.metrics.close();
    measured.call({});
    expect(await measured.samples('seawall_calls_total')).toEqual([]);
  });

  it('have the names that are listed, each of them', async () => {
    await using measured = await openMeasured({ parked: () => Promise.resolve(new Map()), alerts: () => [] });
    const names = [...(await measured.metrics.scrape()).matchAll(/^# TYPE ([a-z_]+) /gm)].map(([, name]) => name);
    expect([...names].sort()).toEqual(Object.keys(METRICS).sort());
  });
});

describe('the examples', () => {
  it.each(['prometheus/seawall.rules.yml', 'grafana/seawall-dashboard.json'])(
    'in %s use metrics that there are',
    (file) => {
      const text = readFileSync(join(import.meta.dirname, '../../../../examples', file), 'utf8');
      const used = [...text.matchAll(/\b(?:seawall|mcp)_[a-z_]+\b/g)].map(([name]) => name.replace(BASE, ''));
      expect(used.length).toBeGreaterThan(10);
      for (const name of used) expect(Object.keys(METRICS)).toContain(name);
    },
  );
});
