/** A revision of the protocol, as a host or an upstream server speaks it. */
export type Era = '2025-11-25' | '2026-07-28';
/** How messages travel. */
export type Way = 'stdio' | 'http';

/** One combination of what stands before the gateway with what stands behind it. */
export interface Pairing {
  /** What the host speaks. */
  readonly host: Era;
  /** How the host reaches the gateway. */
  readonly front: Way;
  /** What the upstream server speaks. */
  readonly upstream: Era;
  /** How the gateway reaches the upstream server. */
  readonly link: Way;
}

/** A behaviour of the protocol that a gateway has to keep. */
export interface Requirement {
  readonly id: string;
  /** Where the specification says so: the revision and the page. */
  readonly section: string;
  readonly behaviour: string;
  /** Where the protocol can say it at all; without a field, everywhere. */
  readonly hosts?: readonly Era[];
  readonly fronts?: readonly Way[];
  readonly upstreams?: readonly Era[];
  readonly links?: readonly Way[];
  /** Where the gateway is known not to keep it, and why. */
  readonly knownFailures?: readonly KnownFailure[];
}

/** Where and why a requirement is not kept. */
export interface KnownFailure {
  readonly where: Partial<Pairing>;
  readonly reason: string;
}

export const ERAS: readonly Era[] = ['2025-11-25', '2026-07-28'];
export const WAYS: readonly Way[] = ['stdio', 'http'];

/** All sixteen. */
export const PAIRINGS: readonly Pairing[] = ERAS.flatMap((host) =>
  WAYS.flatMap((front) => ERAS.flatMap((upstream) => WAYS.map((link) => ({ host, front, upstream, link })))),
);

/** Whether a requirement can be asked of a pairing. */
export function appliesTo({ hosts, fronts, upstreams, links }: Requirement, pairing: Pairing): boolean {
  return (
    (hosts ?? ERAS).includes(pairing.host) &&
    (fronts ?? WAYS).includes(pairing.front) &&
    (upstreams ?? ERAS).includes(pairing.upstream) &&
    (links ?? WAYS).includes(pairing.link)
  );
}

/** Why a requirement is known to fail on a pairing, if it is. */
export function knownFailureOf({ knownFailures = [] }: Requirement, pairing: Pairing): KnownFailure | undefined {
  return knownFailures.find(({ where }) => fits(where, pairing));
}

/** Whether a pairing is one of those that `where` names. */
export function fits(where: Partial<Pairing>, pairing: Pairing): boolean {
  return Object.entries(where).every(([field, value]) => Reflect.get(pairing, field) === value);
}

/** A pairing in words. */
export function nameOf({ host, front, upstream, link }: Pairing): string {
  return `host ${host} over ${front}, upstream ${upstream} over ${link}`;
}
