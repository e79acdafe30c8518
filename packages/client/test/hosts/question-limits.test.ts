import { describe, expect, it } from 'vitest';
import { HOST_LIMITS } from '../../src/hosts/host.ts';
import {
  addFakeHost,
  connectFake,
  ELICITATION,
  fakeCaller,
  patientServer,
  startCall,
  thinking,
} from '../support/fake-host.ts';
import { configurationOf } from '../support/fake-seawall.ts';
import { rejectionOf } from '../support/supervised.ts';

describe('while a host thinks', () => {
  it('the clocks of the call stand still, and go on after the answer', async () => {
    let answer: (result: Record<string, unknown>) => void = () => undefined;
    const { server } = patientServer({ entry: { seawall: { timeoutMs: 1000 } } });
    await using fake = await connectFake(server);
    const caller = fakeCaller({}, () => new Promise((resolve) => (answer = resolve)));
    const { outcome } = await startCall(fake, 'a', { caller });
    const asked = fake.connector('jira').last.ask(ELICITATION);
    await fake.clock.advance(500_000);
    answer({ action: 'decline' });
    expect(await asked).toEqual({ action: 'decline' });
    const failed = rejectionOf(outcome);
    await fake.clock.advance(1000);
    expect(await failed).toMatchObject({ code: 'OUTCOME_UNKNOWN', cause: { code: 'CALL_TIMEOUT' } });
  });

  it('a caller that nobody can ask holds nothing', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    await startCall(fake, 'a', { caller: fakeCaller({ capabilities: {} }) });
    expect(fake.connector('jira').last.sent.at(-1)).not.toHaveProperty('hold');
  });

  it('the question ends by its own limit, and the call goes on', async () => {
    const { server, finish } = patientServer();
    await using fake = await connectFake(server);
    const caller = fakeCaller({}, thinking);
    const { outcome } = await startCall(fake, 'a', { caller });
    const asked = rejectionOf(fake.connector('jira').last.ask(ELICITATION));
    await fake.clock.advance(HOST_LIMITS.answerTimeoutMs);
    expect(await asked).toMatchObject({ code: -32603, message: expect.stringContaining('did not answer within') });
    expect(caller.signals[0]?.aborted).toBe(true);
    finish('a', { content: ['done'] });
    expect(await outcome).toEqual({ content: ['done'] });
  });

  it('the question ends with the call', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const caller = fakeCaller({}, thinking);
    const cancel = new AbortController();
    const { outcome } = await startCall(fake, 'a', { caller, signal: cancel.signal });
    const asked = rejectionOf(fake.connector('jira').last.ask(ELICITATION));
    await fake.clock.settle();
    cancel.abort();
    expect(await rejectionOf(outcome)).toMatchObject({ code: 'CALL_CANCELLED' });
    expect(await asked).toMatchObject({ code: -32603 });
    expect(caller.signals[0]?.aborted).toBe(true);
  });

  it('the question ends when the server does not want the answer any more', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const caller = fakeCaller({}, thinking);
    await startCall(fake, 'a', { caller });
    const cancel = new AbortController();
    const asked = rejectionOf(fake.connector('jira').last.ask(ELICITATION, { signal: cancel.signal }));
    await fake.clock.settle();
    cancel.abort();
    expect(await asked).toMatchObject({ code: -32603 });
    expect(caller.signals[0]?.aborted).toBe(true);
  });

  it.each([
    ['during a call', true],
    ['outside of calls', false],
  ])('the question ends when the host is closed, %s', async (_when, isDuringCall) => {
    const { server } = patientServer();
    await using fake = await connectFake(server, { singleHost: true });
    const host = addFakeHost(fake.seawall, { answer: thinking });
    const caller = host.caller();
    if (isDuringCall) await startCall(fake, 'a', { caller });
    const asked = rejectionOf(fake.connector('jira').last.ask(ELICITATION));
    await fake.clock.settle();
    await host.host.close();
    expect(await asked).toMatchObject({ code: -32603 });
    expect([...caller.signals, ...host.signals].map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('the question ends when the client is closed', async () => {
    const { server } = patientServer();
    const fake = await connectFake(server);
    const caller = fakeCaller({}, thinking);
    await startCall(fake, 'a', { caller });
    const asked = rejectionOf(fake.connector('jira').last.ask(ELICITATION));
    await fake.clock.settle();
    await fake[Symbol.asyncDispose]();
    expect(await asked).toMatchObject({ code: -32603 });
  });
});

describe('the limits and errors of questions', () => {
  it('a call is asked only so often', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const caller = fakeCaller();
    await startCall(fake, 'a', { caller });
    const { last } = fake.connector('jira');
    for (let asked = 0; asked < HOST_LIMITS.questionsPerCall; asked += 1) await last.ask(ELICITATION);
    expect(await rejectionOf(last.ask(ELICITATION))).toMatchObject({ code: -32603 });
    expect(caller.requests).toHaveLength(HOST_LIMITS.questionsPerCall);
  });

  it('what a host rejects with reaches the server as it is', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const refusal = Object.assign(new Error('not today'), { code: -1, data: { why: 'busy' } });
    const caller = fakeCaller({}, () => Promise.reject(refusal));
    await startCall(fake, 'a', { caller });
    expect(await rejectionOf(fake.connector('jira').last.ask(ELICITATION))).toBe(refusal);
  });

  it('a handler that throws at once counts as a rejection, and the call goes on', async () => {
    const { server, finish } = patientServer();
    await using fake = await connectFake(server);
    const caller = fakeCaller({
      onRequest: () => {
        throw new TypeError('a mistake');
      },
    });
    const { outcome } = await startCall(fake, 'a', { caller });
    expect(await rejectionOf(fake.connector('jira').last.ask(ELICITATION))).toBeInstanceOf(TypeError);
    finish('a');
    await outcome;
  });

  it('a closed host is not asked during the calls that it left behind', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    const caller = host.caller();
    await startCall(fake, 'a', { caller });
    await host.host.close();
    expect(await rejectionOf(fake.connector('jira').last.ask(ELICITATION))).toMatchObject({ code: -32603 });
    expect(caller.requests).toEqual([]);
  });

  it('no host can be added to a closed client', async () => {
    const fake = await connectFake({});
    await fake.seawall.close();
    expect(() => addFakeHost(fake.seawall)).toThrow(/closed/);
  });

  it('a host outlives the reload of a server', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    await fake.seawall.reload(await configurationOf({ jira: { entry: { args: ['other'] } } }));
    const caller = host.caller();
    await startCall(fake, 'a', { caller });
    await fake.connector('jira').last.ask(ELICITATION);
    expect(caller.requests).toHaveLength(1);
  });
});
