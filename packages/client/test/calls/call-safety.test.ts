import { describe, expect, it } from 'vitest';
import { safetyOfMethod, safetyOfTool } from '../../src/calls/call-safety.ts';

const readOnly = { name: 'look', annotations: { readOnlyHint: true } };
const packTool = { names: ['look'], safety: 'idempotent-write' } as const;

describe('what repeating a call may do', () => {
  it('is what the operator says, over everything else', () => {
    const sources = { options: { safety: 'write' }, packTool, definition: readOnly, trustAnnotations: true } as const;
    expect(safetyOfTool(sources)).toBe('write');
  });

  it('is what the pack of the vendor knows, over what the server says', () => {
    expect(safetyOfTool({ options: {}, packTool, definition: readOnly, trustAnnotations: true })).toBe(
      'idempotent-write',
    );
  });

  it('is what the server says only where it is trusted (A44)', () => {
    const known = { options: {}, packTool: undefined, definition: readOnly };
    expect(safetyOfTool({ ...known, trustAnnotations: true })).toBe('read');
    expect(safetyOfTool({ ...known, trustAnnotations: false })).toBe('write');
  });

  it.each([
    [{ idempotentHint: true }, 'idempotent-write'],
    [{ readOnlyHint: true, idempotentHint: true }, 'read'],
    [{ readOnlyHint: 'true' }, 'write'],
    [{ destructiveHint: false }, 'write'],
    [undefined, 'write'],
    ['readOnlyHint', 'write'],
  ])('reads annotations %j as %s', (annotations, safety) => {
    const definition = { name: 'look', annotations };
    expect(safetyOfTool({ options: {}, packTool: undefined, definition, trustAnnotations: true })).toBe(safety);
  });

  it('is a write for a tool of which nothing is known', () => {
    expect(safetyOfTool({ options: {}, packTool: undefined, definition: undefined, trustAnnotations: true })).toBe(
      'write',
    );
  });

  it.each([
    ['tools/list', 'read'],
    ['resources/read', 'read'],
    ['prompts/get', 'read'],
    ['completion/complete', 'read'],
    ['logging/setLevel', 'idempotent-write'],
    ['tasks/cancel', 'write'],
    ['constructor', 'write'],
    ['vendor/delete', 'write'],
  ])('is for %s: %s', (method, safety) => {
    expect(safetyOfMethod({ method })).toBe(safety);
  });
});
