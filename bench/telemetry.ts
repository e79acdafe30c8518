import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Figure, toSample } from './figure.ts';

const MAX_EVENT_NS = 3_000;
const MAX_FAILING_EVENT_NS = 6_000;
const MAX_SCRAPE_MS = 20;
const MAX_MEMORY_MB = 40;

/** What watching costs: CPU time of the tracker and the metrics for each event, of a scrape, and their memory. */
export async function measureTelemetry(): Promise<Figure[]> {
  const events = await measure('events');
  const scrape = await measure('scrape');
  const memory = await measure('memory');
  return [
    {
      name: 'event through tracker and metrics',
      unit: 'ns',
      ours: toSample(events.well ?? []),
      limit: { kind: 'best', most: MAX_EVENT_NS },
    },
    {
      name: 'the same, one call of ten with an error of its own',
      unit: 'ns',
      ours: toSample(events.failing ?? []),
      limit: { kind: 'best', most: MAX_FAILING_EVENT_NS },
    },
    {
      name: 'scrape of 50 servers with 50 tools each',
      unit: 'ms',
      ours: toSample(scrape.seawall ?? []),
      limit: { kind: 'best', most: MAX_SCRAPE_MS },
    },
    {
      name: 'tracker and metrics after 100,000 calls of 2,500 tools',
      unit: 'MB',
      ours: toSample(memory.seawall ?? []),
      limit: { kind: 'median', most: MAX_MEMORY_MB },
    },
  ];
}

/** Measures in a process of its own, so that nothing is compiled for what another subject does. */
async function measure(subject: string): Promise<Readonly<Record<string, readonly number[]>>> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', MEASURE_FILE, subject]);
  // Our own process printed it.
  return JSON.parse(stdout) as Readonly<Record<string, readonly number[]>>;
}

const MEASURE_FILE = join(import.meta.dirname, 'telemetry/measure.mjs');
