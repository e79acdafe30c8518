import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNameTable } from '../../src/agents/name-table.ts';
import { MAX_NAME_LENGTH, type NamedEntry } from '../../src/agents/public-name.ts';

const USABLE = /^[A-Za-z0-9_-]{1,64}$/;
const PREFIXES = ['always', 'on-conflict', 'never'] as const;

// Few characters, so that clashes are frequent; some that no name may hold, and the separator itself.
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '_', '.', 'ü'), maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('a', '_'), minLength: 50, maxLength: 80 }),
  fc.constantFrom('seawall_status', 'a__b', 'b__c'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const entries = fc.array(fc.record({ server: word, name: word }), { maxLength: 40 });

describe('createNameTable', () => {
  it('gives every listed entry a usable name of its own that leads back to it', () => {
    fc.assert(
      fc.property(entries, fc.constantFrom(...PREFIXES), (list, prefix) => {
        const table = createNameTable(list, { prefix, reserved: ['seawall_status'] });
        const hidden = new Set(table.hidden.map(({ server, name }) => JSON.stringify([server, name])));
        const owners = new Map<string, string>();
        for (const { server, name } of list) {
          const key = JSON.stringify([server, name]);
          const publicName = table.nameOf(server, name);
          if (hidden.has(key)) {
            expect(publicName).toBeUndefined();
            continue;
          }
          expect(publicName).toMatch(USABLE);
          expect(publicName).not.toBe('seawall_status');
          expect(owners.get(publicName ?? '') ?? key).toBe(key);
          owners.set(publicName ?? '', key);
          expect(table.find(publicName ?? '')).toEqual({ server, name });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same names in whatever order servers are heard of, but for "never"', () => {
    fc.assert(
      fc.property(entries, fc.constantFrom('always' as const, 'on-conflict' as const), (list, prefix) => {
        const forwards = createNameTable(list, { prefix });
        const backwards = createNameTable(list.toReversed(), { prefix });
        for (const { server, name } of list) expect(backwards.nameOf(server, name)).toBe(forwards.nameOf(server, name));
      }),
    );
  });

  it('never leads a name to another server than the one that it was listed for', () => {
    fc.assert(
      fc.property(
        entries,
        entries,
        fc.constantFrom('always' as const, 'on-conflict' as const),
        (before, added, prefix) => {
          const old = createNameTable(before, { prefix });
          const now = createNameTable([...added, ...before], { prefix });
          for (const { server, name } of before) {
            const remembered = now.find(old.nameOf(server, name) ?? '');
            expect([undefined, JSON.stringify([server, name])]).toContain(
              remembered && JSON.stringify([remembered.server, remembered.name]),
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('leads a name that clashed to nobody, also when it is what another tool is called with its server', () => {
    const owner = { server: 'one', name: 'a__b' };
    const namesake = { server: 'a', name: 'b' };
    const before = createNameTable([namesake, owner], { prefix: 'on-conflict' });
    expect(before.find('a__b')).toEqual(owner);
    const now = createNameTable([namesake, owner, { server: 'two', name: 'a__b' }], { prefix: 'on-conflict' });
    expect(now.find('a__b')).toBeUndefined();
  });

  it('puts the server in front with "always"', () => {
    const table = createNameTable([{ server: 'git', name: 'search' }], { prefix: 'always' });
    expect(table.nameOf('git', 'search')).toBe('git__search');
  });

  it('marks a name that had to be changed with a hash of its own', () => {
    const table = createNameTable([{ server: 'my server', name: 'do.it' }], { prefix: 'always' });
    expect(table.nameOf('my server', 'do.it')).toBe('my_server__do_it_6e699a08');
  });

  it('cuts a long name to the limit', () => {
    const table = createNameTable([{ server: 'git', name: 'x'.repeat(100) }], { prefix: 'always' });
    expect(table.nameOf('git', 'x'.repeat(100))).toHaveLength(MAX_NAME_LENGTH);
  });

  it('gives all holders of one name a hash, and no one the plain name', () => {
    const clash: readonly NamedEntry[] = [
      { server: 'a', name: 'b__c' },
      { server: 'a__b', name: 'c' },
    ];
    const table = createNameTable(clash, { prefix: 'always' });
    expect(table.nameOf('a', 'b__c')).toMatch(/^a__b__c_[0-9a-f]{8}$/);
    expect(table.nameOf('a__b', 'c')).toMatch(/^a__b__c_[0-9a-f]{8}$/);
    expect(table.find('a__b__c')).toBeUndefined();
  });

  it('still knows the hashed name after the clash is over', () => {
    const first = { server: 'a', name: 'b__c' };
    const hashed = createNameTable([first, { server: 'a__b', name: 'c' }], { prefix: 'always' }).nameOf('a', 'b__c');
    const later = createNameTable([first], { prefix: 'always' });
    expect(later.nameOf('a', 'b__c')).toBe('a__b__c');
    expect(later.find(hashed ?? '')).toEqual(first);
  });

  it('puts the server in front of all holders of a name with "on-conflict", and of no other', () => {
    const table = createNameTable(
      [
        { server: 'git', name: 'search' },
        { server: 'jira', name: 'search' },
        { server: 'jira', name: 'create' },
      ],
      { prefix: 'on-conflict' },
    );
    expect([table.nameOf('git', 'search'), table.nameOf('jira', 'search'), table.nameOf('jira', 'create')]).toEqual([
      'git__search',
      'jira__search',
      'create',
    ]);
    expect(table.find('search')).toBeUndefined();
  });

  it('still knows the prefixed name with "on-conflict" after the conflict is over', () => {
    const table = createNameTable([{ server: 'git', name: 'search' }], { prefix: 'on-conflict' });
    expect(table.nameOf('git', 'search')).toBe('search');
    expect(table.find('git__search')).toEqual({ server: 'git', name: 'search' });
  });

  it('lists the first holder with "never" and tells of the others', () => {
    const table = createNameTable(
      [
        { server: 'git', name: 'search' },
        { server: 'jira', name: 'search' },
      ],
      { prefix: 'never' },
    );
    expect(table.nameOf('git', 'search')).toBe('search');
    expect(table.hidden).toEqual([{ server: 'jira', name: 'search', usedBy: 'git' }]);
  });

  it('never gives away a reserved name', () => {
    const table = createNameTable([{ server: 'git', name: 'seawall_status' }], {
      prefix: 'never',
      reserved: ['seawall_status'],
    });
    expect(table.nameOf('git', 'seawall_status')).toMatch(/^seawall_status_[0-9a-f]{8}$/);
    expect(table.find('seawall_status')).toBeUndefined();
  });
});
