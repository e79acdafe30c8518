import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Figure, type Sample, toSample } from './figure.ts';

/** What one call may cost over the operation itself. */
const MAX_CALL_NS = 300;
const MAX_CALL_BYTES = 512;
const MAX_SDK_RATIO = 1.03;
const MAX_REFUSAL_NS = 800;
const MAX_STATE_MB = 50;
/** The most by which a call may cost more among ten times as many: ten would be quadratic. */
const MAX_GROWTH = 2;
/** Each a new process: how well the same code is compiled differs from one to the next. */
const PROCESSES = 3;

/** What the policies cost a call, beside none at all and beside libraries that are widely used. */
export async function measurePolicies(): Promise<Figure[]> {
  return [
    ...(await measureTime()),
    ...(await measureCrowd()),
    await measureBytes(),
    await measureState(),
    ...(await measureIdle()),
  ];
}

async function measureTime(): Promise<Figure[]> {
  const closed = await measure('closed', { processes: PROCESSES });
  const refusal = await measure('refusal');
  const sdk = await measure('sdk', { processes: PROCESSES, divisor: 1_000 });
  return [
    {
      name: 'call through all policies, beside a raw await',
      unit: 'ns',
      ...beside(closed),
      limit: { kind: 'over bare', most: MAX_CALL_NS },
    },
    {
      name: 'call that an open circuit refuses',
      unit: 'ns',
      ours: sampleOf(refusal, 'seawall'),
      peers: peersOf(refusal),
      limit: { kind: 'best', most: MAX_REFUSAL_NS },
    },
    {
      name: 'tools/call of the SDK in memory, CPU time',
      unit: 'µs',
      ...beside(sdk),
      limit: { kind: 'ratio', most: MAX_SDK_RATIO },
    },
  ];
}

async function measureCrowd(): Promise<Figure[]> {
  // What lives longer is copied by V8 where there is less room, whatever we do.
  const flight = await measure('flight', { roomMb: AMPLE_ROOM_MB });
  const line = await measure('line', { roomMb: AMPLE_ROOM_MB });
  const figure = (name: string, measured: Measured, count: number): Figure => ({
    name,
    unit: 'ns',
    ours: sampleOf(measured, String(count)),
    bare: sampleOf(measured, String(count / 10)),
    limit: { kind: 'best ratio', most: MAX_GROWTH },
  });
  return [
    figure('call of 1,000 under way, beside 100', flight, 1_000),
    figure('call of 10,000 under way, beside 1,000', flight, 10_000),
    figure('call of 10,000 in line for 8 places, beside 1,000', line, 10_000),
  ];
}

async function measureBytes(): Promise<Figure> {
  return {
    name: 'heap of a call, beside a raw await',
    unit: 'B',
    ...beside(await measure('bytes', { roomMb: AMPLE_ROOM_MB })),
    limit: { kind: 'over bare', most: MAX_CALL_BYTES },
  };
}

async function measureState(): Promise<Figure> {
  const state = await measure('state');
  return {
    name: 'state of 10,000 servers, each after 3 calls',
    unit: 'MB',
    ours: sampleOf(state, 'seawall'),
    peers: peersOf(state),
    limit: { kind: 'median', most: MAX_STATE_MB },
  };
}

async function measureIdle(): Promise<Figure[]> {
  const idle = await measure('idle');
  const limit = { kind: 'median', most: 0 } as const;
  return [
    { name: 'timers of 1,000 idle servers', unit: '', ours: sampleOf(idle, 'seawall'), peers: peersOf(idle), limit },
    { name: 'listeners on the signal of their calls', unit: '', ours: sampleOf(idle, 'listeners'), limit },
  ];
}

/** Values by contender, or by what else is compared. */
type Measured = ReadonlyMap<string, readonly number[]>;

/** Measures in processes of their own, so that nothing is compiled for what another subject does. */
async function measure(
  subject: string,
  { processes = 1, divisor = 1, roomMb = USUAL_ROOM_MB } = {},
): Promise<Measured> {
  const measured = new Map<string, number[]>();
  const room = [`--min-semi-space-size=${roomMb}`, `--max-semi-space-size=${roomMb}`];
  const args = [...FLAGS, ...room, MEASURE_FILE, subject];
  for (let count = 0; count < processes; count += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e7 });
    for (const [name, values] of Object.entries(parse(stdout))) {
      const all = measured.get(name) ?? [];
      all.push(...values.map((value) => value / divisor));
      measured.set(name, all);
    }
  }
  return measured;
}

const MEASURE_FILE = join(import.meta.dirname, 'policies/measure.mjs');
const FLAGS = ['--expose-gc'];
/** The room for new objects that a busy process comes to by itself. */
const USUAL_ROOM_MB = 16;
/** So much that nothing is collected while it is measured. */
const AMPLE_ROOM_MB = 256;

function parse(json: string): Readonly<Record<string, readonly number[]>> {
  // Our own process printed it.
  return JSON.parse(json) as Readonly<Record<string, readonly number[]>>;
}

function beside(measured: Measured): Pick<Figure, 'ours' | 'bare' | 'peers'> {
  return { ours: sampleOf(measured, 'seawall'), bare: sampleOf(measured, 'raw'), peers: peersOf(measured) };
}

function peersOf(measured: Measured): Readonly<Record<string, Sample>> {
  return { opossum: sampleOf(measured, 'opossum'), cockatiel: sampleOf(measured, 'cockatiel') };
}

function sampleOf(measured: Measured, name: string): Sample {
  return toSample(measured.get(name) ?? []);
}
