/** The era of the protocol that a host speaks: sessions and `initialize`, or stateless requests since 2026-07-28. */
export type HostEra = 'legacy' | 'modern';
