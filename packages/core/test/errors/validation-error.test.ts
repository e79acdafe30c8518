import { describe, expect, it } from 'vitest';
import { MAX_CONTEXT_VALUE_LENGTH } from '../../src/errors/field-value.ts';
import { MCPValidationError } from '../../src/index.ts';
import { fakeToken, withSecrets } from '../redaction/secrets.ts';

describe('MCPValidationError', () => {
  it.each([
    'password',
    'auth.password',
    'servers[0].env.API_TOKEN',
    '/auth/client_secret',
    'headers["Authorization"]',
    'passwords[0]',
  ])('hides the value of the field "%s" (B24)', (field) => {
    const error = new MCPValidationError({ message: 'It is wrong.', field, value: 'open sesame' });
    expect(error.value).toMatch(/^\[REDACTED/);
    expect(error.context.value).toMatch(/^\[REDACTED/);
    expect(error.field).toBe(field);
    expect(JSON.stringify(error)).not.toContain('sesame');
  });

  it.each(['timeout', 'servers[0].name', 'max_tokens', '', '...', '0'])(
    'shows the value of the field "%s" (B24, B31)',
    (field) => {
      const error = new MCPValidationError({ message: 'It is wrong.', field, value: 'not_a_number' });
      expect(error.value).toBe('not_a_number');
      expect(error.context).toMatchObject({ value: 'not_a_number' });
    },
  );

  it('hides a number in a list of secrets (B24)', () => {
    const error = new MCPValidationError({ message: 'It is wrong.', field: 'password[0]', value: 90_210_417 });
    expect(error.value).toMatch(/^\[REDACTED/);
    expect(JSON.stringify(error)).not.toContain('90210417');
  });

  it('hides the secrets of values that are not single texts (B24)', () => {
    const token = fakeToken();
    withSecrets(token);
    const error = new MCPValidationError({ message: 'x', field: 'servers', value: { a: [token] } });
    expect(error.value).toEqual({ a: ['[REDACTED:configured]'] });
    expect(error.context.value).toEqual({ a: ['[REDACTED:configured]'] });
  });

  it('cuts the value in the context, and only there (B24)', () => {
    const long = 'x'.repeat(500);
    const error = new MCPValidationError({ message: 'x', field: 'name', value: long });
    expect(error.value).toBe(long);
    expect(error.context.value).toBe(`${'x'.repeat(MAX_CONTEXT_VALUE_LENGTH - 1)}…`);
    const list = new MCPValidationError({ message: 'x', field: 'names', value: [long] });
    expect(list.context.value).toBe(`["${'x'.repeat(MAX_CONTEXT_VALUE_LENGTH - 3)}…`);
  });

  it('cuts after hiding, so that no half of a secret is left (B24)', () => {
    const token = fakeToken();
    withSecrets(token);
    const value = `${'x'.repeat(MAX_CONTEXT_VALUE_LENGTH - 8)}${token}`;
    const error = new MCPValidationError({ message: 'x', field: 'name', value });
    expect(error.context.value).toMatch(/x\[REDACT…$/);
  });

  it('keeps small values as they are', () => {
    for (const value of [0, false, 12.5, { a: 1 }, ['a', 2]])
      expect(new MCPValidationError({ message: 'x', field: 'size', value }).context.value).toEqual(value);
  });

  it('marks a value that can not be converted (B24)', () => {
    const cycle: Record<string, unknown> = {};
    cycle.own = cycle;
    const failing = {
      toJSON: () => {
        throw new Error('no');
      },
    };
    for (const value of [cycle, { size: 1n }, failing, { toJSON: () => undefined }])
      expect(new MCPValidationError({ message: 'x', value }).context.value).toBe('[UNCONVERTIBLE]');
    const shown: readonly (readonly [unknown, string])[] = [
      [10n, '10'],
      [Symbol('sign'), 'Symbol(sign)'],
      [() => 'source', '[FUNCTION]'],
    ];
    for (const [value, text] of shown) expect(new MCPValidationError({ message: 'x', value }).context.value).toBe(text);
  });
});
