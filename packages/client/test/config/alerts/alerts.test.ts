import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ALERT_DEFAULTS, BUILT_IN_ALERT_RULES, MCPConfigurationError, resolveAlertRules } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../src/config/read-configuration.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';

const key = ['rk', 'Q7z'.repeat(10)].join('-');

async function read(alerts: unknown, env: Readonly<Record<string, string>> = {}, folder = '/') {
  const { settings, secrets } = await readConfiguration({
    object: { mcpServers: {}, seawall: { alerts } },
    env,
    folder,
  });
  return { alerts: settings.alerts, secrets };
}

async function faultsOf(alerts: unknown): Promise<readonly { readonly path: string; readonly allowed?: string }[]> {
  const error: unknown = await read(alerts).catch((reason: unknown) => reason);
  if (!MCPConfigurationError.isInstance(error)) throw new Error('The configuration was accepted.');
  return error.faults;
}

describe('"alerts" of a configuration', () => {
  it('is absent where nothing is said, and has all defaults where nothing more is said', async () => {
    expect((await readConfiguration({ object: { mcpServers: {} }, env: {}, folder: '/' })).settings).not.toHaveProperty(
      'alerts',
    );
    expect((await read({})).alerts).toEqual({
      rules: resolveAlertRules(),
      sinks: [{ name: 'log', type: 'log', ...ALERT_DEFAULTS.sink }],
      grouping: ALERT_DEFAULTS.grouping,
      flapping: ALERT_DEFAULTS.flapping,
      silences: [],
    });
  });

  it('changes, switches and adds rules', async () => {
    const { alerts } = await read({
      rules: {
        'server-down': { forMs: 5000 },
        latency: false,
        'group-new': true,
        slow: { when: 'latency', threshold: 100, servers: ['ji*'] },
      },
    });
    const rules = alerts?.rules ?? [];
    expect(rules.find(({ name }) => name === 'server-down')).toMatchObject({ forMs: 5000, severity: 'critical' });
    expect(rules.map(({ name }) => name)).toEqual([
      ...BUILT_IN_ALERT_RULES.map(({ name }) => name).filter((name) => name !== 'latency'),
      'slow',
    ]);
    expect((await read({ enabled: false })).alerts?.rules).toEqual([]);
  });

  it('reads sinks as objects, with variables and files as secrets', async () => {
    await using folder = await createTemporaryFolder();
    await writeFile(join(folder.path, 'hook-secret'), `${key}-file\n`);
    const { alerts, secrets } = await read(
      {
        sinks: {
          hook: {
            type: 'webhook',
            url: 'https://example.com/h',
            secret: '${file:hook-secret}',
            headers: { 'X-Key': '${KEY}' },
          },
          pager: { type: 'pagerduty', routingKey: '${KEY}', minSeverity: 'critical', matchers: ['server=~"ji.*"'] },
          mail: { type: 'email', host: 'mail.example.com', from: 'Sea <a@example.com>', to: ['b@example.com'] },
          log: false,
        },
      },
      { KEY: key },
      folder.path,
    );
    expect(alerts?.sinks).toEqual([
      {
        name: 'hook',
        ...ALERT_DEFAULTS.sink,
        type: 'webhook',
        url: 'https://example.com/h',
        secret: `${key}-file`,
        headers: { 'X-Key': key },
      },
      {
        name: 'pager',
        type: 'pagerduty',
        url: ALERT_DEFAULTS.pagerdutyUrl,
        routingKey: key,
        minSeverity: 'critical',
        matchers: [{ label: 'server', operator: '=~', value: 'ji.*' }],
        sendResolved: true,
      },
      {
        name: 'mail',
        ...ALERT_DEFAULTS.sink,
        type: 'email',
        host: 'mail.example.com',
        port: 587,
        security: 'starttls',
        from: 'Sea <a@example.com>',
        to: ['b@example.com'],
      },
    ]);
    expect(secrets).toEqual(expect.arrayContaining([key, `${key}-file`]));
  });

  it.each([
    ['slack://T0/B0/x1', { type: 'slack', url: 'https://hooks.slack.com/services/T0/B0/x1' }],
    ['slack://hooks.slack.com/services/T0/B0/x1', { type: 'slack', url: 'https://hooks.slack.com/services/T0/B0/x1' }],
    ['slack+http://127.0.0.1:9/x', { type: 'slack', url: 'http://127.0.0.1:9/x' }],
    ['pagerduty://${KEY}', { type: 'pagerduty', routingKey: key }],
    ['webhook+https://example.com/a?b=c', { type: 'webhook', url: 'https://example.com/a?b=c', headers: {} }],
    ['alertmanager+http://127.0.0.1:9093', { type: 'alertmanager', url: 'http://127.0.0.1:9093', headers: {} }],
    [
      'mailto://me:p%40ss@mail.example.com:2525?from=a@example.com&to=b@example.com,c@example.com&security=none',
      {
        type: 'email',
        host: 'mail.example.com',
        port: 2525,
        security: 'none',
        username: 'me',
        password: 'p@ss',
        from: 'a@example.com',
        to: ['b@example.com', 'c@example.com'],
      },
    ],
    ['mailtos://mail.example.com?from=a@example.com&to=b@example.com', { type: 'email', port: 465, security: 'tls' }],
    ['log://', { type: 'log' }],
  ])('reads the sink %s', async (url, expected) => {
    const { alerts } = await read({ sinks: { log: false, one: url } }, { KEY: key });
    expect(alerts?.sinks).toMatchObject([{ name: 'one', ...expected }]);
  });

  it('tells all faults at once, each with its path and what is allowed', async () => {
    const faults = await faultsOf({
      enabled: 'yes',
      link: 'nowhere',
      rules: {
        'server-down': { forMs: -1, severity: 'fatal' },
        mine: { threshold: 5 },
        unknown: false,
      },
      sinks: {
        a: 'ftp://example.com',
        b: { type: 'webhook', host: 'x' },
        c: { type: 'pagerduty', routingKey: '${NOT_SET}' },
        d: { type: 'email', host: 'h', from: 'nobody', to: ['a@example.com\r\nBcc: b@example.com'] },
        e: { type: 'slack', url: 'file:///etc/passwd' },
        f: { type: 'webhook', url: 'https://u:p@example.com/' },
        g: {
          type: 'webhook',
          url: 'https://example.com/',
          secret: '${file:/does/not/exist}',
          matchers: ['server=~(a'],
        },
      },
      grouping: { waitMs: 'soon', by: ['not a label'] },
      flapping: { changes: 1 },
      silences: [{ matchers: ['server=jira'], endsAt: 'tomorrow', reason: 'x' }],
    });
    const paths = faults.map(({ path }) => path);
    for (const path of [
      'seawall.alerts.enabled',
      'seawall.alerts.link',
      'seawall.alerts.rules.server-down.forMs',
      'seawall.alerts.rules.server-down.severity',
      'seawall.alerts.rules.mine.when',
      'seawall.alerts.rules.unknown',
      'seawall.alerts.sinks.a',
      'seawall.alerts.sinks.b.url',
      'seawall.alerts.sinks.b.host',
      'seawall.alerts.sinks.c.routingKey',
      'seawall.alerts.sinks.d.from',
      'seawall.alerts.sinks.d.to[0]',
      'seawall.alerts.sinks.e.url',
      'seawall.alerts.sinks.f.url',
      'seawall.alerts.sinks.g.secret',
      'seawall.alerts.sinks.g.matchers[0]',
      'seawall.alerts.grouping.by[0]',
      'seawall.alerts.grouping.waitMs',
      'seawall.alerts.flapping.changes',
      'seawall.alerts.silences[0].endsAt',
    ]) {
      expect(
        paths.some((found) => found.startsWith(path)),
        `${path} in ${paths.join(', ')}`,
      ).toBe(true);
    }
    expect(new Set(paths).size).toBe(paths.length);
    expect(faults.find(({ path }) => path.endsWith('forMs'))?.allowed).toBe('a whole number from 0 to 86400000');
    expect(JSON.stringify(faults)).not.toContain('u:p@');
  });

  it('reads silences with times that mean the same on every machine', async () => {
    const silence = {
      matchers: ['server=jira'],
      startsAt: '2026-01-02T03:04:05+01:00',
      endsAt: '2026-01-03T00:00Z',
      reason: 'x',
    };
    expect((await read({ silences: [silence] })).alerts?.silences).toEqual([
      {
        matchers: [{ label: 'server', operator: '=', value: 'jira' }],
        startsAtMs: Date.parse('2026-01-02T02:04:05Z'),
        endsAtMs: Date.parse('2026-01-03T00:00:00Z'),
        reason: 'x',
      },
    ]);
    for (const endsAt of ['2026-01-03T00:00', '2026-01-03', '2026-01-01T00:00Z']) {
      expect(await faultsOf({ silences: [{ ...silence, endsAt }] })).toMatchObject([
        { path: 'seawall.alerts.silences[0].endsAt' },
      ]);
    }
  });
});
