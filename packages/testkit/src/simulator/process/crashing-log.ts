import {
  MCPError,
  PARKING_DEFAULTS,
  type ParkedCall,
  type ParkedLog,
  type ParkedQuery,
  type ParkedRetention,
} from '@seawall/core/base';
import { createMemoryParkedLog, type MemoryParkedLog } from '../../parking/memory-parked-log.ts';

/** Where the process ends in the middle of its log. */
export interface LogCrash {
  /** Which operation, from 1. */
  readonly operation: number;
  /** Whether the operation takes effect before the process ends. */
  readonly isDurable: boolean;
  readonly onCrash: () => void;
}

/** The disk of a simulated machine: outlives processes. */
export class SimulatedDisk {
  #log: MemoryParkedLog = createMemoryParkedLog();
  /** Operations of the log so far, over all processes. */
  operations = 0;
  readonly crashes: LogCrash[] = [];
  /** Calls that came to an end, as the log was told last. */
  readonly finished = new Set<string>();

  /** The log as the next process finds it. */
  open(): ParkedLog {
    this.#log = this.#log.reopen();
    return new CrashingLog(this, this.#log);
  }

  /** What stands in the log, whoever asks. */
  read(id: string): Promise<ParkedCall | undefined> {
    return this.#log.reopen().read(id);
  }

  /** Everything that waits or was sent, the oldest first. */
  list(): Promise<readonly ParkedCall[]> {
    return this.#log.reopen().list({ order: 'oldest-first', limit: 100_000 });
  }

  /** Whether the log may have forgotten a call: one that came to an end, where more of them did than it keeps. */
  mayForget(id: string): boolean {
    return this.finished.has(id) && this.finished.size > PARKING_DEFAULTS.maxFinished;
  }

  fill(isFull: boolean): void {
    this.#log.failWith(isFull ? new MCPError({ code: 'STORE_FAILED', message: 'The disk is full.' }) : undefined);
  }

  hang(isHanging: boolean): void {
    this.#log.hang(isHanging);
  }
}

const FINISHED: ReadonlySet<string> = new Set(['done', 'unknown', 'expired', 'discarded']);

/** The log of one process, which may end in the middle of any operation. */
class CrashingLog implements ParkedLog {
  readonly #disk: SimulatedDisk;
  readonly #log: MemoryParkedLog;

  constructor(disk: SimulatedDisk, log: MemoryParkedLog) {
    this.#disk = disk;
    this.#log = log;
  }

  put(call: ParkedCall): Promise<void> {
    if (FINISHED.has(call.state)) this.#disk.finished.add(call.id);
    else this.#disk.finished.delete(call.id);
    return this.#do(() => this.#log.put(call));
  }

  read(id: string): Promise<ParkedCall | undefined> {
    return this.#do(() => this.#log.read(id));
  }

  list(query: ParkedQuery): Promise<readonly ParkedCall[]> {
    return this.#do(() => this.#log.list(query));
  }

  prune(retention: ParkedRetention): Promise<number> {
    return this.#do(() => this.#log.prune(retention));
  }

  close(): Promise<void> {
    return this.#do(() => this.#log.close());
  }

  #do<T>(operation: () => Promise<T>): Promise<T> {
    this.#disk.operations += 1;
    const crash = this.#disk.crashes.find((planned) => planned.operation === this.#disk.operations);
    if (crash === undefined) return operation();
    if (crash.isDurable) void operation().catch(() => undefined); // The process that would hear of it is gone.
    crash.onCrash();
    return new Promise(() => undefined);
  }
}
