import { describe, expect, it, vi } from 'vitest';
import type { HostCapabilities } from '../../src/hosts/host.ts';
import { ABANDONED_MS } from '../../src/hosts/open-call.ts';
import {
  addFakeHost,
  connectFake,
  ELICITATION,
  fakeCaller,
  patientServer,
  startCall,
  thinking,
} from '../support/fake-host.ts';
import { rejectionOf } from '../support/supervised.ts';

describe('a question over the shared connection', () => {
  it('goes to the one call under way, and the answer goes back', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    const caller = host.caller();
    await startCall(fake, 'a', { caller });
    expect(await fake.connector('jira').last.ask(ELICITATION)).toEqual({ action: 'accept' });
    expect(caller.requests).toEqual([{ server: 'jira', ...ELICITATION }]);
    expect(host.requests).toEqual([]);
  });

  it('goes to the call it came with, whatever else is under way', async () => {
    const { server, originOf } = patientServer();
    await using fake = await connectFake(server);
    const [one, other] = [addFakeHost(fake.seawall).caller(), addFakeHost(fake.seawall).caller()];
    await startCall(fake, 'a', { caller: one });
    await startCall(fake, 'b', { caller: other });
    await fake.connector('jira').last.ask(ELICITATION, { origin: originOf('a') });
    expect([one.requests.length, other.requests.length]).toEqual([1, 0]);
    expect(fake.made('jira')).toBe(1);
  });

  it('goes to the latest of several calls of one host', async () => {
    const { server, finish } = patientServer();
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    const [first, second] = [host.caller(), host.caller()];
    const started = await startCall(fake, 'a', { caller: first });
    await startCall(fake, 'b', { caller: second });
    await fake.connector('jira').last.ask(ELICITATION);
    expect([first.requests.length, second.requests.length]).toEqual([0, 1]);
    finish('a');
    await started.outcome;
    await fake.connector('jira').last.ask(ELICITATION);
    expect([first.requests.length, second.requests.length]).toEqual([0, 2]);
  });

  it('goes to another call of the host when the one that it was taken for is answered', async () => {
    const { server, finish } = patientServer();
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    const [asked, answered] = [host.caller(), fakeCaller({ host: host.host }, thinking)];
    await startCall(fake, 'a', { caller: asked });
    const { outcome } = await startCall(fake, 'b', { caller: answered });
    const answer = fake.connector('jira').last.ask(ELICITATION);
    await vi.waitFor(() => expect(answered.requests).toHaveLength(1), { timeout: 60_000 });
    finish('b');
    await outcome;
    expect(await answer).toMatchObject({ action: 'accept' });
    expect(asked.requests).toHaveLength(1);
  });

  it('is declined when the call that it was taken for is answered, and only one of another host goes on', async () => {
    const { server, finish } = patientServer();
    await using fake = await connectFake(server);
    const [one, other] = [addFakeHost(fake.seawall, { answer: thinking }), addFakeHost(fake.seawall).caller()];
    const patient = one.caller();
    const { outcome } = await startCall(fake, 'a', { caller: patient });
    const answer = rejectionOf(fake.connector('jira').last.ask(ELICITATION));
    await vi.waitFor(() => expect(patient.requests).toHaveLength(1), { timeout: 60_000 });
    await startCall(fake, 'b', { caller: other });
    finish('a');
    await outcome;
    expect(await answer).toMatchObject({ code: -32603 });
    expect(other.requests).toEqual([]);
  });

  it.each([
    ['calls of two hosts', true],
    ['the call of a host and one without a caller', false],
  ])('is declined while it may belong to %s', async (_what, hasCaller) => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const [one, other] = [addFakeHost(fake.seawall).caller(), addFakeHost(fake.seawall).caller()];
    await startCall(fake, 'a', { caller: one });
    await startCall(fake, 'b', hasCaller ? { caller: other } : {});
    expect(await rejectionOf(fake.connector('jira').last.ask(ELICITATION))).toMatchObject({
      code: -32603,
      message: expect.stringContaining('does not tell to which of them it belongs'),
    });
    expect([...one.requests, ...other.requests]).toEqual([]);
    const declined = fake.logged.find(({ level, message }) => level === 'debug' && message.includes('declined'));
    expect(declined?.fields).toEqual({ server: 'jira', method: 'elicitation/create', code: -32603 });
  });

  it('is declined while the server may still work on a call of another host that was given up', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const [one, other] = [addFakeHost(fake.seawall).caller(), addFakeHost(fake.seawall).caller()];
    const cancel = new AbortController();
    const { outcome } = await startCall(fake, 'a', { caller: one, signal: cancel.signal });
    cancel.abort();
    await rejectionOf(outcome);
    await startCall(fake, 'b', { caller: other, timeoutMs: 2 * ABANDONED_MS });
    const { last } = fake.connector('jira');
    expect(await rejectionOf(last.ask(ELICITATION))).toMatchObject({ code: -32603 });
    await fake.clock.advance(ABANDONED_MS);
    await last.ask(ELICITATION);
    expect([one.requests.length, other.requests.length]).toEqual([0, 1]);
  });

  it('is not mistaken for one of a call that ended with its connection', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const { outcome } = await startCall(fake, 'a', { caller: addFakeHost(fake.seawall).caller() });
    fake.connector('jira').last.drop();
    await rejectionOf(outcome);
    const caller = addFakeHost(fake.seawall).caller();
    await startCall(fake, 'b', { caller });
    await fake.connector('jira').last.ask(ELICITATION);
    expect(caller.requests).toHaveLength(1);
  });

  it('is declined while no call is under way', async () => {
    await using fake = await connectFake({});
    const host = addFakeHost(fake.seawall);
    expect(await rejectionOf(fake.connector('jira').last.ask(ELICITATION))).toMatchObject({ code: -32603 });
    expect(host.requests).toEqual([]);
  });

  it.each([
    ['by the call that is alone', false],
    ['by its origin', true],
  ])('is declined when it belongs to a call without a caller, %s', async (_how, byOrigin) => {
    const { server, originOf, finish } = patientServer();
    await using fake = await connectFake(server);
    const known = await startCall(fake, 'known', { caller: fakeCaller() });
    finish('known');
    await known.outcome;
    await startCall(fake, 'a');
    const source = byOrigin ? { origin: originOf('a') } : {};
    expect(await rejectionOf(fake.connector('jira').last.ask(ELICITATION, source))).toMatchObject({ code: -32601 });
  });

  it('is declined when the call it came with is over', async () => {
    const { server, originOf, finish } = patientServer();
    await using fake = await connectFake(server);
    const [one, other] = [addFakeHost(fake.seawall).caller(), addFakeHost(fake.seawall).caller()];
    const { outcome } = await startCall(fake, 'a', { caller: one });
    const origin = originOf('a');
    finish('a');
    await outcome;
    await startCall(fake, 'b', { caller: other });
    expect(await rejectionOf(fake.connector('jira').last.ask(ELICITATION, { origin }))).toMatchObject({ code: -32603 });
    expect([...one.requests, ...other.requests]).toEqual([]);
  });

  it('declares what any host may be asked, but no roots', async () => {
    await using fake = await connectFake({});
    expect(fake.connector('jira').last.declared).toEqual({ sampling: {}, elicitation: { form: {}, url: {} } });
  });

  it('gets a URL that has to be visited to the host as it is, whatever it looks like', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const caller = addFakeHost(fake.seawall).caller();
    await startCall(fake, 'a', { caller });
    const url = `https://login.example/start?state=${'s'.repeat(40)}&access_token=${'t'.repeat(40)}`;
    const params = { mode: 'url', message: 'Log in.', url, elicitationId: 'e-1' };
    await fake.connector('jira').last.ask({ method: 'elicitation/create', params });
    expect(caller.requests).toMatchObject([{ params }]);
  });

  it('shows the host no configured secret', async () => {
    const secret = ['very', 'secret', 'value'].join('-');
    const { server } = patientServer({ entry: { env: { API_TOKEN: secret } } });
    await using fake = await connectFake(server);
    const caller = addFakeHost(fake.seawall).caller();
    await startCall(fake, 'a', { caller });
    await fake.connector('jira').last.ask({ method: 'elicitation/create', params: { message: `Is ${secret} right?` } });
    expect(JSON.stringify(caller.requests)).not.toContain(secret);
  });
});

describe('a call without a caller', () => {
  it('carries nothing new while nobody is ever asked', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    await startCall(fake, 'a');
    expect(Object.keys(fake.connector('jira').last.sent.at(-1) ?? {})).toEqual(['timeoutMs', 'maxTotalTimeoutMs']);
  });
});

describe('with a single host', () => {
  it('declares roots, and asks the host outside of calls', async () => {
    await using fake = await connectFake({}, { singleHost: true });
    const { last } = fake.connector('jira');
    expect(last.declared).toHaveProperty('roots', { listChanged: true });
    const host = addFakeHost(fake.seawall);
    expect(await last.ask({ method: 'roots/list' })).toEqual({ action: 'accept' });
    expect(host.requests).toEqual([{ server: 'jira', method: 'roots/list' }]);
  });

  it('asks nobody outside of calls while there are two after all', async () => {
    await using fake = await connectFake({}, { singleHost: true });
    const hosts = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    expect(await rejectionOf(fake.connector('jira').last.ask(ELICITATION))).toMatchObject({ code: -32603 });
    expect(hosts.flatMap(({ requests }) => requests)).toEqual([]);
  });

  it('tells servers that the roots changed', async () => {
    await using fake = await connectFake({}, { singleHost: true });
    const { host } = addFakeHost(fake.seawall);
    host.announceRoots();
    expect(fake.connector('jira').last.notified).toEqual([{ method: 'notifications/roots/list_changed' }]);
  });

  it('never opens a second connection', async () => {
    const { server } = patientServer({ entry: { seawall: { session: 'per-host' } } });
    await using fake = await connectFake(server, { singleHost: true });
    const host = addFakeHost(fake.seawall);
    await startCall(fake, 'a', { caller: host.caller() });
    await startCall(fake, 'b', { caller: fakeCaller() });
    await rejectionOf(fake.connector('jira').last.ask(ELICITATION));
    await startCall(fake, 'c', { caller: host.caller() });
    expect(fake.made('jira')).toBe(1);
  });
});

describe('a capability', () => {
  const cases: readonly (readonly [string, HostCapabilities, string, Record<string, unknown>, number | undefined])[] = [
    ['sampling that is not declared', {}, 'sampling/createMessage', {}, -32601],
    ['elicitation that is not declared', { sampling: {} }, 'elicitation/create', {}, -32601],
    ['roots that are not declared', { sampling: {} }, 'roots/list', {}, -32601],
    ['a method that hosts do not have', { tasks: {} }, 'tasks/list', {}, -32601],
    ['a form where only URLs are declared', { elicitation: { url: {} } }, 'elicitation/create', {}, -32602],
    [
      'a URL where only forms are declared',
      { elicitation: { form: {} } },
      'elicitation/create',
      { mode: 'url' },
      -32602,
    ],
    ['a URL where nothing is said', { elicitation: {} }, 'elicitation/create', { mode: 'url' }, -32602],
    ['a mode that nobody knows', { elicitation: {} }, 'elicitation/create', { mode: 'voice' }, -32602],
    ['tools in sampling that are not declared', { sampling: {} }, 'sampling/createMessage', { tools: [] }, -32602],
    ['tools in sampling', { sampling: { tools: {} } }, 'sampling/createMessage', { tools: [] }, undefined],
    ['a form where nothing is said', { elicitation: {} }, 'elicitation/create', {}, undefined],
    ['a form by its name', { elicitation: { form: {} } }, 'elicitation/create', { mode: 'form' }, undefined],
    ['a URL', { elicitation: { url: {} } }, 'elicitation/create', { mode: 'url' }, undefined],
  ];
  it.each(cases)('decides about %s', async (_what, capabilities, method, params, code) => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const caller = fakeCaller({ capabilities });
    await startCall(fake, 'a', { caller });
    const answer = fake.connector('jira').last.ask({ method, params });
    if (code === undefined) expect(await answer).toEqual({ action: 'accept' });
    else expect(await rejectionOf(answer)).toMatchObject({ code });
    expect(caller.requests).toHaveLength(code === undefined ? 1 : 0);
  });

  it('is missed before anything is called ambiguous', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    await startCall(fake, 'a', { caller: fakeCaller({ capabilities: {} }) });
    await startCall(fake, 'b', { caller: fakeCaller({ capabilities: {} }) });
    expect(await rejectionOf(fake.connector('jira').last.ask(ELICITATION))).toMatchObject({ code: -32601 });
    await startCall(fake, 'c', { caller: fakeCaller() });
    expect(fake.made('jira')).toBe(1);
  });
});
