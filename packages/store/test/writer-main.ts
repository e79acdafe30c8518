// Parks and sends in a loop until it is killed, and tells of each step when it is confirmed. Arguments: the file.
import { writeSync } from 'node:fs';
import { openParkedLog } from '../src/index.ts';
import { parkedCall } from './parked-records.ts';

const log = await openParkedLog({ file: process.argv[2] ?? '' });
for (let number = 1; ; number += 1) {
  const call = parkedCall({ id: `call-${number}`, sequence: number, arguments: { text: 'x'.repeat(number % 9000) } });
  await log.put(call);
  writeSync(1, `parked ${call.id}\n`);
  if (number % 2 === 1) continue;
  await log.put({ ...call, state: 'sent', sends: 1 });
  writeSync(1, `sent ${call.id}\n`);
}
