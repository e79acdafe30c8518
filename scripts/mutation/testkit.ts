// What the tests of the policies use of the testkit: its public entry would load SDKs for each mutant.
// biome-ignore lint/style/noRestrictedImports: the reason stands above, for each of these lines.
export { createFakeClock, type FakeClock } from '../../packages/testkit/src/clock/fake-clock.ts';
// biome-ignore lint/style/noRestrictedImports: the same.
export { createSeededRandom, createSequentialId } from '../../packages/testkit/src/clock/repeatable-chance.ts';
// biome-ignore lint/style/noRestrictedImports: the same.
export { createMemoryParkedLog, type MemoryParkedLog } from '../../packages/testkit/src/parking/memory-parked-log.ts';
