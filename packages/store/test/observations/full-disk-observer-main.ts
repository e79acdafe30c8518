// Observes until an alert is refused, goes on appending, and tells what was confirmed and what became of the rest.
import { writeSync } from 'node:fs';
import { MCPError } from '@seawall/core/base';
import { openObservationStore } from '../../src/index.ts';
import { alert, call, observed } from './observation-records.ts';

// A file that may not grow would end the process otherwise, as a full disk does not.
process.on('SIGXFSZ', () => undefined);
const logged: string[] = [];
const store = await openObservationStore({
  file: process.argv[2] ?? '',
  logger: { log: (level, message) => void logged.push(`${level}: ${message}`) },
  limits: { maxWaiting: 100 },
});
const confirmed: string[] = [];
let refused: unknown;
for (let number = 1; refused === undefined && number < 2000; number += 1) {
  const id = `alert-${number}`;
  try {
    await store.putAlerts([alert({ id, annotations: { text: 'x'.repeat(10_000) } })]);
    confirmed.push(id);
  } catch (error) {
    refused = MCPError.isInstance(error) ? error.toJSON() : String(error);
  }
}
for (let number = 1; number <= 300; number += 1) {
  store.append(observed('call', call({ id: `call-${number}`, resultText: 'x'.repeat(10_000) })));
}
await store.flush();
const { status } = store;
const readable = (await store.alerts({ limit: 1000 })).items.map(({ id }) => id);
await store.close();
writeSync(1, JSON.stringify({ confirmed, refused, status, readable, logged, end: store.status }));
