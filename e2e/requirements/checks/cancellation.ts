import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readExecutions } from '@seawall/testkit';
import { expect } from 'vitest';
import type { Checks, Place, ScenarioPart } from '../place.ts';
import { callTool, eventually, isJson, jsonOf, resultOf, textOf } from '../talk.ts';
import type { Asked } from '../wire/wire-host.ts';

export const cancellationScenario: ScenarioPart = ({ folder }) => ({
  tools: [
    { name: 'hang', behaviour: { kind: 'silent' }, executionsFile: join(folder, EXECUTIONS) },
    { name: 'wait', behaviour: { kind: 'delay', delayMs: 200 } },
    { name: 'cancellations', behaviour: { kind: 'cancellations' } },
  ],
});

export const CANCELLATION_CHECKS: Checks<
  'cancel-reaches-server' | 'cancel-no-answer' | 'cancel-others-go-on' | 'cancel-unknown'
> = {
  'cancel-reaches-server': async (place) => {
    const before = await cancelledHangs(place);
    const asked = await startHang(place);
    await asked.cancel();
    await eventually('the server heard of it', async () => (await cancelledHangs(place)) > before);
  },
  'cancel-no-answer': async (place) => {
    const before = await cancelledHangs(place);
    const asked = await startHang(place);
    await asked.cancel();
    await eventually('the server heard of it', async () => (await cancelledHangs(place)) > before);
    expect(asked.isAnswered).toBe(false);
  },
  'cancel-others-go-on': async (place) => {
    const { host, givenUp } = place;
    const before = await cancelledHangs(place);
    const asked = await startHang(place);
    const other = callTool(host, givenUp.name('wait'));
    await asked.cancel();
    expect(textOf(await other)).toBe('ok');
    // A call that is still on its way would be one of those that a server could ask something in.
    await eventually('the server heard of it', async () => (await cancelledHangs(place)) > before);
  },
  'cancel-unknown': async ({ host }) => {
    const mark = host.heard.length;
    await host.notify('notifications/cancelled', { requestId: 'nobody-asked', reason: 'a mistake' });
    resultOf(await host.request('prompts/list'));
    expect(host.heard.slice(mark).filter(({ message }) => message.id !== null && message.error !== undefined)).toEqual(
      [],
    );
  },
};

const EXECUTIONS = 'hang-executions';

/** Starts a call that never ends, and waits until it runs. */
async function startHang({ host, givenUp, folder }: Place): Promise<Asked> {
  const mark = randomUUID();
  const asked = host.ask('tools/call', { name: givenUp.name('hang'), arguments: { mark } });
  await eventually('the call runs', () =>
    readExecutions(join(folder.file(givenUp.server), EXECUTIONS)).some(
      (run) => isJson(run.arguments) && run.arguments.mark === mark,
    ),
  );
  return asked;
}

/** How many calls of the tool the server was told to end. */
async function cancelledHangs({ host, givenUp }: Place): Promise<number> {
  const told = jsonOf(await callTool(host, givenUp.name('cancellations')));
  return Array.isArray(told) ? told.filter((one) => isJson(one) && one.tool === 'hang').length : 0;
}
