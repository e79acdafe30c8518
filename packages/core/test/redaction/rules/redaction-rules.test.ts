import { describe, expect, it, onTestFinished } from 'vitest';
import { MCPConfigurationError } from '../../../src/errors/configuration-error.ts';
import { redact, redactText } from '../../../src/redaction/redact.ts';
import type { RedactionRule } from '../../../src/redaction/rules/redaction-rule.ts';
import { registerRedactionRules } from '../../../src/redaction/rules/register-redaction-rules.ts';
import { fakeSecret } from '../fake-secret.ts';

const MARKER = '[CUSTOM_REDACTED]';
const customerKeys: RedactionRule = { name: 'customer', keys: ['customerId'], marker: MARKER };
const ticket: RedactionRule = { name: 'ticket', pattern: /\bTCK-\d{4,6}\b/ };

describe('a rule of your own (B15, B62)', () => {
  it('hides values under its names, in every spelling, with its marker', () => {
    expect(redact({ customer_id: 17, CustomerId: 'x', other: 'y' }, { rules: [customerKeys] })).toEqual({
      customer_id: MARKER,
      CustomerId: MARKER,
      other: 'y',
    });
  });

  it('comes before the built-in rules', () => {
    const rule: RedactionRule = { name: 'mine', keys: ['password'], marker: MARKER };
    expect(redact({ password: fakeSecret(1) }, { rules: [rule] })).toEqual({ password: MARKER });
  });

  it('hides what its pattern finds, every time', () => {
    expect(redactText('see TCK-1234, TCK-99999 and TCK-1', { rules: [ticket] })).toBe(
      'see [REDACTED:ticket], [REDACTED:ticket] and TCK-1',
    );
  });

  it('changes nothing the second time', () => {
    const once = redact({ customerId: 'a', text: 'TCK-1234' }, { rules: [customerKeys, ticket] });
    expect(redact(once, { rules: [customerKeys, ticket] })).toBe(once);
  });

  it('is in force for the process until it is disposed of', () => {
    const registration = registerRedactionRules([ticket]);
    onTestFinished(() => registration[Symbol.dispose]());
    expect(redactText('TCK-1234')).toBe('[REDACTED:ticket]');
    registration.update([customerKeys]);
    expect(redactText('TCK-1234')).toBe('TCK-1234');
    registration[Symbol.dispose]();
    registration.update([ticket]);
    expect(redact({ customerId: 'x', text: 'TCK-1234' })).toEqual({ customerId: 'x', text: 'TCK-1234' });
  });

  it.each<readonly [string, RedactionRule, string]>([
    ['without name', { name: '', keys: ['a'] }, 'rules[0].name'],
    ['with nothing to look for', { name: 'a' }, 'rules[0]'],
    ['with a marker that is no marker', { name: 'a', keys: ['b'], marker: 'gone' }, 'rules[0].marker'],
    ['that looks ahead', { name: 'a', pattern: /a(?=b)/ }, 'rules[0].pattern'],
    ['that refers back', { name: 'a', pattern: /(a)\1/ }, 'rules[0].pattern'],
    ['that describes nothing', { name: 'a', pattern: /x*/ }, 'rules[0].pattern'],
  ])('is refused %s, and left out of a single call', (_name, rule, section) => {
    expect(() => registerRedactionRules([rule])).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', configSection: section }),
    );
    expect(() => registerRedactionRules([rule])).toThrow(MCPConfigurationError);
    expect(redact({ password: fakeSecret(1) }, { rules: [rule] })).toEqual({ password: '[REDACTED:password]' });
  });

  it('that can not be read is left out, and what it would have seen is searched all the same', () => {
    const broken: RedactionRule = {
      name: 'broken',
      get keys(): never {
        throw new Error('no');
      },
    };
    expect(redact({ password: fakeSecret(1) }, { rules: [broken] })).toEqual({ password: '[REDACTED:password]' });
  });

  it('does not hang on a pattern that would try again and again', () => {
    const evil: RedactionRule = { name: 'evil', pattern: /(?:a+)+b/ };
    const text = 'a'.repeat(50_000);
    expect(redactText(text, { rules: [evil] })).toBe(text);
    expect(redactText(`${text}b`, { rules: [evil] })).toBe('[REDACTED:evil]');
  });

  it.each<readonly [RegExp, string, string]>([
    [/[A-C]{2}-\d+/, 'x AB-12 y', 'x # y'],
    [/foo|ba[rz]+/i, 'FOO bazz', '# #'],
    [/^id=\w+$/m, 'a\nid=x1\nb', 'a\n#\nb'],
    [/a.c/s, 'a\nc abc', '# #'],
    [/\u0041\x42\.(?<n>\d{2,3}?)/, 'AB.123', '#'],
    [/[^\s,]+@[^\s,]+/, 'mail bo@x.y, now', 'mail #, now'],
    [/\Bx\b/, 'x ax', 'x a#'],
  ])('reads %s as a regular expression', (pattern, text, expected) => {
    expect(redactText(text, { rules: [{ name: 'r', pattern }] }).replaceAll('[REDACTED:r]', '#')).toBe(expected);
  });
});
