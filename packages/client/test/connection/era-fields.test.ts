import { expect, it } from 'vitest';
import { paramsForEra, withoutEnvelope, withoutSubscriptionId } from '../../src/connection/era-fields.ts';

const KEY = 'io.modelcontextprotocol';
const FOREIGN = {
  name: 'echo',
  inputResponses: { a: {} },
  requestState: 's',
  _meta: {
    'vendor/x': 1,
    [`${KEY}/protocolVersion`]: '2026-07-28',
    [`${KEY}/clientInfo`]: { name: 'other', version: '1' },
    [`${KEY}/clientCapabilities`]: { sampling: {} },
    [`${KEY}/logLevel`]: 'debug',
  },
};

it('sends a legacy server nothing of the newer era', () => {
  const envelope = { capabilities: { sampling: {} }, logLevel: 'info' } as const;
  expect(paramsForEra(FOREIGN, 'legacy', envelope)).toEqual({ name: 'echo', _meta: { 'vendor/x': 1 } });
  expect(paramsForEra({ _meta: { [`${KEY}/logLevel`]: 'debug' } }, 'legacy', undefined)).toEqual({});
});

it('hands parameters of a legacy server on as they are when there is nothing to leave out', () => {
  const params = { name: 'echo', _meta: { progressToken: 1 } };
  expect(paramsForEra(params, 'legacy', undefined)).toBe(params);
  expect(paramsForEra(undefined, 'legacy', undefined)).toBeUndefined();
});

it('declares to a modern server what the call says, and nothing that came with the parameters', () => {
  const envelope = { capabilities: { elicitation: { form: {} } }, logLevel: 'warning' } as const;
  expect(paramsForEra(FOREIGN, 'modern', envelope)).toEqual({
    name: 'echo',
    inputResponses: { a: {} },
    requestState: 's',
    _meta: {
      'vendor/x': 1,
      [`${KEY}/clientCapabilities`]: { elicitation: { form: {} } },
      [`${KEY}/logLevel`]: 'warning',
    },
  });
});

it('declares nothing to a modern server for a call without an envelope', () => {
  expect(paramsForEra(undefined, 'modern', undefined)).toEqual({ _meta: { [`${KEY}/clientCapabilities`]: {} } });
});

it('leaves the envelope out of a notification, and nothing else', () => {
  expect(withoutEnvelope(FOREIGN)).toEqual({ ...FOREIGN, _meta: { 'vendor/x': 1 } });
});

it('leaves the mark of the stream out of a notification', () => {
  const _meta = { [`${KEY}/subscriptionId`]: 'listen:0' };
  expect(withoutSubscriptionId({ uri: 'a:b', _meta })).toEqual({ uri: 'a:b' });
  expect(withoutSubscriptionId({ _meta })).toBeUndefined();
  expect(withoutSubscriptionId({})).toEqual({});
  expect(withoutSubscriptionId({ uri: 'a:b', _meta: { ..._meta, x: 1 } })).toEqual({ uri: 'a:b', _meta: { x: 1 } });
});
