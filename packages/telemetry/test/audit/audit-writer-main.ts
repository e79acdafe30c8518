// Writes rows of actions, with calls between them, until it is killed or refused, and tells of each action when it is confirmed.
// Arguments: the folder, and how large its files become.
import { writeSync } from 'node:fs';
import { createEventBus, MCPError } from '@seawall/core';
import { auditCalls, createAuditTrail } from '../../src/index.ts';
import { playCall } from '../support/tracked.ts';

// A file that may not grow would end the process otherwise, as a full disk does not.
process.on('SIGXFSZ', () => undefined);
const trail = createAuditTrail({ folder: process.argv[2] ?? '', maxBytes: Number(process.argv[3]) });
const bus = createEventBus({ onListenerError: (error) => writeSync(2, String(error)) });
auditCalls(bus.subscribe, trail);
for (let number = 1; ; number += 1) {
  // Told apart from the rows of the processes before.
  const target = `row-${process.pid}-${number}`;
  playCall({ clock: { now: () => number }, bus }, `c-${number}`, {});
  try {
    await trail.append({
      actor: 'admin',
      action: 'servers.restart',
      target,
      reason: 'x'.repeat(number % 900),
      decision: 'allowed',
      outcome: 'done',
    });
    writeSync(1, `${target}\n`);
  } catch (error) {
    if (!MCPError.isInstance(error)) throw error;
    writeSync(1, `${error.code}\n`);
    break;
  }
}
await trail.close();
