import { resolveGroupOptions } from '../groups/group-options.ts';
import { EventTracker } from './event-tracker.ts';
import type { Tracker, TrackerDependencies } from './tracker.ts';
import { resolveTrackerOptions } from './tracker-options.ts';

/**
 * Builds what watches the events of Seawall and tells how each server and tool does, since when, why, and what to do.
 *
 * Works in constant time for each event, in bounded memory, and never waits: what it keeps it hands to the store.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID` for an option that can't be.
 */
export function createTracker(dependencies: TrackerDependencies): Tracker {
  return new EventTracker(
    dependencies,
    resolveTrackerOptions(dependencies.options),
    resolveGroupOptions(dependencies.groups),
  );
}
