// Observes calls and alerts in a loop until it is killed, and tells of each alert when it is confirmed. Arguments: the file.
import { writeSync } from 'node:fs';
import { openObservationStore } from '../../src/index.ts';
import { alert, call, error, minute, observed, START_MS, silence } from './observation-records.ts';

const store = await openObservationStore({ file: process.argv[2] ?? '' });
for (let number = 1; ; number += 1) {
  const startedAtMs = START_MS + number;
  const text = 'x'.repeat((number * 37) % 3000);
  store.append([
    ...observed(
      'call',
      ...[1, 2, 3].map((part) => call({ id: `call-${number}-${part}`, startedAtMs, resultText: text })),
    ),
    ...observed('error', error({ id: `error-${number}`, atMs: startedAtMs, error: { message: text } })),
    ...observed('minute', minute({ minuteMs: START_MS + (number % 100) * 60_000 })),
  ]);
  if (number % 10 === 0) {
    await store.flush();
    await store.putSilence(silence({ id: `silence-${number}` }));
    writeSync(1, `silence-${number}\n`);
  }
  await store.putAlerts([alert({ id: `alert-${number}`, startedAtMs })]);
  writeSync(1, `alert-${number}\n`);
}
