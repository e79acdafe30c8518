import { type ModelEvent, perform } from './model-event.ts';
import type { Parts } from './parts.ts';
import type { Scope } from './scope.ts';
import { System } from './system.ts';

/** The events that lead to a state, from the last to the first. */
export interface Way {
  readonly before: Way | undefined;
  readonly event: ModelEvent | undefined;
  readonly length: number;
}

/** The state in which a system begins. */
export const START: Way = { before: undefined, event: undefined, length: 0 };

/** A new system, brought to the state that a way leads to. */
export async function replay(scope: Scope, parts: Parts, way: Way): Promise<System> {
  const system = new System(scope, parts);
  for (const event of eventsOf(way)) {
    // Most events end within the turn, and a wait for nothing would take longer than they do.
    const going = perform(system, event);
    if (going !== undefined) await going;
  }
  return system;
}

/** The events of a way in their order. */
export function namesOf(way: Way): readonly string[] {
  return eventsOf(way).map(({ name }) => name);
}

function eventsOf(way: Way): readonly ModelEvent[] {
  const events: ModelEvent[] = [];
  for (let step: Way | undefined = way; step?.event !== undefined; step = step.before) events.push(step.event);
  return events.reverse();
}
