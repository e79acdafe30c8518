/** An invariant that does not hold. */
class Violation extends Error {}

/** @throws {@link Violation} unless it holds. */
export function assertHolds(holds: boolean, invariant: string): void {
  if (!holds) throw new Violation(invariant);
}

/** The invariant that does not hold while `run` goes on, if there is one. */
export async function violationOf(run: () => Promise<void> | undefined): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof Violation) return error.message;
    throw error;
  }
}
