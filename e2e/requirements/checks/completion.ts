import { expect } from 'vitest';
import type { Checks, Place, ScenarioPart } from '../place.ts';
import { resultOf } from '../talk.ts';
import type { Json } from '../wire/message.ts';

const MANY = Array.from({ length: 150 }, (_, number) => `many-${number}`);

export const completionScenario: ScenarioPart = () => ({
  completions: {
    topic: ['rain', 'rainbow', 'sun'],
    item: ['item-ü', 'item-✓'],
    style: ['plain'],
    'style?topic=rain': ['wet', 'grey'],
    many: MANY,
  },
});

export const COMPLETION_CHECKS: Checks<
  'completion-prompt' | 'completion-template' | 'completion-context' | 'completion-more'
> = {
  'completion-prompt': async (place) => {
    expect(await complete(place, promptOf(place), { name: 'topic', value: 'rai' })).toEqual({
      values: ['rain', 'rainbow'],
      total: 2,
      hasMore: false,
    });
  },
  'completion-template': async (place) => {
    const ref = { type: 'ref/resource', uri: place.uri('items/{item}') };
    expect(await complete(place, ref, { name: 'item', value: '' })).toMatchObject({ values: ['item-ü', 'item-✓'] });
  },
  'completion-context': async (place) => {
    const context = { arguments: { topic: 'rain' } };
    const argument = { name: 'style', value: '' };
    expect(await complete(place, promptOf(place), argument)).toMatchObject({ values: ['plain'] });
    expect(await complete(place, promptOf(place), argument, { context })).toMatchObject({ values: ['wet', 'grey'] });
  },
  'completion-more': async (place) => {
    expect(await complete(place, promptOf(place), { name: 'many', value: 'many-' })).toEqual({
      values: MANY.slice(0, 100),
      total: 150,
      hasMore: true,
    });
  },
};

function promptOf({ name }: Place): Json {
  return { type: 'ref/prompt', name: name('poem') };
}

async function complete({ host }: Place, ref: Json, argument: Json, more: Json = {}): Promise<unknown> {
  return resultOf(await host.request('completion/complete', { ref, argument, ...more })).completion;
}
