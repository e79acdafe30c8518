import type { ParkedCalls } from '@seawall/core/base';
import type { AdminHandlers } from '../operations.ts';
import { ProblemError } from '../problems.ts';
import type { AdminContext } from '../sources.ts';
import { found } from './not-found.ts';

type ParkedOperation = 'listParked' | 'getParked' | 'replayParked' | 'discardParked';

/** Writes that wait for their server. */
export function createParkedHandlers({ seawall }: AdminContext): Pick<AdminHandlers, ParkedOperation> {
  const opened = async (): Promise<ParkedCalls> => {
    const calls = await seawall.parkedCalls();
    if (calls !== undefined) return calls;
    if (seawall.parkingTrouble !== undefined) throw seawall.parkingTrouble;
    throw new ProblemError('NOT_FOUND', {
      detail: 'No writes are parked here.',
      hint: 'Tools are set to park with "park" in the configuration, and a data folder is needed.',
    });
  };
  return {
    listParked: async ({ query }) => {
      const calls = await seawall.parkedCalls();
      // There may be some that nobody can see.
      if (seawall.parkingTrouble !== undefined) throw seawall.parkingTrouble;
      return { items: (await calls?.list(query)) ?? [] };
    },
    getParked: async ({ parameters: { id } }) => found(await (await opened()).show(id), 'parked write', id),
    replayParked: async ({ parameters: { id }, body }, { actor }) => {
      const { reason, confirmNotExecuted } = body;
      return (await opened()).replay(id, { actor: actor.name, reason, confirmNotExecuted });
    },
    discardParked: async ({ parameters: { id }, body: { reason } }, { actor }) =>
      (await opened()).discard(id, { actor: actor.name, reason }),
  };
}
