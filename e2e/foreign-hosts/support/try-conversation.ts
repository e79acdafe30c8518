import { expect, it } from 'vitest';
import { until } from '../../support/polling.ts';
import { ANSWERS } from './foreign-host.ts';
import type { Able, Current } from './playground.ts';

/** Servers of both eras that talk back. */
const TALKATIVE = ['local', 'modern'] as const;

/** Registers the tests of what goes from a server to the host, beside answers. */
export function tryConversation(current: Current, able: Able): void {
  if (able('completions')) {
    it('is offered completions', async () => {
      expect(await current().host.complete('local__greet', 'who', 'A')).toEqual(['Ada', 'Alan']);
    });
  }
  if (able('log messages')) tryLogs(current);
  if (able('subscriptions')) {
    it('is told that a resource changed', async () => {
      const { host } = current();
      await host.subscribe('notes://wall');
      // Again and again, because a bridge answers before it has subscribed.
      const isTold = async (): Promise<boolean> => {
        expect(await host.call('local__touch')).toMatchObject({ isError: false });
        return host.updatedResources.includes('notes://wall');
      };
      await until(isTold, { what: 'the host is told of the change' });
    });
  }
  tryQuestions(current, able);
}

function tryLogs(current: Current): void {
  it.each(TALKATIVE)('gets the log messages of "%s" that it asked for', async (server) => {
    const { host } = current();
    await host.listenToLogs('warning');
    const before = host.logs.length;
    expect(await host.call(`${server}__log`)).toMatchObject({ isError: false });
    await until(() => host.logs.length > before, { what: 'a log message has come' });
    await host.listenToLogs('debug');
    expect(await host.call(`${server}__log`)).toMatchObject({ isError: false });
    await until(() => host.logs.length >= before + 3, { what: 'all log messages have come' });
    expect(host.logs.slice(before)).toEqual(['loud', 'quiet', 'loud']);
  });
}

function tryQuestions(current: Current, able: Able): void {
  if (able('sampling')) {
    it.each(TALKATIVE)('is asked by "%s" for a message of its model', async (server) => {
      const { isError, text } = await current().host.call(`${server}__sample`);
      expect({ isError, text }).toEqual({ isError: false, text: expect.stringContaining('Sampled.') });
      expect(JSON.parse(text)).toMatchObject(ANSWERS.sampling);
    });
  }
  if (able('elicitation')) {
    it.each(TALKATIVE)('is asked by "%s" for input of its user', async (server) => {
      const { isError, text } = await current().host.call(`${server}__elicit`);
      expect({ isError, text }).toEqual({ isError: false, text: expect.stringContaining('Ada') });
      expect(JSON.parse(text)).toMatchObject(ANSWERS.elicitation);
    });
  }
  if (able('roots')) {
    it('is asked for its roots', async () => {
      const { isError, text } = await current().host.call('own__roots');
      expect({ isError, text }).toEqual({ isError: false, text: expect.stringContaining('file:///foreign') });
      expect(JSON.parse(text)).toMatchObject(ANSWERS.roots);
    });
  }
}
