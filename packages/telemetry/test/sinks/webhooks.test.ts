import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fields, pagerDutyRefusal, slackRefusal, startReceiver } from './receiver.ts';
import { createSinkWorld, hostileNotice, notice, noticeAlert, resolvedAlert, TOKEN } from './sink-world.ts';

const secret = ['wh', 'sec', 'Zk3'.repeat(8)].join('-');

describe('the webhook sink', () => {
  it('sends what an Alertmanager sends, signed, with a key for repetitions (A145)', async () => {
    await using receiver = await startReceiver();
    await using world = createSinkWorld([
      { type: 'webhook', url: `${receiver.url}/hook`, secret, headers: { 'x-team': 'tools' } },
    ]);
    const alerts = [noticeAlert(), resolvedAlert()];
    expect(await world.send(notice({ alerts }))).toMatchObject({
      outcome: 'delivered',
      attempts: 1,
      alerts: ['alert-1', 'alert-1'],
    });
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = receiver.requests;
    expect(path).toBe('/hook');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': 'key-1',
      'x-team': 'tools',
    });
    const timestamp = String(headers['x-seawall-timestamp']);
    expect(timestamp).toMatch(/^\d{10}$/);
    const expected = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    expect(headers['x-seawall-signature']).toBe(`sha256=${expected}`);
    const { annotations } = noticeAlert();
    expect(JSON.parse(body)).toEqual({
      version: '4',
      groupKey: '{}:{server="jira"}',
      truncatedAlerts: 0,
      status: 'firing',
      receiver: 'webhook',
      groupLabels: { server: 'jira' },
      commonLabels: { alertname: 'server-down', server: 'jira', severity: 'critical' },
      commonAnnotations: annotations,
      externalURL: 'http://127.0.0.1:4141',
      notification_reason: 'new resolved alerts',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'server-down', server: 'jira', severity: 'critical' },
          annotations,
          startsAt: '2026-01-02T03:04:05.678Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'http://127.0.0.1:4141/servers/jira',
          fingerprint: '00112233aabbccdd',
        },
        {
          status: 'resolved',
          labels: { alertname: 'server-down', server: 'jira', severity: 'critical' },
          annotations: { ...annotations, resolution: 'It lasted 1 min.' },
          startsAt: '2026-01-02T03:04:05.678Z',
          endsAt: '2026-01-02T03:05:05.678Z',
          generatorURL: 'http://127.0.0.1:4141/servers/jira',
          fingerprint: '00112233aabbccdd',
        },
      ],
    });
  });

  it('sends hostile texts without secrets, and says how many alerts it left out', async () => {
    await using receiver = await startReceiver();
    await using world = createSinkWorld([{ type: 'webhook', url: receiver.url, headers: {} }]);
    expect((await world.send(hostileNotice())).outcome).toBe('delivered');
    const [{ body } = { body: '{}' }] = receiver.requests;
    expect(body).not.toContain(TOKEN);
    expect(fields(JSON.parse(body))).toMatchObject({ truncatedAlerts: 200 });
    expect(receiver.requests[0]?.headers).not.toHaveProperty('x-seawall-signature');
  });
});

describe('the Alertmanager sink', () => {
  it('pushes alerts with an end that lies ahead, or the one that they had', async () => {
    await using receiver = await startReceiver();
    await using world = createSinkWorld([
      { type: 'alertmanager', url: `${receiver.url}/prefix/`, headers: { authorization: `Bearer ${secret}` } },
    ]);
    const labels = { ...noticeAlert().labels, empty: '' };
    await world.send(notice({ alerts: [noticeAlert({ labels }), resolvedAlert()] }));
    const [request] = receiver.requests;
    expect(request?.path).toBe('/prefix/api/v2/alerts');
    expect(request?.headers.authorization).toBe(`Bearer ${secret}`);
    expect(JSON.parse(request?.body ?? '')).toMatchObject([
      { labels: noticeAlert().labels, startsAt: '2026-01-02T03:04:05.678Z', endsAt: '2026-01-02T03:25:00.000Z' },
      { endsAt: '2026-01-02T03:05:05.678Z', generatorURL: 'http://127.0.0.1:4141/servers/jira' },
    ]);
    expect(request?.body).not.toContain('empty');
  });

  it.each([
    { intervalMs: 1000, refreshMs: 60_000, endsAt: '2026-01-02T03:09:00.000Z' },
    { intervalMs: 90_000, refreshMs: 90_000, endsAt: '2026-01-02T03:11:00.000Z' },
  ])(
    'repeats every $refreshMs ms for groups that are looked at every $intervalMs ms, with an end beyond a restart',
    async (each) => {
      await using receiver = await startReceiver();
      const { intervalMs, refreshMs, endsAt } = each;
      await using world = createSinkWorld([{ type: 'alertmanager', url: receiver.url, headers: {} }], { intervalMs });
      expect(world.sinks.all[0]?.refreshMs).toBe(refreshMs);
      await world.send(notice());
      expect(JSON.parse(receiver.requests[0]?.body ?? '')).toMatchObject([{ endsAt }]);
    },
  );
});

describe('the Slack sink', () => {
  it('posts a message that Slack takes, with what is wrong and where to look (A145)', async () => {
    await using receiver = await startReceiver(({ body }) => {
      const refusal = slackRefusal(body);
      return { status: refusal === undefined ? 200 : 400, body: refusal ?? 'ok' };
    });
    await using world = createSinkWorld([{ type: 'slack', url: `${receiver.url}/services/T/B/x` }]);
    expect(await world.send(notice())).toMatchObject({ outcome: 'delivered' });
    const message = JSON.stringify(JSON.parse(receiver.requests[0]?.body ?? ''));
    expect(message).toContain('[FIRING:1] Server \\"jira\\" is down.');
    expect(message).toContain('Connection refused.');
    expect(message).toContain('"url":"http://127.0.0.1:4141/servers/jira"');
  });

  it('stays within the limits of Slack, and lets nobody be called or linked by the words of a server', async () => {
    await using receiver = await startReceiver(({ body }) => {
      const refusal = slackRefusal(body);
      return { status: refusal === undefined ? 200 : 400, body: refusal ?? 'ok' };
    });
    await using world = createSinkWorld([{ type: 'slack', url: receiver.url }]);
    expect(await world.send(hostileNotice())).toMatchObject({ outcome: 'delivered' });
    const [{ body } = { body: '' }] = receiver.requests;
    expect(body).not.toMatch(/[<>]/);
    expect(body).toContain('&lt;!channel&gt;');
    expect(body).not.toContain(TOKEN);
    expect(body).not.toContain(TOKEN.slice(0, 20));
    // A reference that is cut in two would show its rest.
    expect(body.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
    expect(body).toMatch(/\d+ more are not shown/);
  });
});

describe('the PagerDuty sink', () => {
  it('triggers, acknowledges and resolves one incident for a group', async () => {
    await using receiver = await startReceiver(({ body }) => {
      const refusal = pagerDutyRefusal(body);
      return { status: refusal === undefined ? 202 : 400, body: refusal ?? '{}' };
    });
    await using world = createSinkWorld([{ type: 'pagerduty', routingKey: secret, url: receiver.url }]);
    const over = { status: 'resolved' as const, alerts: [resolvedAlert()] };
    for (const each of [
      notice(),
      notice({ kind: 'acknowledged' }),
      notice({ ...over, mutedFiring: 1 }),
      notice(over),
      hostileNotice(),
    ]) {
      expect(await world.send(each)).toMatchObject({ outcome: 'delivered' });
    }
    const events = receiver.requests.map(({ body }) => fields(JSON.parse(body)));
    expect(events.map(({ event_action }) => event_action)).toEqual([
      'trigger',
      'acknowledge',
      'trigger',
      'resolve',
      'trigger',
    ]);
    expect(new Set(events.slice(0, 4).map(({ dedup_key }) => dedup_key)).size).toBe(1);
    expect(events[0]).toMatchObject({
      routing_key: secret,
      client: 'Seawall',
      client_url: 'http://127.0.0.1:4141/servers/jira',
      payload: { severity: 'critical', source: 'jira', component: 'jira', class: 'server-down' },
    });
    expect(receiver.requests[4]?.body).not.toContain(TOKEN);
  });
});

describe('the log sink', () => {
  it('writes what happened and how often, and what is over (A144)', async () => {
    await using world = createSinkWorld([{ type: 'log' }]);
    const annotations = {
      summary: 'MCP server jira is experiencing issues',
      description: '5 errors in the last 15 minutes',
    };
    await world.send(notice({ alerts: [noticeAlert({ annotations, value: 5 })] }));
    await world.send(notice({ alerts: [resolvedAlert()], status: 'resolved' }));
    expect(world.logged).toMatchObject([
      {
        level: 'error',
        message: 'ALERT: MCP server jira is experiencing issues - 5 errors in the last 15 minutes',
        fields: { severity: 'critical', status: 'firing', value: 5, labels: { server: 'jira' } },
      },
      { level: 'info', message: 'ALERT RESOLVED: Server "jira" is down. - It lasted 1 min.' },
    ]);
    await world.send(hostileNotice());
    expect(world.logged.every(({ message }) => !/\p{Cc}/u.test(message))).toBe(true);
  });
});

describe('a test of a sink', () => {
  it('sends a beginning and an end, and tells how that went', async () => {
    await using receiver = await startReceiver();
    await using world = createSinkWorld([{ type: 'webhook', url: receiver.url, headers: {} }]);
    expect(await world.sinks.test('webhook')).toMatchObject({ outcome: 'delivered', sink: 'webhook' });
    expect(receiver.requests.map(({ body }) => fields(JSON.parse(body)).status)).toEqual(['firing', 'resolved']);
    await expect(world.sinks.test('nope')).rejects.toThrow('There is no alert sink "nope".');
  });

  it('tells why a receiver does not take it, without the address that is a key', async () => {
    await using receiver = await startReceiver(() => ({ status: 404, body: 'no_service' }));
    const path = ['services', 'T0', 'B0', 'Qx9'.repeat(8)].join('/');
    await using world = createSinkWorld([{ type: 'slack', url: `${receiver.url}/${path}` }]);
    const record = await world.sinks.test('slack');
    expect(record).toMatchObject({ outcome: 'failed', attempts: 1, error: { code: 'REQUEST_REJECTED' } });
    expect(JSON.stringify(world.deliveries)).not.toContain('Qx9');
  });
});
