/**
 * The seed of a property test: a new one each time, or that of the variable `SEAWALL_SEED`.
 *
 * It is printed, because processes and sockets keep time of their own: a failure may need several tries with it.
 */
export function chosenSeed(what: string): number {
  const given = Number(process.env.SEAWALL_SEED);
  const seed = Number.isInteger(given) && given !== 0 ? given : Math.floor(Math.random() * 2 ** 31);
  process.stdout.write(`${what}: SEAWALL_SEED=${seed}\n`);
  return seed;
}
