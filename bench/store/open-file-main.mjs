// Opens a store of observations in a fresh process and tells how long that took in milliseconds. Arguments: the file.
import { openObservationStore } from '@seawall/store';

const startedMs = performance.now();
const store = await openObservationStore({ file: process.argv[2] ?? '' });
const openedMs = performance.now() - startedMs;
await store.close();
process.stdout.write(String(openedMs));
