import { createSystemId, silentLogger } from '@seawall/core';
import { createFakeClock, type FakeClock } from '@seawall/testkit';
import { createInFlightCalls } from '../../src/calls/in-flight-calls.ts';
import { createFirstList } from '../../src/first-list.ts';
import { createRouter } from '../../src/routing/router.ts';
import type { GatewayContext } from '../../src/session/gateway-context.ts';
import { createKnownTasks } from '../../src/session/known-tasks.ts';
import { createListChanges } from '../../src/session/list-changes.ts';
import { createPendingCalls } from '../../src/session/pending-calls.ts';
import { FakeSeawall } from '../fake-seawall.ts';

/** What sessions share, on a clock that stands still. */
export function createInMemoryContext(seawall: FakeSeawall = new FakeSeawall()): {
  readonly context: GatewayContext;
  readonly clock: FakeClock;
} {
  const clock = createFakeClock();
  const firstList = createFirstList({ seawall, clock });
  return {
    clock,
    context: {
      seawall,
      version: '1.2.3',
      clock,
      logger: silentLogger,
      createId: createSystemId,
      router: createRouter({ seawall, clock, logger: silentLogger }),
      firstList,
      calls: createInFlightCalls(clock),
      pendingCalls: createPendingCalls({ clock, createId: createSystemId }),
      tasks: createKnownTasks(),
      listChanges: createListChanges({ seawall, clock, isListKnown: () => true }),
      reportServers: () => [],
      instructions: () => '',
    },
  };
}
