import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './gateway-process.ts';

/** Where times are noted: for information, no test depends on them. */
const FOLDER = join(REPOSITORY, 'artifacts');

/** Notes how long something took, as a JSON line in `artifacts/e2e-times.jsonl`. */
export function recordTime(what: string, tookMs: number): void {
  mkdirSync(FOLDER, { recursive: true });
  const line = { what, tookMs: Math.round(tookMs), at: new Date().toISOString(), node: process.version };
  appendFileSync(join(FOLDER, 'e2e-times.jsonl'), `${JSON.stringify(line)}\n`);
}
