import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Checks, ScenarioPart } from '../place.ts';
import { uriOf } from '../server-names.ts';
import { answersTo, callTool, converse, isJson, jsonOf, resultOf, textOf } from '../talk.ts';
import { LEGACY_VERSION } from '../wire/wire-host.ts';
import { toolCall } from './questions.ts';

const STATES = ['état ✓ "1"\\\n', '{"not":"yours"}'] as const;
const QUESTION = {
  method: 'elicitation/create',
  params: { mode: 'form', message: 'Go on?', requestedSchema: { type: 'object', properties: {} } },
} as const;
const ACCEPTED = { action: 'accept', content: {} } as const;
const ROUNDS = [
  { requests: { first: QUESTION }, requestState: STATES[0] },
  { requests: { second: QUESTION, third: QUESTION }, requestState: STATES[1] },
] as const;
const VISIT = { mode: 'url', message: 'Pay first.', url: 'https://example.com/pay', elicitationId: 'pay-1' } as const;
const VISIT_FIRST = {
  kind: 'rpc-error',
  code: -32_042,
  message: 'Somebody has to pay first',
  data: { elicitations: [VISIT] },
} as const;

export const inputRequiredScenario: ScenarioPart = ({ name, folder }) => ({
  tools: [
    { name: 'rounds', behaviour: { kind: 'input-required', rounds: ROUNDS } },
    {
      name: 'come-again',
      behaviour: {
        kind: 'input-required',
        rounds: [{ requestState: 'later' }],
        next: { kind: 'text', text: 'now' },
      },
    },
    { name: 'pay', behaviour: VISIT_FIRST },
    {
      name: 'pay-once',
      behaviour: { kind: 'sequence', file: join(folder, PAID), steps: [VISIT_FIRST, { kind: 'inspect' }] },
    },
  ],
  prompts: [{ name: 'ask', text: 'asked', inputRounds: [ROUNDS[0]] }],
  resources: [{ uri: uriOf(name, 'ask'), text: 'asked', inputRounds: [ROUNDS[0]] }],
});

export const INPUT_CHECKS: Checks<
  | 'input-rounds'
  | 'input-come-again'
  | 'input-state'
  | 'input-prompt'
  | 'input-resource'
  | 'input-foreign-state'
  | 'input-used-state'
  | 'input-url-error'
  | 'input-url-retry'
> = {
  'input-rounds': async ({ host, name }) => {
    const { reply, questions } = await converse(host, toolCall(name('rounds')), () => ACCEPTED);
    expect(jsonOf(reply)).toMatchObject({ inputResponses: { second: ACCEPTED, third: ACCEPTED } });
    expect(questions).toHaveLength(3);
  },
  'input-come-again': async ({ host, name }) => {
    const { reply, questions } = await converse(host, toolCall(name('come-again')), () => ACCEPTED);
    expect(textOf(reply)).toBe('now');
    expect(questions).toEqual([]);
  },
  'input-state': async ({ host, name }) => {
    const { reply, rounds } = await converse(host, toolCall(name('rounds')), () => ACCEPTED);
    expect(jsonOf(reply)).toMatchObject({ requestState: STATES[1] });
    if (host.era !== LEGACY_VERSION) expect(rounds.map(({ requestState }) => requestState)).toEqual(STATES);
  },
  'input-prompt': async ({ host, name }) => {
    const { reply, questions } = await converse(host, ['prompts/get', { name: name('ask') }], () => ACCEPTED);
    expect(resultOf(reply)).toMatchObject({ messages: [{ content: { text: 'asked' } }] });
    expect(questions).toMatchObject([QUESTION]);
  },
  'input-resource': async ({ host, uri }) => {
    const { reply, questions } = await converse(host, ['resources/read', { uri: uri('ask') }], () => ACCEPTED);
    expect(resultOf(reply)).toMatchObject({ contents: [{ text: 'asked' }] });
    expect(questions).toMatchObject([QUESTION]);
  },
  'input-foreign-state': async ({ host, name }) => {
    const call = { name: name('ask-form'), arguments: {} };
    const first = resultOf(await host.request('tools/call', call));
    const answers = await answersTo(first, () => ACCEPTED);
    for (const requestState of [`${answers.requestState}x`, 'never-given-out']) {
      const { error } = await host.request('tools/call', { ...call, ...answers, requestState });
      expect(error?.code, requestState).toBe(-32_602);
    }
    // The state of one tool is none of another's.
    const other = await host.request('tools/call', { ...call, name: name('ask-sampling'), ...answers });
    expect(other.error?.code).toBe(-32_602);
    resultOf(await host.request('tools/call', { ...call, ...answers }));
  },
  'input-used-state': async ({ host, name }) => {
    const call = { name: name('ask-form'), arguments: {} };
    const answers = await answersTo(resultOf(await host.request('tools/call', call)), () => ACCEPTED);
    resultOf(await host.request('tools/call', { ...call, ...answers }));
    expect((await host.request('tools/call', { ...call, ...answers })).error?.code).toBe(-32_602);
  },
  'input-url-error': async ({ host, name }) => {
    const { error } = await callTool(host, name('pay'));
    expect(error).toMatchObject({ code: -32_042, data: { elicitations: [VISIT] } });
  },
  'input-url-retry': async ({ host, name, server, folder }) => {
    await rm(join(folder.file(server), PAID), { force: true });
    const { reply, questions } = await converse(host, toolCall(name('pay-once')), () => ({ action: 'accept' }));
    expect(questions).toMatchObject([{ method: 'elicitation/create', params: VISIT }]);
    const seen = jsonOf(reply);
    expect(isJson(seen) ? Object.keys(seen) : []).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/inputResponses|requestState/)]),
    );
  },
};

const PAID = 'paid';
