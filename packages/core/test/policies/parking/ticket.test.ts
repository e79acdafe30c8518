import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARKED_STATES, PARKING_DEFAULTS, parseParkedCall, redactText } from '../../../src/index.ts';
import { canonicalJson } from '../../../src/policies/parking/canonical-json.ts';
import { ticketResult } from '../../../src/policies/parking/ticket.ts';
import { parkable, REFUSED, setUp } from './parking-setup.ts';

describe('what an agent gets for a parked write', () => {
  it('says that nothing ran, until when it waits, and what somebody needs who does it by hand (A118)', async () => {
    await using setup = await setUp();
    const issue = { project_key: 'OPS', summary: 'Disk is full' };
    const ticket = await setup.calls.park(parkable(issue), REFUSED);
    const result = ticketResult(ticket, REFUSED);
    expect(result).toMatchObject({ isError: true, content: [{ type: 'text' }] });
    expect(result.content[0].text).toBe(
      'Tool "create_issue" on server "jira" was not executed: Server "jira" refused the connection. ' +
        'The call is queued as ticket ticket-1. It will be sent once, by itself, when the server is back, until ' +
        '2026-01-01T00:15:00.000Z; after that it is given up. Do not repeat the call. If it has to be done before, ' +
        'somebody can do it by hand with the arguments of this call, and has to discard the ticket first.',
    );
    expect(result._meta).toEqual({
      'dev.seawall/ticket': {
        id: 'ticket-1',
        state: 'parked',
        server: 'jira',
        tool: 'create_issue',
        parkedAt: '2026-01-01T00:00:00.000Z',
        expiresAt: '2026-01-01T00:15:00.000Z',
        isRepeat: false,
        manualData: issue,
      },
      'dev.seawall/error': REFUSED.toJSON(),
    });
  });

  it('hides secrets in the data for doing it by hand (A118)', async () => {
    await using setup = await setUp();
    const password = ['cor', 'rect', '-horse'].join('');
    const ticket = await setup.calls.park(parkable({ project_key: 'OPS', password }), REFUSED);
    expect(JSON.stringify([ticket, ticketResult(ticket, REFUSED)])).not.toContain(password);
    expect(ticket.manualData).toMatchObject({ project_key: 'OPS' });
  });

  it('says that the call waits already when it is repeated', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable(), REFUSED);
    const repeated = ticketResult(await setup.calls.park(parkable(), REFUSED), REFUSED);
    expect(repeated.content[0].text).toContain('The call already waits as ticket ticket-1.');
  });

  it('keeps a ticket readable: redaction takes it for no secret', () => {
    const text = `The call is queued as ticket ${['0b5f7a52', '3c1d', '4e88', '9f6a', '7d2c41be0a93'].join('-')}.`;
    expect(redactText(text)).toBe(text);
  });
});

describe('the record of a parked call', () => {
  it('is read back from JSON as it was, and nothing else is taken for one', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable(), REFUSED);
    const record = await setup.log.read('ticket-1');
    expect(parseParkedCall(JSON.parse(JSON.stringify(record)))).toEqual(record);
    for (const field of [
      'id',
      'sequence',
      'state',
      'principal',
      'server',
      'tool',
      'arguments',
      'why',
      'sends',
      'parkedAtMs',
    ])
      expect(parseParkedCall({ ...record, [field]: undefined }), field).toBe(undefined);
    for (const value of [undefined, null, 1, 'x', [], {}, { ...record, state: 'other' }, { ...record, sends: -1 }])
      expect(parseParkedCall(value)).toBe(undefined);
  });
});

describe('canonical JSON', () => {
  it('is the same for equal values and different for others, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const shuffled: unknown = JSON.parse(JSON.stringify(one), (_key, value: unknown) =>
          typeof value === 'object' && value !== null && !Array.isArray(value)
            ? Object.fromEntries(Object.entries(value).reverse())
            : value,
        );
        expect(canonicalJson(shuffled)).toBe(canonicalJson(JSON.parse(JSON.stringify(one))));
        expect(JSON.parse(canonicalJson(one))).toEqual(JSON.parse(JSON.stringify(one)));
        const areSame = canonicalJson(one) === canonicalJson(other);
        if (areSame) expect(JSON.parse(canonicalJson(other))).toEqual(JSON.parse(canonicalJson(one)));
      }),
    );
  });
});

describe('docs/policies/parked-writes.md', async () => {
  const page = await readFile(new URL('../../../../../docs/policies/parked-writes.md', import.meta.url), 'utf8');

  it.each(Object.entries(PARKING_DEFAULTS))('tells the default of %s', (name, value) => {
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\| number \\| ${value} \\|`, 'm'));
  });

  it.each(PARKED_STATES)('tells what %s means', (state) => {
    expect(page).toMatch(new RegExp(`^\\| \`${state}\` \\|`, 'm'));
  });
});
