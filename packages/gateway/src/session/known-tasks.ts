import { isParams } from './params.ts';

/** Remembers at which server a task runs (2025-11-25, "Tasks"). */
export interface KnownTasks {
  /** Remembers the task that a result created; any other result is not looked at further. */
  note(result: unknown, server: string): void;
  remember(taskId: string, server: string): void;
  serverOf(taskId: string): string | undefined;
}

/** More tasks are not remembered: the oldest are asked for at all servers again. */
export const MAX_KNOWN_TASKS = 10_000;

/** Builds the memory of tasks. */
export function createKnownTasks(maxTasks: number = MAX_KNOWN_TASKS): KnownTasks {
  // Bounded by maxTasks; a Map keeps the order in which its keys came.
  const servers = new Map<string, string>();
  const remember = (taskId: string, server: string): void => {
    servers.delete(taskId);
    servers.set(taskId, server);
    const [oldest] = servers.keys();
    if (servers.size > maxTasks && oldest !== undefined) servers.delete(oldest);
  };
  return {
    note: (result, server) => {
      if (!isParams(result) || !isParams(result.task) || typeof result.task.taskId !== 'string') return;
      remember(result.task.taskId, server);
    },
    remember,
    serverOf: (taskId) => servers.get(taskId),
  };
}
