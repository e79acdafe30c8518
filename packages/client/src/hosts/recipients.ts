import { isRecord } from '../connection/is-record.ts';
import type { RegisteredHost } from './registered-host.ts';

/** Which host a later notification of a server belongs to. */
export interface Recipients {
  /** The host was asked for an elicitation by URL. */
  rememberElicitation(id: unknown, host: RegisteredHost): void;
  /** The host got a task as a result, or was told to open URLs first. */
  rememberResult(result: unknown, host: RegisteredHost): void;
  /** The host whose call failed with these data: URLs may be to be opened first (-32042). */
  rememberRefusal(data: unknown, host: RegisteredHost): void;
  ofElicitation(id: unknown): RegisteredHost | undefined;
  ofTask(id: unknown): RegisteredHost | undefined;
  forget(host: RegisteredHost): void;
}

/** How many elicitations, and how many tasks, are remembered for each server; the oldest are forgotten. */
export const MAX_REMEMBERED = 1000;

/** Builds an empty memory. */
export function createRecipients(): Recipients {
  const elicitations = new Map<string, RegisteredHost>();
  const tasks = new Map<string, RegisteredHost>();
  return {
    rememberElicitation: (id, host) => remember(elicitations, id, host),
    rememberResult: (result, host) => {
      const task = isRecord(result) ? result.task : undefined;
      if (isRecord(task)) remember(tasks, task.taskId, host);
    },
    rememberRefusal: (data, host) => {
      const listed = isRecord(data) ? data.elicitations : undefined;
      if (!Array.isArray(listed)) return;
      for (const one of listed.slice(0, MAX_REMEMBERED)) {
        if (isRecord(one)) remember(elicitations, one.elicitationId, host);
      }
    },
    ofElicitation: (id) => (typeof id === 'string' ? elicitations.get(id) : undefined),
    ofTask: (id) => (typeof id === 'string' ? tasks.get(id) : undefined),
    forget: (host) => {
      for (const memory of [elicitations, tasks]) {
        for (const [id, owner] of memory) if (owner === host) memory.delete(id);
      }
    },
  };
}

function remember(memory: Map<string, RegisteredHost>, id: unknown, host: RegisteredHost): void {
  if (typeof id !== 'string' || host.isClosed) return;
  memory.delete(id);
  memory.set(id, host);
  const [oldest] = memory.keys();
  if (memory.size > MAX_REMEMBERED && oldest !== undefined) memory.delete(oldest);
}
