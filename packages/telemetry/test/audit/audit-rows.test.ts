import { createHash } from 'node:crypto';
import { MCPRejectedError, registerSecrets } from '@seawall/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argumentsDigest } from '../../src/index.ts';
import { errorOf } from '../support/tracked.ts';
import { FIRST_FILE, openAudit } from './audit-world.ts';

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('the row of a call', () => {
  it('tells who called what with which arguments, and what came of it, and holds neither arguments nor result', async () => {
    await using audit = await openAudit();
    const params = { name: 'search', arguments: { query: 'bay', limit: 3 } };
    audit.call({ params, session: 'host-1', result: { content: [{ type: 'text', text: 'answer' }] } });
    expect(await audit.rows()).toEqual([
      {
        id: '1-0',
        atMs: audit.clock.now(),
        actor: 'anonymous',
        action: 'tools/call',
        server: 'jira',
        target: 'search',
        session: 'host-1',
        callId: 'c-1',
        argumentsDigest: sha256('{"limit":3,"query":"bay"}'),
        decision: 'allowed',
        outcome: 'success',
        servedBy: 'upstream',
        attempts: 1,
        durationMs: 20,
      },
    ]);
    const [line = ''] = await audit.lines(FIRST_FILE);
    expect(JSON.parse(line)).toMatchObject({ at: '2026-01-01T00:00:00.000Z', actor: 'anonymous' });
    expect(line).not.toMatch(/bay|answer/);
  });

  it.each([
    ['failure', 'allowed', [errorOf('CALL_TIMEOUT'), errorOf('CALL_TIMEOUT')], undefined, 'CALL_TIMEOUT'],
    ['unknown', 'allowed', [], errorOf('OUTCOME_UNKNOWN'), 'OUTCOME_UNKNOWN'],
    ['cancelled', 'allowed', [], errorOf('CALL_CANCELLED'), 'CALL_CANCELLED'],
    ['failure', 'refused', [], new MCPRejectedError({ code: 'CIRCUIT_OPEN', message: 'Open.' }), 'CIRCUIT_OPEN'],
    [
      'failure',
      'allowed',
      [errorOf('CALL_TIMEOUT')],
      new MCPRejectedError({ code: 'CIRCUIT_OPEN', message: 'Open.' }),
      'CIRCUIT_OPEN',
    ],
  ])('has the outcome %s and the decision %s', async (outcome, decision, errors, end, errorCode) => {
    await using audit = await openAudit();
    audit.call({ errors, ...(end === undefined ? {} : { end }) });
    expect(await audit.rows()).toMatchObject([{ outcome, decision, errorCode, attempts: errors.length }]);
  });

  it('says that a call waits to be sent, or that somebody else answered', async () => {
    await using audit = await openAudit();
    audit.call({ end: 'parked' });
    audit.call({ end: 'stale' });
    expect(await audit.rows()).toMatchObject([
      { outcome: 'success', servedBy: 'stale' },
      { outcome: 'parked', servedBy: 'parked' },
    ]);
  });

  it('is one line without secrets and of bounded length, whatever names and texts hold', async () => {
    await using audit = await openAudit();
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    const hostile = [
      '../../etc',
      'a\u0000b\nc',
      '\u001b[31mred',
      '\u202egnp',
      '"}\n{"actor":"root"',
      '\ud800',
      'x'.repeat(1e6),
    ];
    for (const name of hostile) audit.call({ server: name, tool: name, method: 'tools/call', session: name });
    audit.call({ tool: `file:///x?token=${secret}` });
    await audit.trail.append({
      actor: hostile.join(),
      action: secret,
      target: secret,
      reason: `${hostile.join()} ${secret}`,
      decision: 'allowed',
      outcome: secret,
    });
    const rows = await audit.rows();
    expect(rows).toHaveLength(hostile.length + 2);
    const lines = await audit.lines(FIRST_FILE);
    expect(lines).toHaveLength(rows.length);
    for (const line of lines) {
      expect(Buffer.byteLength(line)).toBeLessThan(16_384);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
    }
    expect(lines.join()).not.toContain(secret);
    expect(rows.map(({ actor }) => actor)).not.toContain('root');
  });
});

it('hides in a row what became a secret after the row before, by the same name', async () => {
  await using audit = await openAudit();
  const name = 'harbour-light-4711';
  audit.call({ session: name });
  expect(await audit.rows()).toMatchObject([{ session: name }]);
  using _secret = registerSecrets([name]);
  audit.call({ session: name });
  const [latest] = await audit.rows();
  expect(latest?.session).not.toContain(name);
});

describe('the digest of arguments', () => {
  it('is that of the JSON with its fields in order', () => {
    expect(argumentsDigest({ b: [1, 'x', null, { d: true, c: -0.5 }], a: undefined })).toBe(
      sha256('{"b":[1,"x",null,{"c":-0.5,"d":true}]}'),
    );
    expect(argumentsDigest({})).toBe(sha256('{}'));
    expect(argumentsDigest(['x'.repeat(200_000)])).toBe(sha256(`["${'x'.repeat(200_000)}"]`));
  });

  it('is the same for the same JSON in another order, and another one for other JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (fields, other) => {
        const turned = Object.fromEntries(Object.entries(fields).toReversed());
        expect(argumentsDigest(turned)).toBe(argumentsDigest(fields));
        expect(argumentsDigest(JSON.parse(JSON.stringify(fields)))).toBe(argumentsDigest(fields));
        expect(argumentsDigest([fields, other])).not.toBe(argumentsDigest([other, fields, 0]));
      }),
    );
  });

  it('is left out for what is too deep or holds itself, and harms nobody', async () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(argumentsDigest(deep)).toBeUndefined();
    expect(argumentsDigest(circle)).toBeUndefined();
    expect(
      argumentsDigest({
        get secret() {
          throw new Error('No.');
        },
      }),
    ).toBeUndefined();
    await using audit = await openAudit();
    audit.call({ params: { name: 'search', arguments: { deep } } });
    const [row] = await audit.rows();
    expect(row).toMatchObject({ outcome: 'success' });
    expect(row).not.toHaveProperty('argumentsDigest');
  });
});
