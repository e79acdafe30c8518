import {
  type AlertSettings,
  type Clock,
  type CreateId,
  type DeliveryRecord,
  type Logger,
  MCPResourceError,
  type ObservationStore,
  type Outbound,
  type Random,
  registerSecrets,
  type SinkSettings,
} from '@seawall/core/base';
import type { Notice } from '../alerts/notice.ts';
import { createAlertmanagerSender } from './alertmanager.ts';
import { createEmailSender } from './email.ts';
import { createLogSender } from './log-sink.ts';
import { createPagerDutySender } from './pagerduty.ts';
import type { Sender } from './sender.ts';
import { SinkRunner } from './sink-runner.ts';
import { createSlackSender } from './slack.ts';
import { createWebhookSender } from './webhook.ts';

/** What sinks are made of. */
export interface SinksOptions {
  readonly settings: Pick<AlertSettings, 'sinks' | 'grouping' | 'link'>;
  /** The only way out that they have. */
  readonly outbound: Outbound;
  readonly store: Pick<ObservationStore, 'append'>;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: Random;
  readonly createId: CreateId;
}

/** All sinks of a configuration. */
export interface Sinks {
  readonly all: readonly SinkRunner[];
  /**
   * Sends a notice that says that it is a test, and its end where ends are sent.
   *
   * @throws {@link MCPResourceError} when there is no such sink.
   */
  test(name: string): Promise<DeliveryRecord>;
  /** Gives up what is under way, and forgets the secrets. May be called twice. */
  close(): Promise<void>;
}

/** Makes the sinks; connects to nothing yet. From here on redaction knows their secrets. */
export function createSinks(options: SinksOptions): Sinks {
  const { settings, store, clock, random, createId } = options;
  const secrets = registerSecrets(settings.sinks.flatMap(secretsOfSink));
  const all = settings.sinks.map(
    (sink) => new SinkRunner({ settings: sink, sender: createSender(sink, options), store, clock, random, createId }),
  );
  return {
    all,
    test: async (name) => {
      const sink = all.find((candidate) => candidate.name === name);
      if (sink === undefined) throw noSink(name);
      const id = createId();
      const fired = await sink.deliver(testNotice(id, 'firing', name, options));
      if (fired.outcome.kind === 'failed' || !sink.sendResolved) return fired.record;
      return (await sink.deliver(testNotice(id, 'resolved', name, options))).record;
    },
    close: async () => {
      await Promise.all(all.map((sink) => sink.close()));
      secrets[Symbol.dispose]();
    },
  };
}

/** What must never leave the process of what a sink is told: keys, passwords, and addresses that are keys themselves. */
function secretsOfSink(sink: SinkSettings): readonly string[] {
  switch (sink.type) {
    case 'log':
      return [];
    case 'slack':
      return [sink.url, pathOf(sink.url)];
    case 'pagerduty':
      return [sink.routingKey];
    case 'email':
      return sink.password === undefined ? [] : [sink.password];
    case 'webhook':
      return [...headerSecrets(sink.headers), ...(sink.secret === undefined ? [] : [sink.secret])];
    case 'alertmanager':
      return headerSecrets(sink.headers);
  }
}

function headerSecrets(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(headers).flatMap((value) => [value, value.replace(/^\S+\s+/, '')]);
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function createSender(sink: SinkSettings, { outbound, clock, logger, settings }: SinksOptions): Sender {
  const common = { sink: sink.name, outbound, clock };
  switch (sink.type) {
    case 'log':
      return createLogSender(logger);
    case 'webhook':
      return createWebhookSender({ ...common, target: sink });
    case 'alertmanager':
      return createAlertmanagerSender({ ...common, target: sink, intervalMs: settings.grouping.intervalMs });
    case 'slack':
      return createSlackSender({ ...common, target: sink });
    case 'pagerduty':
      return createPagerDutySender({ ...common, target: sink });
    case 'email':
      return createEmailSender({ ...common, target: sink });
  }
}

function testNotice(
  id: string,
  status: 'firing' | 'resolved',
  sink: string,
  { clock, createId, settings }: SinksOptions,
): Notice {
  const atMs = clock.now();
  const labels = { alertname: 'test', severity: 'info' };
  const annotations = { summary: 'This is a test of Seawall. Nothing is wrong.' };
  return {
    key: createId(),
    sink,
    atMs,
    groupKey: `{}:{test=${JSON.stringify(id)}}`,
    groupLabels: {},
    status,
    kind: 'test',
    mutedFiring: 0,
    ...(settings.link === undefined ? {} : { link: settings.link }),
    alerts: [
      {
        id,
        fingerprint: id,
        status,
        labels,
        annotations,
        severity: 'info',
        startsAtMs: atMs,
        ...(status === 'resolved' ? { endsAtMs: atMs } : {}),
        value: 0,
        threshold: 0,
      },
    ],
  };
}

function noSink(name: string): MCPResourceError {
  return new MCPResourceError({
    code: 'RESOURCE_NOT_FOUND',
    resourceType: 'sink',
    resourceId: name,
    message: `There is no alert sink "${name}".`,
    hint: 'List the sinks to see their names.',
  });
}
