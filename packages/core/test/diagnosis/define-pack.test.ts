import { describe, expect, it } from 'vitest';
import { diagnosis } from '../../src/diagnosis/packs/packs.examples.ts';
import {
  BUILT_IN_PACKS,
  definePack,
  diagnose,
  findPack,
  findPackTool,
  MCPConfigurationError,
  type Pack,
} from '../../src/index.ts';
import { textResult } from './evidence.ts';

const PACK: Pack = {
  name: 'acme',
  title: 'Acme',
  servers: ['acme'],
  tools: [
    { names: ['acme_find', 'acme-lookup'], safety: 'read', returnsContent: true },
    { names: ['ship'], safety: 'write' },
  ],
};

/** A pack with one step of a fallback that is wrong in what `step` says. */
function withStep(step: object): object {
  return { ...PACK, fallbacks: [{ tools: ['acme_find'], instead: [{ pack: 'other', tool: 'find', ...step }] }] };
}

function withArgument(q: unknown): object {
  return withStep({ arguments: { q } });
}

function faultOf(pack: unknown): MCPConfigurationError {
  try {
    // Packs of users who write JavaScript can be anything.
    definePack(pack as Pack);
  } catch (error) {
    if (MCPConfigurationError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('the pack was taken');
}

describe('definePack', () => {
  it('gives back the pack, frozen to its last list', () => {
    const pack = definePack({ ...PACK });
    expect(pack).toEqual(PACK);
    expect(Object.isFrozen(pack) && Object.isFrozen(pack.tools) && Object.isFrozen(pack.tools?.[0]?.names)).toBe(true);
  });

  it.each([
    ['name', { ...PACK, name: 'Acme!' }],
    ['title', { ...PACK, title: '' }],
    ['servers', { ...PACK, servers: [] }],
    ['servers[0]', { ...PACK, servers: [1] }],
    ['tools[0].safety', { ...PACK, tools: [{ names: ['a'], safety: 'harmless' }] }],
    ['tools[0].names', { ...PACK, tools: [{ names: [], safety: 'read' }] }],
    ['tools[0].timeoutMs', { ...PACK, tools: [{ names: ['a'], safety: 'read', timeoutMs: -1 }] }],
    [
      'tools[1].names',
      {
        ...PACK,
        tools: [
          { names: ['a-b'], safety: 'read' },
          { names: ['A_B'], safety: 'read' },
        ],
      },
    ],
    ['rules[0].when', { ...PACK, rules: [{ when: {}, then: { kind: 'quota' } }] }],
    ['rules[0].when.text', { ...PACK, rules: [{ when: { text: /x/g }, then: { kind: 'quota' } }] }],
    ['rules[0].when.tools[0]', { ...PACK, rules: [{ when: { tools: ['nope'] }, then: { kind: 'quota' } }] }],
    ['rules[0].when.httpStatus', { ...PACK, rules: [{ when: { httpStatus: 42 }, then: { kind: 'quota' } }] }],
    ['rules[0].then.kind', { ...PACK, rules: [{ when: { text: /x/ }, then: { kind: 'broken' } }] }],
    ['rules[0].then.code', { ...PACK, rules: [{ when: { text: /x/ }, then: { kind: 'quota', code: 'lower' } }] }],
    ['disguises[0].text', { ...PACK, disguises: [{ text: 'x' }] }],
    ['results[0].kind', { ...PACK, results: [{ text: /x/, kind: 'half', warning: 'x' }] }],
    ['advice[0].kind', { ...PACK, advice: [{ kind: 'x' }] }],
    ['links', { ...PACK, links: 'https://a.b' }],
    ['siteArguments[0]', { ...PACK, siteArguments: [''] }],
    ['fallbacks', { ...PACK, fallbacks: {} }],
    ['fallbacks[0]', { ...PACK, fallbacks: [{ tools: ['ship'] }] }],
    ['fallbacks[0].tools[0]', { ...PACK, fallbacks: [{ tools: ['nope'], lastResort: { message: 'x' } }] }],
    ['fallbacks[0].tools', { ...PACK, fallbacks: [{ tools: [], lastResort: { message: 'x' } }] }],
    ['fallbacks[0].lastResort.message', { ...PACK, fallbacks: [{ lastResort: { message: ' ' } }] }],
    ['fallbacks[0].lastResort.answer', { ...PACK, fallbacks: [{ lastResort: { message: 'x', answer: [] } }] }],
    ['fallbacks[0].lastResort.argumentsAs', { ...PACK, fallbacks: [{ lastResort: { message: 'x', argumentsAs: 1 } }] }],
    ['fallbacks[0].instead[0].pack', withStep({ pack: 'Other Pack' })],
    ['fallbacks[0].instead[0].tool', withStep({ tool: '' })],
    ['fallbacks[0].instead[0].tool', withStep({ pack: 'acme', tool: 'nope' })],
    ['fallbacks[0].instead[0].unless', withStep({ unless: 'page' })],
    ['fallbacks[0].instead[0].arguments', withStep({ arguments: 'all' })],
    ['fallbacks[0].instead[0].arguments.q', withArgument({})],
    ['fallbacks[0].instead[0].arguments.q', withArgument({ from: 'a', isSite: true })],
    ['fallbacks[0].instead[0].arguments.q', withArgument([])],
    ['fallbacks[0].instead[0].arguments.q[1].from', withArgument([{ from: 'a' }, { from: '' }])],
    ['fallbacks[0].instead[0].arguments.q.isRequired', withArgument({ from: 'a', isRequired: 'yes' })],
    ['fallbacks[0].instead[0].arguments.q.when', withArgument({ from: 'a', when: /x/g })],
    ['fallbacks[0].instead[0].arguments.q.values.a', withArgument({ from: 'a', values: { a: 1 } })],
    ['fallbacks[0].instead[0].arguments.q.wrap', withArgument({ from: 'a', wrap: ['x'] })],
    ['fallbacks[0].instead[0].arguments.q.min', withArgument({ from: 'a', min: Number.NaN })],
    ['fallbacks[0].instead[0].arguments.q.max', withArgument({ from: 'a', min: 5, max: 4 })],
    ['fallbacks[0].instead[0].arguments.q.as', withArgument({ from: 'a', as: 'set' })],
    ['pack', null],
  ])('names the fault in %s, what stands there, and what may', (path, pack) => {
    const { faults, code } = faultOf(pack);
    expect(code).toBe('OPTION_INVALID');
    expect(faults.map((fault) => fault.path)).toContain(path);
    for (const fault of faults) expect(fault.allowed).toEqual(expect.any(String));
  });

  it('takes fallbacks that are right', () => {
    const pack = withArgument([
      { from: ['a', 'b'], isRequired: true, min: 1, max: 2 },
      { isSite: true, when: /x/ },
    ]);
    // Built from a right pack and a right argument.
    expect(definePack(pack as Pack)).toEqual(pack);
  });

  it('takes every pack that comes with Seawall', () => {
    for (const pack of BUILT_IN_PACKS) expect(definePack(pack)).toBe(pack);
  });
});

describe('findPack', () => {
  it.each([
    [{ server: 'acme' }, true],
    [{ server: 'my-acme-prod' }, true],
    [{ server: 'x', aliases: ['@vendor/acme-mcp'] }, true],
    [{ server: 'acmeister' }, false],
    [{ server: 'x', tool: 'acme_find' }, true],
    [{ server: 'x', tool: 'x__ACME-FIND' }, true],
    [{ server: 'x', tool: 'ship' }, false],
  ])('finds by %o: %s', (context, isFound) => {
    expect(findPack({ ...context, packs: [PACK] })?.name === 'acme').toBe(isFound);
  });

  it('asks the packs of the user before the built-in ones', () => {
    const own = { ...PACK, name: 'my-slack', servers: ['slack'] };
    expect(findPack({ server: 'slack' })?.name).toBe('slack');
    expect(findPack({ server: 'slack', packs: [own] })?.name).toBe('my-slack');
  });

  it('knows a tool in all its spellings', () => {
    for (const tool of ['acme_find', 'ACME-LOOKUP', 'gw__acme_lookup'])
      expect(findPackTool({ server: 'acme', tool, packs: [PACK] })?.names[0]).toBe('acme_find');
    expect(findPackTool({ server: 'acme', tool: 'other', packs: [PACK] })).toBe(undefined);
  });
});

describe('a pack', () => {
  it('decides over the general rules, and gives details and links', () => {
    expect(diagnosis).toMatchObject({
      kind: 'conflict',
      code: 'ACME_SHIPPED_ALREADY',
      retryable: false,
      confidence: 'high',
      pack: 'acme',
      advice: 'Leave it: the order is on its way.',
      details: { order: '17' },
      links: [{ title: 'Orders', url: 'https://acme.example/orders' }],
    });
    expect(diagnosis.signals[0]).toMatchObject({ source: 'pack', kind: 'conflict' });
  });

  it('does not decide over a call that was given up', () => {
    const pack = { ...PACK, rules: [{ when: { text: /./ }, then: { kind: 'quota' as const } }] };
    const payload = { name: 'SdkError', code: 'REQUEST_TIMEOUT', message: 'User cancelled' };
    expect(diagnose({ shape: 'exception', payload }, { server: 'acme', packs: [pack] }).kind).toBe('cancelled');
  });

  it('survives its own faults', () => {
    const fail = () => {
      throw new Error('fault of the pack');
    };
    const pack: Pack = {
      ...PACK,
      rules: [{ when: { text: /boom/ }, then: { kind: 'quota', details: fail } }],
      links: fail,
      baseUrlSettings: ['X'],
    };
    const found = diagnose(textResult('boom'), {
      server: 'acme',
      tool: 'ship',
      packs: [pack],
      setting: () => 'https://x.y',
    });
    expect(found).toMatchObject({ kind: 'quota', pack: 'acme' });
    expect(found.links).toBe(undefined);
  });

  it('keeps what a tool reads from being taken for an error', () => {
    const text = 'Error: connection refused';
    const read = diagnose(textResult(text, false), { server: 'acme', tool: 'acme_find', packs: [PACK] });
    expect(read.kind).toBe('connection');
    const page = diagnose(textResult(`${text}\n${'more words '.repeat(60)}`, false), {
      server: 'acme',
      tool: 'acme_find',
      packs: [PACK],
    });
    expect(page.kind).toBe('none');
  });

  it('says that a result is empty or not whole, and what to know about it (A12)', () => {
    const pack: Pack = { ...PACK, results: [{ text: /^nada$/, kind: 'empty', warning: 'Look again.' }] };
    expect(diagnose(textResult('nada', false), { server: 'acme', tool: 'ship', packs: [pack] })).toMatchObject({
      kind: 'empty_result',
      warnings: ['Look again.'],
      pack: 'acme',
    });
  });
});
