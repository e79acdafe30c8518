import { redactText } from '@seawall/core/base';
import { toPlainText } from './stderr-tail.ts';

/** What a server wrote to stdout that is no message: counted, and a little of it kept for diagnosis. */
export interface Noise {
  readonly lines: number;
  readonly bytes: number;
  /** The first lines, shortened and without secrets. */
  samples(): readonly string[];
}

/** A {@link Noise} that is being written. */
export interface NoiseRecord extends Noise {
  add(line: Buffer, bytes?: number): void;
}

const MAX_SAMPLES = 3;
const MAX_SAMPLE_BYTES = 400;
const MAX_SAMPLE_LENGTH = 200;

/** Builds an empty record. */
export function createNoiseRecord(): NoiseRecord {
  const samples: Buffer[] = [];
  const counts = { lines: 0, bytes: 0 };
  return {
    get lines() {
      return counts.lines;
    },
    get bytes() {
      return counts.bytes;
    },
    samples: () =>
      samples.map((sample) => toPlainText(redactText(sample.toString('utf8'))).slice(0, MAX_SAMPLE_LENGTH)),
    add: (line, bytes = line.length) => {
      counts.lines += 1;
      counts.bytes += bytes;
      if (samples.length < MAX_SAMPLES) samples.push(Buffer.from(line.subarray(0, MAX_SAMPLE_BYTES)));
    },
  };
}
