// Parks until a record is refused, and tells what was confirmed, how it was refused, and what is there then.
import { writeSync } from 'node:fs';
import { MCPError } from '@seawall/core/base';
import { openParkedLog } from '../src/index.ts';
import { parkedCall } from './parked-records.ts';

// A file that may not grow would end the process otherwise, as a full disk does not.
process.on('SIGXFSZ', () => undefined);
const log = await openParkedLog({ file: process.argv[2] ?? '' });
const confirmed: string[] = [];
let refused: unknown;
for (let number = 1; refused === undefined && number < 1000; number += 1) {
  const id = `call-${number}`;
  try {
    await log.put(parkedCall({ id, sequence: number, arguments: { text: 'x'.repeat(10_000) } }));
    confirmed.push(id);
  } catch (error) {
    refused = MCPError.isInstance(error) ? error.toJSON() : String(error);
  }
}
const afterwards = (await log.list({ order: 'oldest-first', limit: 1000 })).map(({ id }) => id);
await log.close();
writeSync(1, JSON.stringify({ confirmed, refused, afterwards }));
