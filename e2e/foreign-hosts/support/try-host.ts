import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/polling.ts';
import { type Ability, type ForeignHost, isAble } from './foreign-host.ts';
import {
  type Able,
  type Current,
  HEALTHY,
  LONG_TEXT_LENGTH,
  openPlayground,
  type Playground,
  RICH_SCHEMA,
  STRUCTURED,
} from './playground.ts';
import { field } from './replies.ts';
import { tryConversation } from './try-conversation.ts';

const ARGUMENTS = { title: 'Wände & "walls"', priority: 'high', labels: ['a', 'b'], due: null };

/** Registers the tests that a host goes through, over each front that it has. */
export function tryHost(kind: ForeignHost): void {
  describe.each(kind.fronts)(`${kind.name} over %s`, (front) => {
    let playground: Playground;
    beforeAll(async () => {
      playground = await openPlayground(kind, front);
      await until(async () => (await listedNames(playground)).filter((name) => name.endsWith('__echo')).length === 4, {
        what: 'the tools of all four servers are listed',
      });
    });
    afterAll(() => playground?.[Symbol.asyncDispose]());

    const able = (ability: Ability): boolean => isAble(kind, ability, front);
    const current = (): Playground => playground;
    tryTools(current, able);
    if (kind.protocolVersion !== undefined && front === 'http') tryVersion(current, kind.protocolVersion);
    tryReading(current, able);
    tryCallsUnderWay(current, able);
    tryConversation(current, able);
    tryFailures(current, able);
  });
}

async function listedNames({ host }: Playground): Promise<readonly string[]> {
  return (await host.tools()).map(({ name }) => name);
}

function tryVersion(current: Current, version: string): void {
  it(`agrees on ${version}`, () => {
    expect(current().host.protocolVersion).toBe(version);
  });
}

function tryTools(current: Current, able: Able): void {
  it('lists the tools of all servers', async () => {
    const names = await listedNames(current());
    for (const server of HEALTHY) {
      expect(names).toEqual(expect.arrayContaining([`${server}__echo`, `${server}__describe`, `${server}__refuse`]));
    }
    expect(names).toContain('seawall_status');
    expect(new Set(names).size).toBe(names.length);
  });

  it('sees what a tool takes', async () => {
    const tools = await current().host.tools();
    for (const server of HEALTHY) {
      const echo = tools.find(({ name }) => name === `${server}__echo`);
      expect(echo?.description).toContain('Gives back what it gets.');
      if (able('schemas as they are')) expect(echo?.inputSchema).toEqual(RICH_SCHEMA);
      else expect(echo?.inputSchema).toMatchObject({ type: 'object', required: ['title'] });
    }
  });

  it.each(HEALTHY)('calls a tool of "%s" with arguments', async (server) => {
    const reply = await current().host.call(`${server}__echo`, ARGUMENTS);
    expect(reply.isError).toBe(false);
    expect(JSON.parse(reply.text)).toEqual(ARGUMENTS);
  });

  it.each(['local', 'fresh'])('gets the structured result of "%s"', async (server) => {
    const reply = await current().host.call(`${server}__describe`);
    expect(JSON.parse(reply.text)).toEqual(STRUCTURED);
    if (able('structured content')) expect(reply.structured).toEqual(STRUCTURED);
  });

  it.each(['modern', 'remote'])('gets the error that a tool of "%s" gives', async (server) => {
    const reply = await current().host.call(`${server}__refuse`);
    expect(reply).toMatchObject({ isError: true, text: expect.stringContaining('Issue 7 is closed.') });
  });

  if (able('unknown tools')) {
    it('is told that a tool does not exist', async () => {
      await expect(current().host.call('local__ecko')).rejects.toThrow(/local__echo/);
    });
  }

  it('gets an answer of 1 MB', async () => {
    const { isError, text } = await current().host.call('local__long');
    expect(isError).toBe(false);
    expect(text).toHaveLength(LONG_TEXT_LENGTH);
  });

  it('makes 20 calls at once', async () => {
    const { host } = current();
    if (host.load !== undefined) {
      expect(await host.load('remote__echo', 20)).toBe(20);
      return;
    }
    const asked = Array.from({ length: 20 }, (_, turn) => ({ title: `${turn}` }));
    const replies = await Promise.all(asked.map((args) => host.call('remote__echo', args)));
    expect(replies.map(({ text }) => JSON.parse(text))).toEqual(asked);
  });
}

function tryReading(current: Current, able: Able): void {
  if (able('resources')) {
    it('reads a resource', async () => {
      const { host } = current();
      const [listed, text] = await Promise.all([host.resources(), host.resource('notes://wall')]);
      expect(listed).toContain('notes://wall');
      expect(text).toBe('Stones.');
    });

    it('is told that a resource does not exist', async () => {
      await expect(current().host.resource('notes://nowhere')).rejects.toThrow(/nowhere/);
    });
  }
  if (able('templates')) {
    it('reads a resource of a template', async () => {
      const { host } = current();
      const [listed, text] = await Promise.all([host.templates(), host.resource('notes://by-day/monday')]);
      expect(listed).toContain('notes://by-day/{day}');
      expect(text).toContain('monday');
    });
  }
  if (able('prompts')) {
    it('gets a prompt', async () => {
      const { host } = current();
      const [listed, text] = await Promise.all([host.prompts(), host.prompt('local__greet', { who: 'Ada' })]);
      expect(listed).toContain('local__greet');
      expect(text).toBe('Greet Ada.');
    });
  }
}

function tryCallsUnderWay(current: Current, able: Able): void {
  if (able('progress')) {
    it('sees how far a call is', async () => {
      const seen: number[] = [];
      const onProgress = (progress: number): void => void seen.push(progress);
      expect(await current().host.call('local__steps', {}, { onProgress })).toMatchObject({ isError: false });
      expect(seen).toEqual([1, 2, 3]);
    });
  }
  if (able('cancelling')) {
    it('ends at the server a call that it gives up', async () => {
      const { host, remote } = current();
      const giveUp = new AbortController();
      const call = host.call('remote__wait', {}, { signal: giveUp.signal });
      const given = expect(call).rejects.toThrow();
      const { rpcId } = await remote.requestReceived(({ target }) => target === 'wait');
      giveUp.abort();
      await given;
      await remote.requestReceived(
        ({ rpcMethod, body }) =>
          rpcMethod === 'notifications/cancelled' && field(field(body, 'params'), 'requestId') === rpcId,
      );
    });
  }
  if (able('list changes')) {
    it('is told that the list of tools changed, and calls the new tool', async () => {
      const { host } = current();
      const before = host.toolListChanges;
      expect(await host.call('local__grow')).toMatchObject({ isError: false });
      await until(() => host.toolListChanges > before, { what: 'the host is told of the change' });
      await until(async () => (await listedNames(current())).includes('local__grown'), {
        what: 'the new tool is listed',
      });
      expect(await host.call('local__grown', { title: 'new' })).toMatchObject({ isError: false });
    });
  }
}

function tryFailures(current: Current, able: Able): void {
  it('is told within the limit that a server does not answer', async () => {
    const { isError, text, error } = await current().host.call('sluggish__sleep');
    expect({ isError, text }).toEqual({ isError: true, text: expect.stringMatching(/"sluggish" did not answer/) });
    if (able('error details')) expect(error).toMatchObject({ kind: 'outcome_unknown' });
  });

  it('goes on with a server that dies between two calls', async () => {
    const { host } = current();
    const { isError, text, error } = await host.call('local__crash');
    expect({ isError, text }).toEqual({ isError: true, text: expect.stringMatching(/not known whether.*"local"/s) });
    if (able('error details')) expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(await host.call('remote__echo', { title: 'other' })).toMatchObject({ isError: false });
    await until(async () => !(await host.call('local__echo', { title: 'back' })).isError, {
      what: 'the server that died is back',
    });
  });

  it('does not notice that a server has lost its sessions', async () => {
    const { host, remote } = current();
    remote.loseSessions();
    expect(await host.call('remote__echo', { title: 'after' })).toMatchObject({ isError: false });
  });

  it('is told which server is down and works with the others until it is back', async () => {
    const { host, remote } = current();
    await remote.setFault({ kind: 'refuse' });
    const { isError, text, error } = await host.call('remote__echo', { title: 'down' });
    expect({ isError, text }).toEqual({ isError: true, text: expect.stringMatching(/"remote".*refuse/) });
    if (able('error details')) expect(error).toMatchObject({ kind: 'connection' });
    for (const server of ['local', 'modern', 'fresh']) {
      // A host that starts a gateway for each call may be sooner than the server.
      await until(async () => !(await host.call(`${server}__echo`, { title: 'up' })).isError, {
        what: `"${server}" answers`,
      });
    }
    await until(async () => /gone.*seawall-no-such-command/s.test((await host.call('seawall_status')).text), {
      what: 'the status says what is wrong with "gone"',
    });
    await remote.setFault(null);
    await until(async () => !(await host.call('remote__echo', { title: 'back' })).isError, {
      what: 'the server is back',
    });
  });
}
