import { join } from 'node:path';
import { scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { REPOSITORY, serversUp, startGateway } from '../support/gateway-process.ts';
import { connectHost } from '../support/hosts.ts';
import { until } from '../support/polling.ts';
import { runProcess } from '../support/processes.ts';
import { memberAt } from '../support/raw-hosts/messages.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type DebianServer, startPrometheus } from './debian-servers.ts';
import { listAt } from './receivers.ts';

const RULES = join(REPOSITORY, 'examples/prometheus/seawall.rules.yml');

const path = { PATH: process.env.PATH ?? '' };

describe('a real Prometheus', () => {
  it('finds the rules of the examples in order', async () => {
    const { exitCode, stdout, stderr } = await runProcess({
      command: 'promtool',
      args: ['check', 'rules', RULES],
      env: path,
    });
    expect(stdout + stderr).toContain('SUCCESS');
    expect(exitCode).toBe(0);
  });

  it('scrapes a gateway, and its rules see which server is down', async () => {
    await using folder = await temporaryFolder();
    const mcpServers = { good: scriptedStdioServer(), gone: { command: 'a-command-that-is-not-there' } };
    await using gateway = await startGateway({ folder, config: { mcpServers } });
    await serversUp(gateway, 'good');
    await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
    for (let count = 0; count < 20; count += 1) await host.call('good__echo', { count });
    await host.call('good__fail', {}).catch(() => undefined);
    const scraped = await (await fetch(`${gateway.origin}/metrics`)).text();
    const checked = await runProcess({ command: 'promtool', args: ['check', 'metrics'], env: path }, scraped);
    expect({ exitCode: checked.exitCode, said: checked.stdout + checked.stderr }).toEqual({ exitCode: 0, said: '' });
    await using prometheus = await startPrometheus(folder, { target: new URL(gateway.origin).host, rules: RULES });
    const up = await until(() => answerTo(prometheus, 'seawall_server_up'), { what: 'it has scraped' });
    expect(up).toEqual({ good: 1, gone: 0 });
    const calls = await answerTo(
      prometheus,
      'sum by (server) (seawall_calls_total{server="good",outcome="succeeded"})',
    );
    expect(calls?.good).toBeGreaterThanOrEqual(20);
    const firing = await until(() => alertsOf(prometheus, 'SeawallServerDown'), { what: 'the rule holds' });
    expect(firing).toEqual(['gone']);
    expect(await rulesThatFail(prometheus)).toEqual([]);
  });
});

/** The value for each server; `undefined` while there is none. */
async function answerTo(
  { origin }: DebianServer,
  query: string,
): Promise<Readonly<Record<string, number>> | undefined> {
  const response = await fetch(`${origin}/api/v1/query?${new URLSearchParams({ query })}`);
  const result = listAt(await response.json(), 'data', 'result');
  if (result.length === 0) return undefined;
  return Object.fromEntries(
    result.map((each) => [String(memberAt(each, 'metric', 'server')), Number(memberAt(each, 'value', '1'))]),
  );
}

/** The servers of an alert that is pending or fires; `undefined` while there is none. */
async function alertsOf({ origin }: DebianServer, name: string): Promise<readonly string[] | undefined> {
  const response = await fetch(`${origin}/api/v1/alerts`);
  const alerts = listAt(await response.json(), 'data', 'alerts');
  const own = alerts.filter((alert) => memberAt(alert, 'labels', 'alertname') === name);
  return own.length === 0 ? undefined : own.map((alert) => String(memberAt(alert, 'labels', 'server')));
}

async function rulesThatFail({ origin }: DebianServer): Promise<readonly unknown[]> {
  const response = await fetch(`${origin}/api/v1/rules`);
  const rules = listAt(await response.json(), 'data', 'groups').flatMap((group) => listAt(group, 'rules'));
  expect(rules.length).toBeGreaterThan(5);
  return rules.filter((rule) => memberAt(rule, 'health') !== 'ok');
}
