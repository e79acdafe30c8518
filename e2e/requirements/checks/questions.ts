import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Checks, Place, ScenarioPart } from '../place.ts';
import { callTool, converse, eventually, isJson, jsonOf, resultOf, textOf } from '../talk.ts';
import type { Json } from '../wire/message.ts';
import { type Answerer, HostRefusal, LEGACY_VERSION } from '../wire/wire-host.ts';

/** How long calls of the servers with a connection for each host may take, and how long a host takes that is slower. */
export const SLOW_QUESTION = { timeoutMs: 700, answerAfterMs: 1000 } as const;

const FORM = {
  mode: 'form',
  message: 'Which size? ✓',
  requestedSchema: { type: 'object', properties: { size: { type: 'integer', title: 'Size' } }, required: ['size'] },
} as const;
const VISIT = {
  mode: 'url',
  message: 'Sign in.',
  url: 'https://example.com/sign-in?at=1',
  elicitationId: 'visit-1',
} as const;
const SAMPLING = {
  messages: [{ role: 'user', content: { type: 'text', text: 'A colour? ✓' } }],
  systemPrompt: 'Be short.',
  modelPreferences: { hints: [{ name: 'small' }], costPriority: 0.5 },
  temperature: 0.25,
  maxTokens: 7,
} as const;
const SAMPLED = { role: 'assistant', content: { type: 'text', text: 'blue' }, model: 'm-1', stopReason: 'endTurn' };
const ROOTS = { roots: [{ uri: 'file:///work/ü', name: 'work' }] } as const;

const elicit = { method: 'elicitation/create', params: FORM } as const;

export const questionsScenario: ScenarioPart = () => ({
  tools: [
    { name: 'ask-form', behaviour: { kind: 'ask', ...elicit } },
    { name: 'ask-brief', behaviour: { kind: 'ask', ...elicit, timeoutMs: 200 } },
    { name: 'ask-url', behaviour: { kind: 'ask', method: 'elicitation/create', params: VISIT } },
    { name: 'visited', behaviour: { kind: 'announce', change: { elicitationId: VISIT.elicitationId } } },
    { name: 'ask-sampling', behaviour: { kind: 'ask', method: 'sampling/createMessage', params: SAMPLING } },
    { name: 'ask-roots', behaviour: { kind: 'ask', method: 'roots/list' } },
    {
      name: 'ask-in-turn',
      behaviour: { kind: 'ask-several', questions: [elicit, { method: 'sampling/createMessage', params: SAMPLING }] },
    },
    {
      name: 'ask-at-once',
      behaviour: {
        kind: 'ask-several',
        atOnce: true,
        questions: [elicit, { method: 'sampling/createMessage', params: SAMPLING }],
      },
    },
    { name: 'told', behaviour: { kind: 'notifications' } },
  ],
});

export const QUESTION_CHECKS: Checks<
  | 'ask-form-accept'
  | 'ask-form-decline'
  | 'ask-form-cancel'
  | 'ask-url'
  | 'ask-url-complete'
  | 'ask-sampling'
  | 'ask-roots'
  | 'ask-roots-changed'
  | 'ask-in-turn'
  | 'ask-at-once'
  | 'ask-host-error'
  | 'ask-undeclared'
  | 'ask-slow'
  | 'ask-taken-back'
  | 'ask-two-hosts'
> = {
  'ask-form-accept': (place) => askForm(place, { action: 'accept', content: { size: 3 } }),
  'ask-form-decline': (place) => askForm(place, { action: 'decline' }),
  'ask-form-cancel': (place) => askForm(place, { action: 'cancel' }),
  'ask-url': async ({ host, name }) => {
    const { reply, questions } = await converse(host, toolCall(name('ask-url')), () => ({ action: 'accept' }));
    expect(jsonOf(reply)).toEqual({ action: 'accept' });
    expect(questions).toMatchObject([{ method: 'elicitation/create', params: VISIT }]);
  },
  'ask-url-complete': async ({ host, name }) => {
    await converse(host, toolCall(name('ask-url')), () => ({ action: 'accept' }));
    const mark = host.heard.length;
    resultOf(await callTool(host, name('visited')));
    const { elicitationId } = await host.hear('notifications/elicitation/complete', { mark });
    expect(elicitationId).toBe(VISIT.elicitationId);
  },
  'ask-sampling': async ({ host, name }) => {
    const { reply, questions } = await converse(host, toolCall(name('ask-sampling')), () => SAMPLED);
    expect(jsonOf(reply)).toEqual(SAMPLED);
    expect(questions).toMatchObject([{ method: 'sampling/createMessage', params: SAMPLING }]);
  },
  'ask-roots': async (place) => {
    const { reply } = await converse(place.host, toolCall(rootsName(place, 'ask-roots')), () => ROOTS);
    expect(jsonOf(reply)).toEqual(ROOTS);
  },
  'ask-roots-changed': async (place) => {
    const { host } = place;
    await converse(host, toolCall(rootsName(place, 'ask-roots')), () => ROOTS);
    const before = await rootChanges(place);
    await host.notify('notifications/roots/list_changed');
    await eventually('the server heard of it', async () => (await rootChanges(place)) > before);
  },
  'ask-in-turn': (place) => askBoth(place, 'ask-in-turn'),
  'ask-at-once': (place) => askBoth(place, 'ask-at-once'),
  'ask-host-error': async ({ host, name }) => {
    const error = { code: -1, message: 'The user is away', data: { until: 'noon' } };
    const { reply } = await converse(host, toolCall(name('ask-sampling')), () => {
      throw new HostRefusal(error);
    });
    expect(jsonOf(reply)).toEqual(error);
  },
  'ask-undeclared': async ({ open, name, pairing }) => {
    const host = await open('bare');
    const { reply, questions } = await converse(host, toolCall(name('ask-form')), () => ({ action: 'decline' }));
    expect(questions).toEqual([]);
    // A server of 2026-07-28 sees what the host declared; the older one is told by the answer to its question, or sees it on a
    // connection of the host's own.
    if (pairing.upstream === LEGACY_VERSION) expect(textOf(reply)).toMatch(/-32601|did not declare/);
    else expect(reply.error).toMatchObject({ code: -32_021, data: { requiredCapabilities: { elicitation: {} } } });
    resultOf(await callTool(host, name('echo')));
  },
  'ask-slow': async ({ host, ownName }) => {
    const answer = { action: 'accept', content: { size: 9 } };
    const { reply } = await converse(host, toolCall(ownName('ask-form')), async () => {
      // The host takes its time; nothing is waited for.
      await pause(SLOW_QUESTION.answerAfterMs);
      return answer;
    });
    expect(jsonOf(reply)).toEqual(answer);
  },
  'ask-taken-back': async ({ host, name }) => {
    const mark = host.heard.length;
    let answerNow: (answer: Json) => void = () => undefined;
    const answer = new Promise<Json>((resolve) => {
      answerNow = resolve;
    });
    try {
      const { reply } = await converse(host, toolCall(name('ask-brief')), () => answer);
      expect(jsonOf(reply)).toEqual({ timedOut: true });
      const question = host.heard.slice(mark).find(({ message }) => message.method === 'elicitation/create');
      const isTakenBack = ({ requestId }: Json): boolean => requestId === question?.message.id;
      await host.hear('notifications/cancelled', { mark, fits: isTakenBack });
    } finally {
      answerNow({ action: 'cancel' });
    }
  },
  'ask-two-hosts': async ({ host, open, ownName }) => {
    const sizes = [11, 22];
    const hosts = [host, await open('full')];
    const answers = await Promise.all(
      hosts.map(async (one, index) => {
        const answer = { action: 'accept', content: { size: sizes[index] } };
        return jsonOf((await converse(one, toolCall(ownName('ask-form')), () => answer)).reply);
      }),
    );
    expect(answers).toEqual(sizes.map((size) => ({ action: 'accept', content: { size } })));
  },
};

export function toolCall(name: string): readonly [string, Json] {
  return ['tools/call', { name, arguments: {} }];
}

async function askForm({ host, name }: Place, answer: Json): Promise<void> {
  const { reply, questions } = await converse(host, toolCall(name('ask-form')), () => answer);
  expect(jsonOf(reply)).toEqual(answer);
  expect(questions).toMatchObject([{ method: 'elicitation/create', params: FORM }]);
}

async function askBoth({ host, name }: Place, tool: string): Promise<void> {
  const size: Json = { action: 'accept', content: { size: 1 } };
  const answer: Answerer = ({ method }) => (method === 'elicitation/create' ? size : SAMPLED);
  const { reply, questions } = await converse(host, toolCall(name(tool)), answer);
  expect(jsonOf(reply)).toEqual([size, SAMPLED]);
  expect(questions).toHaveLength(2);
}

/** Servers before 2026-07-28 hear of roots only where one host alone is served: then those are that host's. */
function rootsName({ pairing, name, ownName }: Place, tool: string): string {
  return pairing.front === 'http' && pairing.upstream === LEGACY_VERSION ? ownName(tool) : name(tool);
}

async function rootChanges(place: Place): Promise<number> {
  const told: unknown = JSON.parse(textOf(await callTool(place.host, rootsName(place, 'told'))));
  const changes = Array.isArray(told) ? told.filter(isJson) : [];
  return changes.filter(({ method }) => method === 'notifications/roots/list_changed').length;
}
