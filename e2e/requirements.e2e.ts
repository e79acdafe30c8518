import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS } from './requirements/checks.ts';
import {
  appliesTo,
  fits,
  knownFailureOf,
  nameOf,
  PAIRINGS,
  type Pairing,
  type Requirement,
} from './requirements/pairing.ts';
import { startWorld, type World } from './requirements/world.ts';
import { REQUIREMENTS } from './requirements.ts';

let world: World;
const ran = new Set<string>();

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.[Symbol.asyncDispose]());

const rows: readonly (Requirement & { readonly id: keyof typeof CHECKS })[] = REQUIREMENTS;

describe.each(PAIRINGS.map((pairing) => [nameOf(pairing), pairing] as const))('%s', (_name, pairing) => {
  for (const requirement of rows.filter((row) => appliesTo(row, pairing))) {
    const { id, behaviour } = requirement;
    const failure = knownFailureOf(requirement, pairing);
    const prove = async (): Promise<void> => {
      ran.add(key(id, pairing));
      await using place = await world.at(pairing);
      await CHECKS[id](place);
    };
    if (failure === undefined) it(`${id}: ${behaviour}`, prove);
    else it.fails(`${id}: ${behaviour} Known not to be kept: ${failure.reason}`, prove);
  }
});

describe('the list of requirements', () => {
  it('names each requirement once', () => {
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(Object.keys(CHECKS))).toEqual(new Set(ids));
  });

  it('is proved on every pairing that it applies to', () => {
    const wanted = rows.flatMap((row) =>
      PAIRINGS.filter((pairing) => appliesTo(row, pairing)).map((pairing) => key(row.id, pairing)),
    );
    expect([...ran].sort()).toEqual(wanted.sort());
  });

  it('reaches every pairing with every requirement but those of one front, era or link', () => {
    for (const pairing of PAIRINGS) expect(rows.filter((row) => appliesTo(row, pairing)).length).toBeGreaterThan(50);
  });

  it('names known failures only on pairings that a requirement applies to', () => {
    for (const row of rows) {
      const applicable = PAIRINGS.filter((pairing) => appliesTo(row, pairing));
      for (const { where, reason } of row.knownFailures ?? []) {
        expect(reason.length).toBeGreaterThan(10);
        expect(
          applicable.filter((pairing) => fits(where, pairing)),
          `${row.id}: ${reason}`,
        ).not.toHaveLength(0);
      }
    }
  });
});

function key(id: string, pairing: Pairing): string {
  return `${id}, ${nameOf(pairing)}`;
}
