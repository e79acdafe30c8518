import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventBus, type LogLevel } from '@seawall/core';
import { createFakeClock, createSequentialId, type FakeClock } from '@seawall/testkit';
import {
  type AuditAction,
  type AuditQuery,
  type AuditRow,
  type AuditTrail,
  type AuditTrailOptions,
  auditCalls,
  createAuditTrail,
} from '../../src/index.ts';
import { type PlayedCall, playCall } from '../support/tracked.ts';

/** A trail in a folder of its own, and calls that it tells of. */
export interface AuditWorld extends AsyncDisposable {
  readonly scratch: string;
  readonly folder: string;
  readonly clock: FakeClock;
  readonly trail: AuditTrail;
  readonly logged: { readonly level: LogLevel; readonly message: string }[];
  call(call: PlayedCall): void;
  /** All rows, newest first. */
  rows(query?: Partial<AuditQuery>): Promise<readonly AuditRow[]>;
  files(): Promise<readonly string[]>;
  lines(file: string): Promise<readonly string[]>;
}

export async function openAudit(options: Partial<AuditTrailOptions> = {}): Promise<AuditWorld> {
  const scratch = await mkdtemp(join(tmpdir(), 'seawall-audit-'));
  const folder = join(scratch, 'data', 'audit');
  const clock = createFakeClock();
  const logged: { readonly level: LogLevel; readonly message: string }[] = [];
  const logger = { log: (level: LogLevel, message: string) => void logged.push({ level, message }) };
  const trail = createAuditTrail({ folder, clock, logger, ...options });
  const bus = createEventBus({
    onListenerError: (error) => {
      throw error;
    },
  });
  const end = auditCalls(bus.subscribe, trail);
  const nextId = createSequentialId('c');
  return {
    scratch,
    folder,
    clock,
    trail,
    logged,
    call: (played) => playCall({ clock, bus }, nextId(), played),
    rows: async (query = {}) => (await trail.entries({ limit: 1000, ...query })).items,
    files: async () => (await readdir(folder)).sort(),
    lines: async (file) => (await readFile(join(folder, file), 'utf8')).split('\n').filter((line) => line !== ''),
    [Symbol.asyncDispose]: async () => {
      end();
      await trail.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

export const FIRST_FILE = 'audit-0000000001.jsonl';

export function restart(number: number): AuditAction {
  return { actor: 'admin', action: 'servers.restart', server: `s${number}`, decision: 'allowed', outcome: 'done' };
}
