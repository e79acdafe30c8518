import { createOutbound } from '@seawall/client';
import {
  ALERT_DEFAULTS,
  type Clock,
  type DeliveryRecord,
  type Outbound,
  type SinkBase,
  type SinkTarget,
  systemClock,
} from '@seawall/core';
import { createSeededRandom, createSequentialId } from '@seawall/testkit';
import { createSinks, type Notice, type NoticeAlert, type Sinks } from '../../src/index.ts';

/** Sinks with what is around them. */
export interface SinkWorld extends AsyncDisposable {
  readonly sinks: Sinks;
  readonly deliveries: DeliveryRecord[];
  readonly logged: { readonly level: string; readonly message: string; readonly fields: unknown }[];
  /** Sends to the first sink. */
  send(notice: Notice): Promise<DeliveryRecord>;
}

/** A world with these sinks; they reach real receivers unless `outbound` says otherwise. */
export function createSinkWorld(
  targets: readonly (SinkTarget & Partial<SinkBase>)[],
  options: { readonly clock?: Clock; readonly outbound?: Outbound; readonly intervalMs?: number } = {},
): SinkWorld {
  const deliveries: DeliveryRecord[] = [];
  const logged: SinkWorld['logged'] = [];
  const outbound = options.outbound ?? createOutbound({ environment: {} });
  const sinks = createSinks({
    settings: {
      sinks: targets.map((target) => ({ ...ALERT_DEFAULTS.sink, name: target.type, ...target })),
      grouping: { ...ALERT_DEFAULTS.grouping, intervalMs: options.intervalMs ?? ALERT_DEFAULTS.grouping.intervalMs },
      link: 'http://127.0.0.1:4141',
    },
    outbound,
    store: {
      append: (observations) => {
        for (const { kind, record } of observations) if (kind === 'delivery') deliveries.push(record);
      },
    },
    logger: { log: (level, message, fields) => void logged.push({ level, message, fields }) },
    clock: options.clock ?? systemClock,
    random: createSeededRandom(7),
    createId: createSequentialId('delivery'),
  });
  return {
    sinks,
    deliveries,
    logged,
    send: async (notice) => {
      const [sink] = sinks.all;
      if (sink === undefined) throw new Error('no sink');
      return (await sink.deliver(notice)).record;
    },
    [Symbol.asyncDispose]: async () => {
      await sinks.close();
      await outbound.close();
    },
  };
}

/** An alert of a notice, with what a test cares about. */
export function noticeAlert(changes: Partial<NoticeAlert> = {}): NoticeAlert {
  return {
    id: 'alert-1',
    fingerprint: '00112233aabbccdd',
    status: 'firing',
    labels: { alertname: 'server-down', server: 'jira', severity: 'critical' },
    annotations: {
      summary: 'Server "jira" is down.',
      description: 'Connection refused.',
      action: 'Run "seawall doctor jira".',
      link: 'http://127.0.0.1:4141/servers/jira',
    },
    severity: 'critical',
    startsAtMs: Date.parse('2026-01-02T03:04:05.678Z'),
    value: 1,
    threshold: 1,
    ...changes,
  };
}

/** A notice, with what a test cares about. */
export function notice(changes: Partial<Notice> = {}): Notice {
  return {
    key: 'key-1',
    sink: 'webhook',
    atMs: Date.parse('2026-01-02T03:05:00Z'),
    groupKey: '{}:{server="jira"}',
    groupLabels: { server: 'jira' },
    status: 'firing',
    kind: 'changed',
    alerts: [noticeAlert()],
    mutedFiring: 0,
    link: 'http://127.0.0.1:4141',
    ...changes,
  };
}

/** The end of {@link noticeAlert}. */
export function resolvedAlert(): NoticeAlert {
  const alert = noticeAlert();
  return {
    ...alert,
    status: 'resolved',
    endsAtMs: alert.startsAtMs + 60_000,
    annotations: { ...alert.annotations, resolution: 'It lasted 1 min.' },
  };
}

/** A token as people leave them in texts; built so that no source file holds one. */
export const TOKEN = ['ghp', 'A1b2'.repeat(9)].join('_');

/** A notice full of what receivers must never see as it is. */
export function hostileNotice(): Notice {
  const nasty = [
    '<script>alert(1)</script> <!channel> <http://evil.example|click> & *bold*',
    `\r\nBcc: victim@example.com\r\n\r\nbody \u001b[31m ${TOKEN}`,
    'x'.repeat(1_000_000),
  ].join(' ');
  const alerts = Array.from({ length: 300 }, (_, index) =>
    noticeAlert({
      id: `alert-${index}`,
      labels: { alertname: 'circuit-open', server: nasty.slice(0, 200), tool: `tool-${index}` },
      annotations: { summary: nasty, description: nasty, action: nasty, link: 'http://127.0.0.1:4141/servers/x' },
    }),
  );
  return notice({ alerts, groupKey: nasty, groupLabels: { server: nasty } });
}
