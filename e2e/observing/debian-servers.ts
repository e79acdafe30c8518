import { createServer } from 'node:net';
import { until } from '../support/polling.ts';
import { type StartedProcess, startProcess } from '../support/processes.ts';
import type { TemporaryFolder } from '../support/temporary-folder.ts';

/** A server of Debian's, started for a test. */
export interface DebianServer extends AsyncDisposable {
  readonly origin: string;
}

/** An Alertmanager that tells `receiver` of every alert once, and once when it is over. */
export async function startAlertmanager(folder: TemporaryFolder, receiver: string): Promise<DebianServer> {
  const route = { receiver: 'test', group_by: ['...'], group_wait: '0s', group_interval: '1s', repeat_interval: '4h' };
  const receivers = [{ name: 'test', webhook_configs: [{ url: receiver, send_resolved: true }] }];
  // JSON is YAML.
  const config = await folder.write('alertmanager.yml', { route, receivers });
  const port = await freePort();
  const started = await startProcess({
    command: 'prometheus-alertmanager',
    args: [
      `--config.file=${config}`,
      `--storage.path=${folder.file('alertmanager')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    env: { PATH: process.env.PATH ?? '' },
  });
  return whenHealthy(started, port);
}

/** A Prometheus that scrapes a gateway each second and evaluates these rules. */
export async function startPrometheus(
  folder: TemporaryFolder,
  { target, rules }: { readonly target: string; readonly rules: string },
): Promise<DebianServer> {
  const config = await folder.write('prometheus.yml', {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    scrape_configs: [{ job_name: 'seawall', static_configs: [{ targets: [target] }] }],
  });
  const port = await freePort();
  const started = await startProcess({
    command: 'prometheus',
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${folder.file('prometheus')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    env: { PATH: process.env.PATH ?? '' },
  });
  return whenHealthy(started, port);
}

async function whenHealthy(started: StartedProcess, port: number): Promise<DebianServer> {
  const origin = `http://127.0.0.1:${port}`;
  try {
    await until(async () => (await fetch(`${origin}/-/ready`)).ok, { what: 'it is ready' });
  } catch (cause) {
    await started[Symbol.asyncDispose]();
    throw new Error(`It did not start: ${started.stderr}`, { cause });
  }
  return { origin, [Symbol.asyncDispose]: () => started[Symbol.asyncDispose]() };
}

/** They can't be told to take any port that is free. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return address.port;
}
