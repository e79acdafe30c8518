import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { listenLocally } from '../support/listen-locally.ts';
import { memberAt } from '../support/raw-hosts/messages.ts';
import type { ToldText } from '../support/secret-scan.ts';
import type { TemporaryFolder } from '../support/temporary-folder.ts';
import { startAlertmanager } from './debian-servers.ts';

export const RECEIVERS = ['webhook', 'alertmanager', 'slack', 'pagerduty', 'email'] as const;

/** How often a receiver was told that something began, and that it is over. */
export interface Told {
  readonly firing: number;
  readonly resolved: number;
}

/** One receiver of each kind on this machine. */
export interface Receivers extends AsyncDisposable {
  /** What stands under `seawall.alerts.sinks`. */
  readonly sinks: object;
  /** What each of them was told about a server. */
  told(server: string): Readonly<Record<(typeof RECEIVERS)[number], Told>>;
  /** Everything that they were told. */
  texts(): readonly ToldText[];
}

/** Starts them; `secret` signs what the webhook gets. */
export async function startReceivers(folder: TemporaryFolder, secret: string): Promise<Receivers> {
  const behindAlertmanager = await recordBodies(200);
  const [webhook, slack, pagerduty, mail, alertmanager] = await Promise.all([
    recordBodies(200),
    recordBodies(200),
    recordBodies(202),
    startMailServer(),
    startAlertmanager(folder, behindAlertmanager.url),
  ]);
  const all: readonly AsyncDisposable[] = [webhook, slack, pagerduty, mail, alertmanager, behindAlertmanager];
  return {
    sinks: {
      webhook: { type: 'webhook', url: webhook.url, secret },
      alertmanager: { type: 'alertmanager', url: alertmanager.origin },
      slack: { type: 'slack', url: slack.url },
      pagerduty: { type: 'pagerduty', url: pagerduty.url, routingKey: 'a routing key' },
      email: {
        type: 'email',
        host: '127.0.0.1',
        port: mail.port,
        security: 'none',
        from: 'seawall@example.com',
        to: ['ops@example.com'],
      },
    },
    told: (server) => ({
      webhook: fromWebhook(webhook.bodies, server),
      alertmanager: fromWebhook(behindAlertmanager.bodies, server),
      slack: fromTexts(webhookTexts(slack.bodies), server),
      pagerduty: fromPagerDuty(pagerduty.bodies, server),
      email: fromTexts(mail.mails, server),
    }),
    texts: () => [
      ...[webhook, slack, pagerduty, behindAlertmanager].flatMap(({ bodies }) =>
        bodies.map((body) => ({ where: 'notice', text: JSON.stringify(body) })),
      ),
      ...mail.mails.map((text) => ({ where: 'mail', text })),
    ],
    [Symbol.asyncDispose]: async () => {
      for (const each of all) await each[Symbol.asyncDispose]();
    },
  };
}

/** Answers every request with a status, and keeps what it was sent. */
export async function recordBodies(status: number): Promise<AsyncDisposable & { url: string; bodies: unknown[] }> {
  const bodies: unknown[] = [];
  const server = await listenLocally((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(status).end('ok');
    });
  });
  return { ...server, bodies };
}

/** Takes every mail. */
export async function startMailServer(): Promise<AsyncDisposable & { port: number; mails: string[] }> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString());
        callback();
      });
    },
  });
  // A gateway that is killed in the middle is expected here.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  // A TCP server has an address of this shape while it listens.
  const { port } = server.server.address() as AddressInfo;
  return { port, mails, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Notices in the form that Alertmanager sends, counted by the status of the server's alert. */
function fromWebhook(bodies: readonly unknown[], server: string): Told {
  const alerts = bodies.flatMap((body) => listAt(body, 'alerts'));
  const own = alerts.filter((alert) => memberAt(alert, 'labels', 'server') === server);
  return toTold(own.map((alert) => memberAt(alert, 'status')));
}

function fromPagerDuty(events: readonly unknown[], server: string): Told {
  const first = events.find((event) => String(memberAt(event, 'payload', 'summary')).includes(`"${server}"`));
  const key = memberAt(first, 'dedup_key');
  const own = first === undefined ? [] : events.filter((event) => memberAt(event, 'dedup_key') === key);
  return toTold(own.map((event) => (memberAt(event, 'event_action') === 'trigger' ? 'firing' : 'resolved')));
}

/** Texts for people; only one about an end says RESOLVED. */
function fromTexts(texts: readonly string[], server: string): Told {
  const own = texts.filter((text) => text.includes(`"${server}"`));
  return toTold(own.map((text) => (text.includes('RESOLVED') ? 'resolved' : 'firing')));
}

function webhookTexts(bodies: readonly unknown[]): readonly string[] {
  return bodies.map((body) => String(memberAt(body, 'text')));
}

function toTold(statuses: readonly unknown[]): Told {
  const count = (status: string): number => statuses.filter((each) => each === status).length;
  return { firing: count('firing'), resolved: count('resolved') };
}

/** The list at a member of a value; empty when there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const list = memberAt(value, ...path);
  return Array.isArray(list) ? list : [];
}
