import { existsSync, readFileSync } from 'node:fs';
import type { JsonValue } from '../scenario/json.ts';

/** One execution of a tool with an `executionsFile`. */
export interface ToolExecution {
  readonly tool: string;
  /** The process that ran it. */
  readonly pid: number;
  /** The JSON-RPC id it was asked for with. */
  readonly id: string | number;
  readonly arguments?: JsonValue;
}

/**
 * Reads which calls of a scripted tool really ran, oldest first.
 *
 * A file that does not exist yet reads as no executions. The count tells whether a retry ran a write twice.
 */
export function readExecutions(executionsFile: string): ToolExecution[] {
  return readLines(executionsFile).map((line) => {
    // The file is written by our own scripted server, one object of this shape a line.
    const execution: ToolExecution = JSON.parse(line);
    return execution;
  });
}

/**
 * Reads the process ids that scripted servers and their grandchildren appended to a `pidFile`, oldest first.
 *
 * A file that does not exist yet reads as no process ids.
 */
export function readPids(pidFile: string): number[] {
  return readLines(pidFile).map(Number);
}

function readLines(path: string): string[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}
